import { Injectable } from '@nestjs/common';
import type { ExternalDocsDto, ReferenceTagDto } from '#contract';
import type { SecuritySchemeSummary } from '#openapi';
import { Database } from '../database/database.js';
import {
  OF_REVISION_SQL,
  type OperationSummaryRow,
  type RevisionOfVersion,
  type StoredDefinition,
  SUMMARY_SQL,
  refsSql,
} from '../specs/operation.store.js';
import { componentsSql, operationsSql, tagsAroundSql } from './reference.sql.js';
import { MAX_NAV_ENTRIES } from './reference-operation.store.js';
import type { ComponentRow } from './to-definition.js';

/** Components that come with one page of whole operations. */
const MAX_WHOLE_COMPONENT_BYTES = 400_000;
/** Definitions of one page; the first one is there whatever it has. */
const MAX_DEFINITION_BYTES = 2_000_000;

export interface TagItemRow extends OperationSummaryRow {
  /** Null where it was not asked for. */
  definition: StoredDefinition | null;
}

/** A tag, and a page of its operations. */
export interface ReferenceTagRow {
  tag: ReferenceTagDto & { description: string; externalDocs: ExternalDocsDto | null };
  /** One more than was asked for, where there is more; fewer where they grow too large. */
  items: TagItemRow[];
  /** There is more, but it does not fit. */
  isCut: boolean;
  refCount: number;
  components: ComponentRow[];
  schemes: SecuritySchemeSummary[];
  tagsBefore: ReferenceTagDto[];
  tagsAfter: ReferenceTagDto[];
}

export interface TagPageAsked {
  name: string;
  after: number;
  limit: number;
  whole: boolean;
}

/** $1 version, $2 revision, $3 name, $4 hash of the document, $5 position, $6 number of operations, $7 with definitions */
const TAG_SQL = `
  WITH here AS MATERIALIZED (
    SELECT position, name, description, operation_count FROM operation_tag
    WHERE ${OF_REVISION_SQL} AND name = $3 LIMIT 1
  ), listed AS MATERIALIZED (
    SELECT *, CASE WHEN $7 THEN sum(octet_length(definition::text)) OVER (ORDER BY position) ELSE 0 END AS bytes,
      row_number() OVER (ORDER BY position) AS nth FROM (
      SELECT ${SUMMARY_SQL}, CASE WHEN $7 THEN definition END AS definition, ${refsSql('o')} AS refs
      FROM (${operationsSql('$3', '$5', 'after', '$6')}) o) page
  ), shown AS MATERIALIZED (SELECT * FROM listed WHERE bytes <= ${MAX_DEFINITION_BYTES} OR nth = 1
  ), reached AS MATERIALIZED (
    SELECT array_agg(number ORDER BY place) AS refs FROM (
      SELECT number, min(nth * 1000 + place) AS place
      FROM shown, unnest(shown.refs) WITH ORDINALITY AS wanted(number, place) WHERE $7 GROUP BY number) refs
  )
  SELECT json_build_object('name', here.name, 'operationCount', here.operation_count, 'description', here.description,
      'externalDocs', (SELECT described -> 'externalDocs' FROM spec, jsonb_array_elements(spec.tags) AS described
        WHERE spec.hash = $4 AND described ->> 'name' = $3 LIMIT 1)) AS tag,
    COALESCE((SELECT json_agg(json_build_object('position', position, 'method', method, 'path', path,
        'operationId', "operationId", 'summary', summary, 'tags', tags, 'deprecated', deprecated,
        'definition', definition) ORDER BY position) FROM shown), '[]') AS items,
    (SELECT count(*) FROM listed) > (SELECT count(*) FROM shown) AS "isCut",
    COALESCE(cardinality(reached.refs), 0) AS "refCount",
    ${componentsSql('reached.refs', MAX_WHOLE_COMPONENT_BYTES)} AS components,
    COALESCE((SELECT json_agg(scheme) FROM spec, jsonb_array_elements(spec.security -> 'schemes') AS scheme
      WHERE $7 AND spec.hash = $4), '[]') AS schemes,
    ${tagsAroundSql('here.position', MAX_NAV_ENTRIES)}
  FROM here, reached`;

/** The tags of references. */
@Injectable()
export class ReferenceTagStore {
  constructor(private readonly database: Database) {}

  async find(
    { versionId, revision }: RevisionOfVersion,
    specHash: string,
    { name, after, limit, whole }: TagPageAsked,
  ): Promise<ReferenceTagRow | null> {
    const { rows } = await this.database.pool.query<ReferenceTagRow>({
      name: 'reference_tag',
      text: TAG_SQL,
      values: [versionId, revision, name, specHash, after, limit + 1, whole],
    });
    return rows[0] ?? null;
  }
}
