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
  refsSql,
} from '../specs/operation.store.js';
import {
  componentsSql,
  operationsSql,
  schemesSql,
  type Side,
  SUMMARY_JSON_SQL,
  tagsAroundSql,
  tagsSql,
} from './reference.sql.js';
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

const MAX_INTEGER = 2_147_483_647;
const HERE_SQL = `(here.tag ->> 'position')::int`;

/** The operations of the same tag on one side, from the nearest on. */
function siblingsSql(side: Side): string {
  const operations = operationsSql('found.tag', 'found.position', side, MAX_NAV_ENTRIES);
  const order = side === 'before' ? 'DESC' : 'ASC';
  return `COALESCE((SELECT json_agg(${SUMMARY_JSON_SQL} ORDER BY o.position ${order}) FROM (${operations}) o), '[]')`;
}

/** The operation of the nearest tag on one side that is the nearest to this one. */
function neighbourSql(side: Side): string {
  const operations = operationsSql('nearest.name', side === 'before' ? `${MAX_INTEGER}` : '-1', side, 1);
  return `(SELECT ${SUMMARY_JSON_SQL} FROM (${tagsSql(HERE_SQL, side, 1)}) nearest CROSS JOIN LATERAL (${operations}) o)`;
}

/** $1 version, $2 revision, $3 method, $4 path, $5 hash of the document */
const OPERATION_SQL = `
  WITH found AS MATERIALIZED (
    SELECT ${SUMMARY_SQL}, tag, definition, ${refsSql('o')} AS refs FROM (
      -- Found first and then sorted: to look for it in the order of positions may mean to read all before it.
      SELECT * FROM operation WHERE md5(version_id::text || path) = md5($1::uuid::text || $4) OFFSET 0) o
    WHERE ${OF_REVISION_SQL} AND path = $4 AND method = $3 ORDER BY position LIMIT 1
  ), here AS MATERIALIZED (
    SELECT (SELECT json_build_object('position', position, 'name', name, 'operationCount', operation_count)
      FROM operation_tag WHERE ${OF_REVISION_SQL} AND name = found.tag LIMIT 1) AS tag FROM found
  )
  SELECT found.*, cardinality(found.refs) AS "refCount", here.tag AS "ownTag",
    ${componentsSql('found.refs', MAX_COMPONENT_BYTES)} AS components,
    ${schemesSql('$5', 'found.definition')} AS schemes,
    ${siblingsSql('before')} AS before, ${siblingsSql('after')} AS after,
    ${tagsAroundSql(HERE_SQL, MAX_NAV_ENTRIES)},
    ${neighbourSql('before')} AS "lastBefore", ${neighbourSql('after')} AS "firstAfter"
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
    const { rows } = await this.database.pool.query<ReferenceOperationRow>({
      name: 'reference_operation',
      text: OPERATION_SQL,
      values: [versionId, revision, method, path, specHash],
    });
    return rows[0] ?? null;
  }
}
