import { Injectable } from '@nestjs/common';
import type { ExternalDocsDto, ReferenceTagDetailDto } from '#contract';
import type { SecuritySchemeSummary, ServerModel } from '#openapi';
import { Database } from '../database/database.js';
import type { RevisionOfVersion } from '../specs/operation.store.js';
import { tagsSql } from './reference.sql.js';

/** Tags and components that the start lists. */
export const MAX_START_ENTRIES = 200;

export interface ReferenceStartRow {
  title: string;
  docVersion: string;
  summary: string;
  description: string;
  operationCount: number;
  externalDocs: ExternalDocsDto | null;
  /** Older rows have addresses only. */
  servers: (ServerModel | string)[];
  schemes: SecuritySchemeSummary[];
  /** One more than MAX_START_ENTRIES, where there is more. */
  tags: ReferenceTagDetailDto[];
  components: { pointer: string; name: string }[];
}

/** $1 version, $2 revision, $3 hash of the document */
const START_SQL = `
  SELECT title, doc_version AS "docVersion", summary, description, operation_count AS "operationCount",
    external_docs AS "externalDocs", servers, COALESCE(security -> 'schemes', '[]') AS schemes,
    COALESCE((SELECT json_agg(json_strip_nulls(json_build_object('name', t.name, 'operationCount', t."operationCount",
        'description', t.description, 'externalDocs', d.described -> 'externalDocs')) ORDER BY t.position)
      FROM (${tagsSql('-1', 'after', MAX_START_ENTRIES + 1)}) t
      LEFT JOIN (SELECT DISTINCT ON (described ->> 'name') described FROM jsonb_array_elements(spec.tags) AS described
        WHERE described ? 'externalDocs') d ON d.described ->> 'name' = t.name), '[]') AS tags,
    COALESCE((SELECT json_agg(json_build_object('pointer', pointer, 'name', name) ORDER BY number) FROM (
        SELECT * FROM (
          -- In the order of the index, also where no statistics say that this is the shortest way.
          SELECT version_id, number, pointer, name FROM spec_component
          WHERE (version_id, number) >= ($1::uuid, 0) AND since <= $2 AND (until IS NULL OR until > $2)
          ORDER BY version_id, number LIMIT ${MAX_START_ENTRIES + 1}) listed
        WHERE version_id = $1) c), '[]') AS components
  FROM spec WHERE hash = $3`;

/** What the start of a reference tells of the document. */
@Injectable()
export class ReferenceStartStore {
  constructor(private readonly database: Database) {}

  async find({ versionId, revision }: RevisionOfVersion, specHash: string): Promise<ReferenceStartRow | null> {
    const { rows } = await this.database.pool.query<ReferenceStartRow>({
      name: 'reference_start',
      text: START_SQL,
      values: [versionId, revision, specHash],
    });
    return rows[0] ?? null;
  }
}
