import { Injectable } from '@nestjs/common';
import type { JsonValue } from '#contract';
import { Database } from '../database/database.js';
import {
  OF_REVISION_SQL,
  type OperationSummaryRow,
  type RevisionOfVersion,
  SUMMARY_SQL,
  refsSql,
} from '../specs/operation.store.js';
import { SUMMARY_JSON_SQL } from './reference.sql.js';
import { MAX_COMPONENT_BYTES } from './reference-operation.store.js';
import type { ComponentRow } from './to-definition.js';

/** Operations that are looked at to find those that reach a component: an index of all would slow every import. */
const MAX_LOOKED_AT = 2_000;
/** Of them, those that a page names. */
export const MAX_USERS = 20;

export interface ReferenceComponentRow {
  pointer: string;
  name: string;
  definition: JsonValue;
  /** One more than MAX_USERS, where there is more. */
  usedBy: OperationSummaryRow[];
  /** There are operations that were not looked at. */
  hasOthers: boolean;
}

/** The components of all revisions at a pointer, by its index and no other way. */
function atPointerSql(pointer: string): string {
  return `SELECT * FROM spec_component WHERE md5(version_id::text || pointer) = md5($1::uuid::text || ${pointer}) OFFSET 0`;
}

/** $1 version, $2 revision, $3 pointer */
const COMPONENT_SQL = `
  WITH found AS MATERIALIZED (
    SELECT number, pointer, name, definition FROM (${atPointerSql('$3')}) c
    WHERE ${OF_REVISION_SQL} AND pointer = $3 LIMIT 1
  ), looked_at AS MATERIALIZED (
    SELECT o.*, found.number = ANY(${refsSql('o')}) AS uses FROM found CROSS JOIN LATERAL (
      -- In the order of the index: where the planner does not know the limit, it takes the way that begins the soonest.
      SELECT ${SUMMARY_SQL}, version_id, operation_id, since, reach FROM operation
      WHERE (version_id, position) >= ($1::uuid, 0) AND since <= $2 AND (until IS NULL OR until > $2)
      ORDER BY version_id, position LIMIT (SELECT ${MAX_LOOKED_AT})) o WHERE o.version_id = $1
  )
  SELECT pointer, name, definition,
    COALESCE((SELECT json_agg(${SUMMARY_JSON_SQL} ORDER BY o.position) FROM (
      SELECT * FROM looked_at WHERE uses ORDER BY position LIMIT ${MAX_USERS + 1}) o), '[]') AS "usedBy",
    (SELECT count(*) FROM looked_at) = ${MAX_LOOKED_AT} AS "hasOthers"
  FROM found`;

/** $1 version, $2 revision, $3 pointers */
const NEAR_SQL = `
  SELECT pointer, definition FROM (
    SELECT pointer, definition, sum(octet_length(definition::text)) OVER (ORDER BY place) AS total FROM (
      SELECT place, pointer, definition FROM unnest($3::text[]) WITH ORDINALITY AS wanted(name, place)
      CROSS JOIN LATERAL (SELECT pointer, definition FROM (${atPointerSql('wanted.name')}) c
        WHERE ${OF_REVISION_SQL} AND pointer = wanted.name LIMIT 1) c
      WHERE pg_column_size(definition) <= ${MAX_COMPONENT_BYTES / 2}) near) weighed
  WHERE total <= ${MAX_COMPONENT_BYTES}`;

/** The components of references. */
@Injectable()
export class ReferenceComponentStore {
  constructor(private readonly database: Database) {}

  async find({ versionId, revision }: RevisionOfVersion, pointer: string): Promise<ReferenceComponentRow | null> {
    const { rows } = await this.database.pool.query<ReferenceComponentRow>({
      name: 'reference_component',
      text: COMPONENT_SQL,
      values: [versionId, revision, pointer],
    });
    return rows[0] ?? null;
  }

  /** The components with these pointers, the first ones first, as many as fit into MAX_COMPONENT_BYTES. */
  async near({ versionId, revision }: RevisionOfVersion, pointers: string[]): Promise<ComponentRow[]> {
    const { rows } = await this.database.pool.query<ComponentRow>({
      name: 'reference_near',
      text: NEAR_SQL,
      values: [versionId, revision, pointers],
    });
    return rows;
  }
}
