import { Injectable } from '@nestjs/common';
import type { JsonValue } from '#contract';
import { Database } from '../database/database.js';
import {
  OF_REVISION_SQL,
  type OperationSummaryRow,
  type RevisionOfVersion,
  SUMMARY_SQL,
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

/** $1 version, $2 revision, $3 pointer */
const COMPONENT_SQL = `
  WITH found AS MATERIALIZED (
    SELECT number, pointer, name, definition FROM spec_component
    WHERE ${OF_REVISION_SQL} AND md5(pointer) = md5($3) AND pointer = $3 LIMIT 1
  ), looked_at AS MATERIALIZED (
    SELECT o.*, found.number = ANY(o.refs) AS uses FROM found CROSS JOIN LATERAL (
      SELECT ${SUMMARY_SQL}, operation_id, refs FROM operation WHERE ${OF_REVISION_SQL}
      ORDER BY position LIMIT ${MAX_LOOKED_AT}) o
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
      SELECT DISTINCT ON (place) place, pointer, definition FROM unnest($3::text[]) WITH ORDINALITY AS wanted(pointer, place)
      JOIN spec_component c USING (pointer)
      WHERE ${OF_REVISION_SQL} AND md5(c.pointer) = ANY(ARRAY(SELECT md5(p) FROM unnest($3::text[]) AS p))
        AND pg_column_size(definition) <= ${MAX_COMPONENT_BYTES / 2}) near) weighed
  WHERE total <= ${MAX_COMPONENT_BYTES}`;

/** The components of references. */
@Injectable()
export class ReferenceComponentStore {
  constructor(private readonly database: Database) {}

  async find({ versionId, revision }: RevisionOfVersion, pointer: string): Promise<ReferenceComponentRow | null> {
    // Not prepared by name: a plan for any document would read a large one whole.
    const { rows } = await this.database.pool.query<ReferenceComponentRow>({
      text: COMPONENT_SQL,
      values: [versionId, revision, pointer],
    });
    return rows[0] ?? null;
  }

  /** The components with these pointers, the first ones first, as many as fit into MAX_COMPONENT_BYTES. */
  async near({ versionId, revision }: RevisionOfVersion, pointers: string[]): Promise<ComponentRow[]> {
    const { rows } = await this.database.pool.query<ComponentRow>({
      text: NEAR_SQL,
      values: [versionId, revision, pointers],
    });
    return rows;
  }
}
