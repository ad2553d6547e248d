import { Injectable } from '@nestjs/common';
import type { OperationDto, OperationPageDto, OperationQuery, OperationSummaryDto } from '#contract';
import { notFound } from '#domain';
import { curlOf, sampleAnswers, sampleRequest, type SchemaAt } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { limitOf, positionCursor, readPositionCursor, toPage } from '../http/cursor.js';
import { searchWords } from '../services/search-words.js';
import { VersionAccess } from '../versions/version-access.js';
import type { VersionRow } from '../versions/version.store.js';
import { VersionsReader } from '../versions/versions.reader.js';
import { OperationStore, type OperationSummaryRow, type RevisionOfVersion } from './operation.store.js';
import { MAX_POSITION } from './sparse-positions.js';
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
    const document = hash === null ? null : await this.specs.document(hash);
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

  /** One operation with everything that its page needs. */
  async operation(caller: Caller, slug: string, name: string, method: string, path: string): Promise<OperationDto> {
    const { version } = await this.access.visible(caller, slug, name);
    if (version.specHash === null) throw notFound('document');
    const row = await this.operations.find(inForce(version), method.toUpperCase(), path);
    if (row === null) throw notFound('operation');
    const [components, { previous, next }, callUrls] = await Promise.all([
      this.operations.components(inForce(version), row.refs),
      this.operations.neighbours(inForce(version), row.position),
      this.versions.callUrls(version.id, version.basePath),
    ]);
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
      previous: previous === null ? null : toSummary(previous),
      next: next === null ? null : toSummary(next),
    };
  }
}

function inForce({ id, specRevisionNumber }: VersionRow): RevisionOfVersion {
  return { versionId: id, revision: specRevisionNumber };
}

function toSummary(row: OperationSummaryRow): OperationSummaryDto {
  const { method, path, operationId, summary, tags, deprecated } = row;
  return { method, path, operationId, summary, tags, deprecated };
}
