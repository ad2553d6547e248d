import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ChangeClassName } from '#contract';
import { COMPARE_RULES_VERSION, type OperationRef, type SpecComparison } from '#openapi';
import { Database } from '../database/database.js';
import { containing } from '../services/search-words.js';
import { chunksOfJson } from '../specs/json-chunks.js';
import { type ShownChange, SHOWN_OPERATIONS } from './shown-change.js';

export interface ComparisonKey {
  baseHash: string;
  targetHash: string;
}

export interface ComparisonTotals {
  added: number;
  removed: number;
  changed: number;
  unchanged: number;
}

/** A comparison without its changes. */
export interface ComparisonHead {
  breaking: number;
  dangerous: number;
  safe: number;
  totals: ComparisonTotals;
  /** How many changes are kept. */
  kept: number;
}

export interface ChangeFilter {
  class?: ChangeClassName;
  rule?: string;
  words: string[];
  /** Only changes that hit one of these operations, by their indexes; null: all changes. */
  hitting: number[] | null;
  /** Operations of which it is told whether a change hits them. */
  called: number[];
  after: number;
  limit: number;
}

export type ChangeRow = ShownChange & { position: number };

/** `GET /orders/{}`: what an operation is called, whatever its path parameters are. */
export function operationKey({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}

/** What those who call an operation may know it by, as it was first; a webhook nobody calls. */
export function operationKeys({ method, path, basePath, isWebhook }: OperationRef): string[] {
  if (isWebhook === true) return [];
  return [...(basePath === undefined ? [] : [basePath]), path].map((template) =>
    operationKey({ method, path: template }),
  );
}

const OF_PAIR = 'c.base_hash = $1 AND c.target_hash = $2 AND c.rules_version = $3';

// An element of a jsonb list is read in one pass: the rows of a page are cut out of it here, not in the process, and so
// are the operations that each of them shows of thousands.
const PAGE_SQL = `
  WITH hitting AS (
    SELECT DISTINCT f.position
    FROM spec_comparison c, jsonb_array_elements(c.changes) WITH ORDINALITY AS f(value, position),
      jsonb_array_elements(f.value->'operations') AS i(index) JOIN unnest($6::int[]) AS h ON h = i.index::int
    WHERE ${OF_PAIR} AND $6::int[] IS NOT NULL
  ), matching AS MATERIALIZED (
    SELECT f.value, f.position::int AS position
    FROM spec_comparison c, jsonb_array_elements(c.changes) WITH ORDINALITY AS f(value, position)
    WHERE ${OF_PAIR} AND ($4::text IS NULL OR f.value->>'class' = $4) AND ($5::text IS NULL OR f.value->>'rule' = $5)
      AND ($7::text[] = '{}' OR lower((f.value->>'rule') || ' ' || (f.value->>'message') || ' '
        || COALESCE(f.value->>'targetPointer', '') || ' ' || COALESCE(f.value->>'basePointer', '')) LIKE ALL ($7::text[]))
      AND ($6::int[] IS NULL OR f.position IN (SELECT position FROM hitting))
  )
  SELECT (SELECT count(*) FROM matching)::int AS matching,
    COALESCE((SELECT jsonb_agg((p.value - 'operations') || jsonb_build_object(
        'position', p.position,
        'operations', jsonb_path_query_array(p.value->'operations', '$[0 to ${SHOWN_OPERATIONS - 1}]'),
        'operationCount', jsonb_array_length(p.value->'operations'),
        'called', (SELECT COALESCE(jsonb_agg(h), '[]')
          FROM jsonb_array_elements(p.value->'operations') AS i(index) JOIN unnest($8::int[]) AS h ON h = i.index::int
          WHERE $8::int[] <> '{}')) ORDER BY p.position)
      FROM (SELECT * FROM matching WHERE position > $9 ORDER BY position LIMIT $10) AS p), '[]') AS changes`;

/** What changed between stored documents: one row a pair, however many changes. */
@Injectable()
export class ComparisonStore {
  constructor(private readonly database: Database) {}

  /** Of the row only what is small: its lists have megabytes. */
  async find({ baseHash, targetHash }: ComparisonKey): Promise<ComparisonHead | null> {
    const { rows } = await this.database.pool.query<ComparisonHead>({
      name: 'comparison_find',
      text: `SELECT breaking, dangerous, safe, totals - 'kept' AS totals, (totals->>'kept')::int AS kept FROM spec_comparison
             WHERE base_hash = $1 AND target_hash = $2 AND rules_version = $3`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION],
    });
    return rows[0] ?? null;
  }

  async insert({ baseHash, targetHash }: ComparisonKey, comparison: SpecComparison): Promise<void> {
    const { counts, operations, changes } = comparison;
    await this.database.pool.query(
      `INSERT INTO spec_comparison
         (base_hash, target_hash, rules_version, breaking, dangerous, safe, totals, operations, changes)
       VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9::jsonb) ON CONFLICT DO NOTHING`,
      [
        ...[baseHash, targetHash, COMPARE_RULES_VERSION, counts.breaking, counts.dangerous, counts.safe],
        ...[
          JSON.stringify({ ...totalsOf(comparison), kept: changes.length }),
          await jsonOf(operations),
          await jsonOf(changes),
        ],
      ],
    );
  }

  /** A page of the changes that a filter lets through (one more than `limit` where there is more), and how many those are. */
  async page(
    { baseHash, targetHash }: ComparisonKey,
    filter: ChangeFilter,
  ): Promise<{ rows: ChangeRow[]; matching: number }> {
    const { rows } = await this.database.pool.query<{ changes: ChangeRow[]; matching: number }>({
      text: PAGE_SQL,
      values: [
        ...[baseHash, targetHash, COMPARE_RULES_VERSION, filter.class ?? null, filter.rule ?? null],
        ...[filter.hitting, filter.words.map(containing), filter.called, filter.after, filter.limit + 1],
      ],
    });
    return { rows: rows[0]?.changes ?? [], matching: rows[0]?.matching ?? 0 };
  }

  /** Which of these operations the changes of a class hit; `all` where one of them hits the document as a whole. */
  async hitBy(
    { baseHash, targetHash }: ComparisonKey,
    of: ChangeClassName,
    indexes: number[],
  ): Promise<number[] | 'all'> {
    const { rows } = await this.database.pool.query<{ index: number | null }>({
      text: `WITH found AS MATERIALIZED (
               SELECT f.value->'operations' AS operations
               FROM spec_comparison c, jsonb_array_elements(c.changes) AS f(value)
               WHERE ${OF_PAIR} AND f.value->>'class' = $4
             )
             SELECT DISTINCT NULL::int AS index FROM found WHERE jsonb_array_length(operations) = 0
             UNION ALL SELECT DISTINCT h FROM found, jsonb_array_elements(found.operations) AS i(index)
             JOIN unnest($5::int[]) AS h ON h = i.index::int`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, of, indexes],
    });
    const found = rows.flatMap(({ index }) => index ?? []);
    return found.length < rows.length ? 'all' : found;
  }

  /** The indexes of the operations that have one of these keys, with the key of each. */
  async indexesOf({ baseHash, targetHash }: ComparisonKey, keys: string[]): Promise<Map<number, string>> {
    if (keys.length === 0) return new Map();
    const { rows } = await this.database.pool.query<{ index: number; key: string }>({
      // `operationKeys` in the words of PostgreSQL.
      text: `SELECT DISTINCT ON (o.position) (o.position - 1)::int AS index, k.key
             FROM spec_comparison c, jsonb_array_elements(c.operations) WITH ORDINALITY AS o(value, position),
               LATERAL (SELECT p.nth, (o.value->>'method') || ' ' || regexp_replace(p.path, '\\{[^}]*\\}', '{}', 'g') AS key
                 FROM (VALUES (1, o.value->>'basePath'), (2, o.value->>'path')) AS p(nth, path)
                 WHERE p.path IS NOT NULL AND o.value->'isWebhook' IS NULL) AS k
             WHERE ${OF_PAIR} AND k.key IN (SELECT unnest($4::text[])) ORDER BY o.position, k.nth`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, keys],
    });
    return new Map(rows.map(({ index, key }) => [index, key]));
  }

  /** The operations at these indexes. */
  async operations({ baseHash, targetHash }: ComparisonKey, indexes: number[]): Promise<Map<number, OperationRef>> {
    const { rows } = await this.database.pool.query<{ index: number; value: OperationRef }>({
      name: 'comparison_operations',
      text: `SELECT (o.position - 1)::int AS index, o.value
             FROM spec_comparison c, jsonb_array_elements(c.operations) WITH ORDINALITY AS o(value, position)
             WHERE ${OF_PAIR} AND o.position - 1 IN (SELECT unnest($4::bigint[]))`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, indexes],
    });
    return new Map(rows.map(({ index, value }) => [index, value]));
  }
}

/** A long list as one JSON text, made in pieces between which others have their turn. */
async function jsonOf(rows: readonly object[]): Promise<string> {
  const pieces: string[] = [];
  for (const piece of chunksOfJson(rows, (row) => JSON.stringify(row))) {
    pieces.push(piece.slice(1, -1));
    await nextTurn();
  }
  return `[${pieces.join(',')}]`;
}

export function totalsOf(comparison: SpecComparison): ComparisonTotals {
  const { operationsAdded, operationsRemoved, operationsChanged, operationsUnchanged } = comparison;
  return {
    added: operationsAdded,
    removed: operationsRemoved,
    changed: operationsChanged,
    unchanged: operationsUnchanged,
  };
}
