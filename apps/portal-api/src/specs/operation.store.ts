import { Injectable } from '@nestjs/common';
import type { OperationDefinition } from '#openapi';
import { Database } from '../database/database.js';
import { containing } from '../services/search-words.js';

export interface OperationSummaryRow {
  position: number;
  method: string;
  path: string;
  operationId: string | null;
  summary: string;
  tags: string[];
  deprecated: boolean;
}

/** What is stored of one operation: the reference model, its description, and whether `refs` is complete. */
export type StoredDefinition = OperationDefinition & { description: string; refsTruncated: boolean };

export interface StoredOperation extends OperationSummaryRow {
  definition: StoredDefinition;
  /** Numbers of the components that it reaches. */
  refs: number[];
}

/** A version's document as of one of its revisions. */
export interface RevisionOfVersion {
  versionId: string;
  revision: number;
}

/** $1 version, $2 revision */
export const OF_REVISION_SQL = 'version_id = $1 AND since <= $2 AND (until IS NULL OR until > $2)';

/** Numbers of the components that an operation reaches. */
export function refsSql(operation: string): string {
  return `COALESCE((SELECT r.refs FROM operation_reach r WHERE r.version_id = ${operation}.version_id
    AND r.since = ${operation}.since AND r.number = ${operation}.reach), '{}')`;
}

export const SUMMARY_SQL = `position, method, path, operation_id AS "operationId", summary, tags, deprecated`;

/** The operations and components of versions, as of any of their revisions. */
@Injectable()
export class OperationStore {
  constructor(private readonly database: Database) {}

  /** In the order of the document, from after a position; one more than `limit`, where there is more. */
  async page(
    { versionId, revision }: RevisionOfVersion,
    { words, after, limit }: { words: string[]; after: number; limit: number },
  ): Promise<OperationSummaryRow[]> {
    // Not prepared by name: a plan for any document would read a large one whole to find its first page.
    const { rows } = await this.database.pool.query<OperationSummaryRow>({
      text: `SELECT ${SUMMARY_SQL} FROM operation
             WHERE ${OF_REVISION_SQL} AND position > $3
               AND lower(method || ' ' || path || ' ' || COALESCE(operation_id, '') || ' ' || summary) LIKE ALL ($4::text[])
             ORDER BY position LIMIT $5`,
      values: [versionId, revision, after, words.map(containing), limit + 1],
    });
    return rows;
  }

  async find(
    { versionId, revision }: RevisionOfVersion,
    method: string,
    path: string,
  ): Promise<StoredOperation | null> {
    const { rows } = await this.database.pool.query<StoredOperation>({
      name: 'operation_find',
      text: `SELECT ${SUMMARY_SQL}, definition, ${refsSql('operation')} AS refs FROM operation
             WHERE ${OF_REVISION_SQL} AND md5(version_id::text || path) = md5($1::uuid::text || $4) AND path = $4
               AND method = $3 ORDER BY position LIMIT 1`,
      values: [versionId, revision, method, path],
    });
    return rows[0] ?? null;
  }
}
