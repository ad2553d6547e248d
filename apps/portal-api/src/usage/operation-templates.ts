import { Inject, Injectable } from '@nestjs/common';
import { indexOperations, matchOperation, type OperationIndex } from '#openapi';
import type { Clock } from '#platform';
import { CLOCK } from '../clock.js';
import { BoundedCache } from './bounded-cache.js';
import { ReportedIdsStore, type ReportedVersion } from './reported-ids.store.js';

/** The operation of a call that belongs to none of its document. */
const OTHER_OPERATION = 'other';

/** A longer name has no place in the key of a bucket: its calls count as other ones. */
const MAX_NAME_CHARS = 500;

const MAX_REMEMBERED_DOCUMENTS = 200;
const REMEMBERED_MS = 3_600_000;

interface Template {
  method: string;
  path: string;
  name: string;
}

/** The templates of documents, by the document's hash. */
export type OperationIndexes = Map<string, OperationIndex<Template>>;

/** Names the operation of a call, `GET /orders/{id}`: never anything that the caller wrote, so names stay few. */
@Injectable()
export class OperationTemplates {
  /** By the document's hash, which never changes its meaning. */
  private readonly documents = new BoundedCache<OperationIndex<Template>>(MAX_REMEMBERED_DOCUMENTS, REMEMBERED_MS);

  constructor(
    private readonly store: ReportedIdsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async load(versions: Iterable<ReportedVersion>): Promise<OperationIndexes> {
    const loaded: OperationIndexes = new Map();
    for (const version of versions)
      if (version.specHash !== null && !loaded.has(version.specHash))
        loaded.set(version.specHash, await this.indexOf(version.specHash, version));
    return loaded;
  }

  /** @param version any one that has the document */
  private async indexOf(specHash: string, version: ReportedVersion): Promise<OperationIndex<Template>> {
    const nowMs = this.clock.now().getTime();
    const remembered = this.documents.get(specHash, nowMs);
    if (remembered !== undefined) return remembered;
    const operations = await this.store.operations(version);
    const index = indexOperations(operations.map(templateOf));
    this.documents.set(specHash, index, nowMs);
    return index;
  }
}

/** An operation of a document under the name that its calls are counted by. */
export function templateOf({ method, path }: { method: string; path: string }): Template {
  const name = `${method.toUpperCase()} ${path}`;
  return { method, path, name: name.length > MAX_NAME_CHARS ? OTHER_OPERATION : name };
}

/** The operation that a call to a version belongs to; its path begins with the version's base path. */
export function operationOf(
  indexes: OperationIndexes,
  version: ReportedVersion | undefined,
  call: { method: string; path: string },
): string {
  const index = indexes.get(version?.specHash ?? '');
  if (version === undefined || index === undefined) return OTHER_OPERATION;
  const { basePath } = version;
  if (call.path !== basePath && !call.path.startsWith(`${basePath}/`)) return OTHER_OPERATION;
  return matchOperation(index, call.method, call.path.slice(basePath.length))?.name ?? OTHER_OPERATION;
}
