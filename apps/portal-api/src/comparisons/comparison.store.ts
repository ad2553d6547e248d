import { Injectable } from '@nestjs/common';
import type { ChangeClassName } from '#contract';
import { COMPARE_RULES_VERSION, type OperationRef, type SpecChange, type SpecComparison } from '#openapi';
import { Database } from '../database/database.js';
import { containing } from '../services/search-words.js';

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
  /** Only changes that hit one of these, as `operationKey` writes them; null: all changes. */
  operationKeys: string[] | null;
  after: number;
  limit: number;
}

export type ChangeRow = SpecChange & { position: number };

/** `GET /orders/{}`: what an operation is called, whatever its path parameters are. */
export function operationKey({ method, path }: OperationRef): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}

const KEY_OF_OPERATION = `(o.value->>'method') || ' ' || regexp_replace(o.value->>'path', '\\{[^}]*\\}', '{}', 'g')`;

// An element of a jsonb list is read in one pass: the rows of a page are cut out of it here, not in the process.
const PAGE_SQL = `
  WITH hit AS MATERIALIZED (
    SELECT (o.position - 1)::int AS index FROM spec_comparison c, jsonb_array_elements(c.operations) WITH ORDINALITY AS o(value, position)
    WHERE $6::text[] IS NOT NULL AND c.base_hash = $1 AND c.target_hash = $2 AND c.rules_version = $3
      AND ${KEY_OF_OPERATION} = ANY ($6)
  ), matching AS MATERIALIZED (
    SELECT f.value, f.position::int AS position
    FROM spec_comparison c, jsonb_array_elements(c.changes) WITH ORDINALITY AS f(value, position)
    WHERE c.base_hash = $1 AND c.target_hash = $2 AND c.rules_version = $3
      AND ($4::text IS NULL OR f.value->>'class' = $4) AND ($5::text IS NULL OR f.value->>'rule' = $5)
      AND lower((f.value->>'rule') || ' ' || (f.value->>'message') || ' ' || COALESCE(f.value->>'targetPointer', '')
        || ' ' || COALESCE(f.value->>'basePointer', '')) LIKE ALL ($7::text[])
      AND ($6::text[] IS NULL OR EXISTS (
        SELECT FROM jsonb_array_elements_text(f.value->'operations') AS i(index) JOIN hit h ON h.index = i.index::int))
  )
  SELECT (SELECT count(*) FROM matching)::int AS matching,
    COALESCE((SELECT jsonb_agg(p.value || jsonb_build_object('position', p.position) ORDER BY p.position)
      FROM (SELECT * FROM matching WHERE position > $8 ORDER BY position LIMIT $9) AS p), '[]') AS changes`;

/** What changed between stored documents: one row a pair, however many changes. */
@Injectable()
export class ComparisonStore {
  constructor(private readonly database: Database) {}

  async find({ baseHash, targetHash }: ComparisonKey): Promise<ComparisonHead | null> {
    const { rows } = await this.database.pool.query<ComparisonHead>({
      name: 'comparison_find',
      text: `SELECT breaking, dangerous, safe, totals, jsonb_array_length(changes) AS kept FROM spec_comparison
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
        ...[totalsOf(comparison), operations, changes].map((value) => JSON.stringify(value)),
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
        ...[filter.operationKeys, filter.words.map(containing), filter.after, filter.limit + 1],
      ],
    });
    return { rows: rows[0]?.changes ?? [], matching: rows[0]?.matching ?? 0 };
  }

  /** The operations that changes of a class hit; `all` where one of them hits the document as a whole. */
  async operationsHit({ baseHash, targetHash }: ComparisonKey, of: ChangeClassName): Promise<OperationRef[] | 'all'> {
    const { rows } = await this.database.pool.query<{ isWhole: boolean; value: OperationRef | null }>({
      name: 'comparison_operations_hit',
      text: `WITH found AS MATERIALIZED (
               SELECT f.value->'operations' AS operations
               FROM spec_comparison c, jsonb_array_elements(c.changes) AS f(value)
               WHERE c.base_hash = $1 AND c.target_hash = $2 AND c.rules_version = $3 AND f.value->>'class' = $4
             ), hit AS MATERIALIZED (
               SELECT DISTINCT i.index::int AS index FROM found, jsonb_array_elements_text(found.operations) AS i(index)
             )
             SELECT true AS "isWhole", NULL AS value FROM found WHERE jsonb_array_length(operations) = 0
             UNION ALL SELECT false, o.value
             FROM spec_comparison c, jsonb_array_elements(c.operations) WITH ORDINALITY AS o(value, position)
             JOIN hit ON hit.index = o.position - 1
             WHERE c.base_hash = $1 AND c.target_hash = $2 AND c.rules_version = $3`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, of],
    });
    if (rows.some(({ isWhole }) => isWhole)) return 'all';
    return rows.flatMap(({ value }) => value ?? []);
  }

  /** The operations at these indexes. */
  async operations({ baseHash, targetHash }: ComparisonKey, indexes: number[]): Promise<Map<number, OperationRef>> {
    const { rows } = await this.database.pool.query<{ index: number; value: OperationRef }>({
      name: 'comparison_operations',
      text: `SELECT (o.position - 1)::int AS index, o.value
             FROM spec_comparison c, jsonb_array_elements(c.operations) WITH ORDINALITY AS o(value, position)
             WHERE c.base_hash = $1 AND c.target_hash = $2 AND c.rules_version = $3 AND o.position - 1 = ANY ($4::bigint[])`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, indexes],
    });
    return new Map(rows.map(({ index, value }) => [index, value]));
  }
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
