import { Injectable } from '@nestjs/common';
import type { OperationDto, OperationPageDto, OperationQuery, OperationSummaryDto } from '#contract';
import { Fault, notFound } from '#domain';
import { curlOf, sampleAnswers, sampleRequest, type SchemaAt } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { limitOf, readCursor, toPage } from '../http/cursor.js';
import { searchWords } from '../services/search-words.js';
import { VersionAccess, type VisibleVersion } from '../versions/version-access.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { OperationStore, type OperationSummaryRow } from './operation.store.js';
import { SpecStore, type StoredDocument } from './spec.store.js';

/** How a sample names the header and the key that a person puts in its place. */
const SAMPLE_CREDENTIAL = { header: 'apikey', key: 'YOUR_KEY' };
/** Where a version that is on no gateway yet would be called. */
const NO_GATEWAY = 'https://gateway.example.com';

export interface Download extends StoredDocument {
  hash: string;
  fileName: string;
}

@Injectable()
export class SpecsReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly versions: VersionsReader,
    private readonly specs: SpecStore,
    private readonly operations: OperationStore,
  ) {}

  /** The newest document of a version, byte for byte as it was uploaded; null when it is the one with `knownHash`. */
  async download(caller: Caller, slug: string, name: string, knownHash: string | null): Promise<Download | null> {
    const { hash } = await this.withSpec(caller, slug, name);
    if (hash === knownHash) return null;
    const document = await this.specs.document(hash);
    if (document === null) throw notFound('document');
    return { ...document, hash, fileName: `${slug}-${name}.${document.format}` };
  }

  async list(caller: Caller, slug: string, name: string, query: OperationQuery): Promise<OperationPageDto> {
    const { version } = await this.access.visible(caller, slug, name);
    const after = afterOf(query);
    if (version.specHash === null) return { items: [], nextCursor: null };
    const limit = limitOf(query);
    const rows = await this.operations.page(version.specHash, { words: searchWords(query.query ?? ''), after, limit });
    return toPage(rows, limit, ({ position }) => [String(position)], toSummary);
  }

  /** One operation with everything that its page needs. */
  async operation(caller: Caller, slug: string, name: string, method: string, path: string): Promise<OperationDto> {
    const { hash, version } = await this.withSpec(caller, slug, name);
    const row = await this.operations.find(hash, method.toUpperCase(), path);
    if (row === null) throw notFound('operation');
    const [components, neighbours, callUrls] = await Promise.all([
      this.operations.components(hash, row.refs),
      this.operations.at(hash, [row.position - 1, row.position + 1]),
      this.versions.callUrls(version.id, version.basePath),
    ]);
    const neighbour = (position: number): OperationSummaryDto | null => {
      const found = neighbours.find((candidate) => candidate.position === position);
      return found === undefined ? null : toSummary(found);
    };
    const baseUrl = callUrls[0] ?? NO_GATEWAY + version.basePath;
    const refsTruncated = row.definition.refsTruncated || Object.keys(components).length < row.refs.length;
    const schemaAt: SchemaAt = (pointer) => components[pointer];
    const request = sampleRequest(row, baseUrl, SAMPLE_CREDENTIAL, schemaAt);
    return {
      ...toSummary(row),
      definition: { ...row.definition, refsTruncated },
      components,
      curl: curlOf(request),
      request: { ...request, body: request.body ?? null, parts: request.parts ?? null },
      examples: sampleAnswers(row.definition.responses, schemaAt),
      previous: neighbour(row.position - 1),
      next: neighbour(row.position + 1),
    };
  }

  private async withSpec(caller: Caller, slug: string, name: string): Promise<VisibleVersion & { hash: string }> {
    const found = await this.access.visible(caller, slug, name);
    if (found.version.specHash === null) throw notFound('document');
    return { ...found, hash: found.version.specHash };
  }
}

function toSummary(row: OperationSummaryRow): OperationSummaryDto {
  const { method, path, operationId, summary, tags, deprecated } = row;
  return { method, path, operationId, summary, tags, deprecated };
}

function afterOf(query: OperationQuery): number {
  const after = readCursor(query, 1)?.[0] ?? '-1';
  if (!/^(-1|\d{1,9})$/.test(after))
    throw new Fault('request.invalid', 'The cursor is not one of ours. Start from the first page.');
  return Number(after);
}
