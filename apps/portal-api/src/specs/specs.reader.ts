import { Injectable } from '@nestjs/common';
import type { OperationPageDto, OperationQuery } from '#contract';
import { notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { limitOf, positionCursor, readPositionCursor, toPage } from '../http/cursor.js';
import { searchWords } from '../services/search-words.js';
import { VersionAccess } from '../versions/version-access.js';
import type { VersionRow } from '../versions/version.store.js';
import { DocumentStore, type StoredDocument } from './document.store.js';
import { OperationStore, type RevisionOfVersion } from './operation.store.js';
import { MAX_POSITION } from './sparse-positions.js';
import { SpecStore } from './spec.store.js';
import { toSummary } from './to-summary.js';

export interface Download extends StoredDocument {
  hash: string;
  fileName: string;
}

@Injectable()
export class SpecsReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly specs: SpecStore,
    private readonly documents: DocumentStore,
    private readonly operations: OperationStore,
  ) {}

  /**
   * A document of a version, byte for byte as it was uploaded; null when it is the one with `knownHash`.
   * @param revision the one in force, where it is null
   */
  async download(
    caller: Caller,
    { slug, name, revision }: { slug: string; name: string; revision: number | null },
    knownHash: string | null,
  ): Promise<Download | null> {
    const { service, version } = await this.access.visible(caller, slug, name);
    const hash = revision === null ? version.specHash : await this.specs.hashOf(version.id, revision, service.insider);
    if (hash !== null && hash === knownHash) return null;
    const document = hash === null ? null : await this.documents.find(hash);
    if (hash === null || document === null) throw notFound('document');
    const stem = revision === null ? `${slug}-${name}` : `${slug}-${name}-revision-${revision}`;
    return { ...document, hash, fileName: `${stem}.${document.format}` };
  }

  async list(caller: Caller, slug: string, name: string, query: OperationQuery): Promise<OperationPageDto> {
    const { version } = await this.access.visible(caller, slug, name);
    const after = readPositionCursor(query, { none: -1, max: MAX_POSITION });
    if (version.specHash === null) return { items: [], nextCursor: null };
    const limit = limitOf(query);
    const words = searchWords(query.query ?? '');
    const rows = await this.operations.page(inForce(version), { words, after, limit });
    return toPage(rows, limit, positionCursor, toSummary);
  }
}

function inForce({ id, specRevisionNumber }: VersionRow): RevisionOfVersion {
  return { versionId: id, revision: specRevisionNumber };
}
