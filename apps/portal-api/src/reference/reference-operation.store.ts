import { Injectable } from '@nestjs/common';
import type { ReferenceTagDto } from '#contract';
import type { SecuritySchemeSummary } from '#openapi';
import { Database } from '../database/database.js';
import {
  OF_REVISION_SQL,
  type OperationSummaryRow,
  type RevisionOfVersion,
  type StoredDefinition,
  SUMMARY_SQL,
} from '../specs/operation.store.js';
import { componentsSql, schemesSql, SUMMARY_JSON_SQL, tagsAroundSql } from './reference.sql.js';
import type { ComponentRow } from './to-definition.js';

/** Components that come with one page. */
export const MAX_COMPONENT_BYTES = 96_000;
/** Entries of each list of a page's side. */
export const MAX_NAV_ENTRIES = 60;

/** An operation and all that its page shows of the document around it. */
export interface ReferenceOperationRow extends OperationSummaryRow {
  tag: string;
  definition: StoredDefinition;
  refCount: number;
  components: ComponentRow[];
  schemes: SecuritySchemeSummary[];
  /** Of its tag, the nearest first: MAX_NAV_ENTRIES where there are so many. */
  before: OperationSummaryRow[];
  after: OperationSummaryRow[];
  ownTag: ReferenceTagDto | null;
  /** The nearest first. */
  tagsBefore: ReferenceTagDto[];
  tagsAfter: ReferenceTagDto[];
  /** The last operation of the tag before, and the first of the one after. */
  lastBefore: OperationSummaryRow | null;
  firstAfter: OperationSummaryRow | null;
}

/** The operations of the same tag on one side, from the nearest on. */
function siblingsSql(comparison: '<' | '>', direction: 'DESC' | 'ASC'): string {
  return `COALESCE((SELECT json_agg(${SUMMARY_JSON_SQL} ORDER BY o.position ${direction}) FROM (
    SELECT * FROM operation WHERE ${OF_REVISION_SQL} AND tag = found.tag AND position ${comparison} found.position
    ORDER BY position ${direction} LIMIT ${MAX_NAV_ENTRIES}) o), '[]')`;
}

/** The operation of the nearest tag on one side that is the nearest to this one. */
function neighbourSql(comparison: '<' | '>', direction: 'DESC' | 'ASC'): string {
  return `(SELECT ${SUMMARY_JSON_SQL} FROM operation o WHERE ${OF_REVISION_SQL} AND tag = (
      SELECT name FROM operation_tag WHERE ${OF_REVISION_SQL} AND operation_count > 0
        AND position ${comparison} (here.tag ->> 'position')::int ORDER BY position ${direction} LIMIT 1)
    ORDER BY position ${direction} LIMIT 1)`;
}

/** $1 version, $2 revision, $3 method, $4 path, $5 hash of the document */
const OPERATION_SQL = `
  WITH found AS MATERIALIZED (
    SELECT ${SUMMARY_SQL}, tag, definition, refs FROM operation
    WHERE ${OF_REVISION_SQL} AND md5(path) = md5($4) AND path = $4 AND method = $3 ORDER BY position LIMIT 1
  ), here AS MATERIALIZED (
    SELECT (SELECT json_build_object('position', position, 'name', name, 'operationCount', operation_count)
      FROM operation_tag WHERE ${OF_REVISION_SQL} AND name = found.tag LIMIT 1) AS tag FROM found
  )
  SELECT found.*, cardinality(found.refs) AS "refCount", here.tag AS "ownTag",
    ${componentsSql('found.refs', MAX_COMPONENT_BYTES)} AS components,
    ${schemesSql('$5', 'found.definition')} AS schemes,
    ${siblingsSql('<', 'DESC')} AS before, ${siblingsSql('>', 'ASC')} AS after,
    ${tagsAroundSql(`(here.tag ->> 'position')::int`, MAX_NAV_ENTRIES)},
    ${neighbourSql('<', 'DESC')} AS "lastBefore", ${neighbourSql('>', 'ASC')} AS "firstAfter"
  FROM found, here`;

/** The operations of references. */
@Injectable()
export class ReferenceOperationStore {
  constructor(private readonly database: Database) {}

  /** Everything in one statement that costs the same in a document with five operations and in one with 50,000. */
  async find(
    { versionId, revision }: RevisionOfVersion,
    specHash: string,
    { method, path }: { method: string; path: string },
  ): Promise<ReferenceOperationRow | null> {
    // Not prepared by name: a plan for any document would read a large one whole to find what is near.
    const { rows } = await this.database.pool.query<ReferenceOperationRow>({
      text: OPERATION_SQL,
      values: [versionId, revision, method, path, specHash],
    });
    return rows[0] ?? null;
  }
}
