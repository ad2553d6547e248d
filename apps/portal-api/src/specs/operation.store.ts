import { Injectable } from '@nestjs/common';
import type { OperationDefinition, Schema } from '#openapi';
import { Database } from '../database/database.js';
import { containing } from '../services/search-words.js';

/** All components that come with one operation. The most that an operation of 2,639 real documents needs is 1.1 MB. */
export const MAX_COMPONENT_BYTES = 4_000_000;

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
  /** Positions of the components that it reaches. */
  refs: number[];
}

const SUMMARY_SQL = `position, method, path, operation_id AS "operationId", summary, tags, deprecated`;

/** The operations and components of a stored document. */
@Injectable()
export class OperationStore {
  constructor(private readonly database: Database) {}

  /** In the order of the document, from after a position; one more than `limit`, where there is more. */
  async page(
    specHash: string,
    { words, after, limit }: { words: string[]; after: number; limit: number },
  ): Promise<OperationSummaryRow[]> {
    // Not prepared by name: a plan for any document would read a large one whole to find its first page.
    const { rows } = await this.database.pool.query<OperationSummaryRow>({
      text: `SELECT ${SUMMARY_SQL} FROM operation
             WHERE spec_hash = $1 AND position > $2
               AND lower(method || ' ' || path || ' ' || COALESCE(operation_id, '') || ' ' || summary) LIKE ALL ($3::text[])
             ORDER BY position LIMIT $4`,
      values: [specHash, after, words.map(containing), limit + 1],
    });
    return rows;
  }

  async find(specHash: string, method: string, path: string): Promise<StoredOperation | null> {
    const { rows } = await this.database.pool.query<StoredOperation>({
      name: 'operation_find',
      text: `SELECT ${SUMMARY_SQL}, definition, refs FROM operation
             WHERE spec_hash = $1 AND md5(path) = md5($3) AND path = $3 AND method = $2 ORDER BY position LIMIT 1`,
      values: [specHash, method, path],
    });
    return rows[0] ?? null;
  }

  /** The operations at these positions of the document. */
  async at(specHash: string, positions: number[]): Promise<OperationSummaryRow[]> {
    const { rows } = await this.database.pool.query<OperationSummaryRow>({
      name: 'operation_at',
      text: `SELECT ${SUMMARY_SQL} FROM operation WHERE spec_hash = $1 AND position = ANY($2::int[])`,
      values: [specHash, positions],
    });
    return rows;
  }

  /** The components at these positions, the first ones first, as many as fit into MAX_COMPONENT_BYTES. */
  async components(specHash: string, positions: number[]): Promise<Record<string, Schema>> {
    if (positions.length === 0) return {};
    const { rows } = await this.database.pool.query<{ pointer: string; definition: Schema }>({
      name: 'spec_components',
      text: `SELECT pointer, definition FROM (
               SELECT pointer, definition, sum(octet_length(definition::text)) OVER (ORDER BY wanted.place) AS bytes
               FROM unnest($2::int[]) WITH ORDINALITY AS wanted(position, place)
               JOIN spec_component c ON c.spec_hash = $1 AND c.position = wanted.position) AS found
             WHERE bytes <= $3`,
      values: [specHash, positions, MAX_COMPONENT_BYTES],
    });
    return Object.fromEntries(rows.map(({ pointer, definition }) => [pointer, definition]));
  }
}
