import type pg from 'pg';
import type { ChangeClassName } from '#contract';
import { COMPARE_RULES_VERSION, MAX_CHANGES, type OperationRef, type SpecComparison } from '#openapi';
import { uuid } from '#platform';
import { sqlTransaction } from '../database/transactions.js';
import { containing } from '../services/search-words.js';
import { chunksOfJson } from './json-chunks.js';
import { comparisonRows, WHOLE_DOCUMENT } from './comparison-rows.js';
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
}

export type ChangeRow = ShownChange & { position: number };

const COMPARISON = `(SELECT id FROM spec_comparison WHERE base_hash = $1 AND target_hash = $2 AND rules_version = $3)`;

const INSERT_SQL = {
  changes: `
    INSERT INTO spec_change
      (comparison_id, position, class, rule, direction, base_pointer, target_pointer, message, set_number)
    SELECT $1, r.* FROM json_to_recordset($2::json) AS r(position int, class text, rule text, direction text,
      "basePointer" text, "targetPointer" text, message text, "setNumber" int)`,
  sets: `
    INSERT INTO changed_set (comparison_id, number, operations)
    SELECT $1, r.* FROM json_to_recordset($2::json) AS r(number int, operations int[])`,
  operations: `
    INSERT INTO changed_operation (comparison_id, position, method, path, key, base_key, sets)
    SELECT $1, r.* FROM json_to_recordset($2::json)
      AS r(position int, method text, path text, key text, "baseKey" text, sets int[])`,
};

/**
 * The changes that a filter lets through. Those that hit certain operations are found by the sets that these are in, set by
 * set: what others call is not read. Words stand in the change itself, or all in one operation that it hits.
 * @param hitting where the indexes of the operations stand among the parameters; null: all changes
 */
function filteredSql(hitting: number | null): string {
  const found =
    hitting === null
      ? 'spec_change f'
      : `(SELECT DISTINCT s.number FROM changed_operation o, unnest(o.sets) AS s(number)
          WHERE o.comparison_id = ${COMPARISON} AND o.position = ANY($${hitting}::int[])) AS hit
        CROSS JOIN LATERAL (SELECT * FROM spec_change
          WHERE comparison_id = ${COMPARISON} AND set_number = hit.number OFFSET 0) AS f`;
  return `${found} WHERE f.comparison_id = ${COMPARISON}
    AND ($4::text IS NULL OR f.class = $4) AND ($5::text IS NULL OR f.rule = $5)
    AND ($6::text[] = '{}' OR lower(f.rule || ' ' || f.message || ' ' || COALESCE(f.target_pointer, '') || ' '
      || COALESCE(f.base_pointer, '')) LIKE ALL ($6::text[])
      OR f.set_number IN (SELECT unnest(o.sets) FROM changed_operation o
        WHERE o.comparison_id = ${COMPARISON} AND lower(o.method || ' ' || o.path) LIKE ALL ($6::text[])))`;
}

/** Of thousands of operations that a change hits, a few are read. */
const pageSql = (hitting: number | null): string => `
  SELECT p.position, p.class, p.rule, p.direction, p.base_pointer AS "basePointer", p.target_pointer AS "targetPointer",
    p.message, COALESCE(s.operations[1:${SHOWN_OPERATIONS}], '{}') AS operations,
    COALESCE(cardinality(s.operations), 0) AS "operationCount",
    CASE WHEN $10::int[] = '{}' THEN '{}' ELSE ARRAY(SELECT o FROM unnest(s.operations) AS o WHERE o = ANY($10::int[])) END
      AS called
  FROM (SELECT f.* FROM ${filteredSql(hitting)} AND f.position > $7 AND f.position <= $8
    ORDER BY f.position LIMIT $9) AS p
  LEFT JOIN LATERAL (SELECT operations FROM changed_set
    WHERE comparison_id = p.comparison_id AND number = p.set_number OFFSET 0) AS s ON true
  ORDER BY p.position`;

/** What changed between stored documents. */
export class ComparisonStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Of the row only what is small: its lists have megabytes. */
  async find({ baseHash, targetHash }: ComparisonKey): Promise<ComparisonHead | null> {
    const { rows } = await this.pool.query<ComparisonHead>({
      name: 'comparison_find',
      text: `SELECT breaking, dangerous, safe, totals - 'kept' AS totals, (totals->>'kept')::int AS kept FROM spec_comparison
             WHERE base_hash = $1 AND target_hash = $2 AND rules_version = $3`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION],
    });
    return rows[0] ?? null;
  }

  /** Kept once, whoever compared the same meanwhile. */
  async insert({ baseHash, targetHash }: ComparisonKey, comparison: SpecComparison): Promise<void> {
    const { counts, changes } = comparison;
    const rows = comparisonRows(comparison);
    await sqlTransaction(this.pool, async (tx) => {
      const id = uuid();
      const { rowCount } = await tx.query(
        `INSERT INTO spec_comparison (base_hash, target_hash, rules_version, id, breaking, dangerous, safe, totals)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8::jsonb) ON CONFLICT (base_hash, target_hash, rules_version) DO NOTHING`,
        [
          ...[baseHash, targetHash, COMPARE_RULES_VERSION, id, counts.breaking, counts.dangerous, counts.safe],
          JSON.stringify({ ...totalsOf(comparison), kept: changes.length }),
        ],
      );
      if (rowCount === 0) return;
      for (const kind of ['changes', 'sets', 'operations'] as const)
        for (const piece of chunksOfJson<object>(rows[kind], (row) => JSON.stringify(row)))
          await tx.query(INSERT_SQL[kind], [id, piece]);
    });
  }

  /**
   * A page of the changes that a filter lets through, one more than `limit` where there is more.
   * @param called operations of which it is told whether a change hits them
   */
  async page(
    key: ComparisonKey,
    { called, after, limit, ...filter }: ChangeFilter & { called: number[]; after: number; limit: number },
  ): Promise<ChangeRow[]> {
    // Where nothing is filtered the positions of a page are known: no plan can prefer to read and sort all of them.
    const last = isEverything(filter) ? after + limit + 1 : MAX_CHANGES;
    const values = [...filterValues(key, filter), after, last, limit + 1, called];
    const { hitting } = filter;
    const { rows } = await this.pool.query<ChangeRow>(
      hitting === null ? { text: pageSql(null), values } : { text: pageSql(11), values: [...values, hitting] },
    );
    return rows;
  }

  /** How many changes a filter lets through. */
  async count(key: ComparisonKey, filter: ChangeFilter): Promise<number> {
    const values = filterValues(key, filter);
    const { hitting } = filter;
    const text = `SELECT count(*)::int AS count FROM ${filteredSql(hitting === null ? null : 7)}`;
    const { rows } = await this.pool.query<{ count: number }>({
      text,
      values: hitting === null ? values : [...values, hitting],
    });
    return rows[0]?.count ?? 0;
  }

  /** Which of these operations the changes of a class hit; `all` where one of them hits the document as a whole. */
  async hitBy(
    { baseHash, targetHash }: ComparisonKey,
    of: ChangeClassName,
    indexes: number[],
  ): Promise<number[] | 'all'> {
    const { rows } = await this.pool.query<{ index: number | null }>({
      text: `SELECT NULL::int AS index WHERE EXISTS (SELECT 1 FROM spec_change f
               WHERE f.comparison_id = ${COMPARISON} AND f.set_number = ${WHOLE_DOCUMENT} AND f.class = $4)
             UNION ALL SELECT o.position FROM changed_operation o
             WHERE o.comparison_id = ${COMPARISON} AND o.position = ANY($5::int[]) AND EXISTS (
               SELECT 1 FROM unnest(o.sets) AS s(number) CROSS JOIN LATERAL (SELECT 1 FROM spec_change f
                 WHERE f.comparison_id = ${COMPARISON} AND f.set_number = s.number AND f.class = $4 LIMIT 1) AS hit)`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, of, indexes],
    });
    const found = rows.flatMap(({ index }) => index ?? []);
    return found.length < rows.length ? 'all' : found;
  }

  /** The indexes of the operations that have one of these keys, with the key of each. */
  async indexesOf({ baseHash, targetHash }: ComparisonKey, keys: string[]): Promise<Map<number, string>> {
    if (keys.length === 0) return new Map();
    const { rows } = await this.pool.query<{ index: number; key: string }>({
      text: `SELECT DISTINCT ON (found.position) found.position AS index, k.key
             FROM (SELECT ${COMPARISON} AS id) AS c, unnest($4::text[]) AS k(key), LATERAL (
               SELECT o.position, 1 AS nth FROM changed_operation o
               WHERE md5(o.comparison_id::text || o.base_key) = md5(c.id::text || k.key) AND o.base_key = k.key
               UNION ALL SELECT o.position, 2 FROM changed_operation o
               WHERE md5(o.comparison_id::text || o.key) = md5(c.id::text || k.key) AND o.key = k.key) AS found
             ORDER BY found.position, found.nth`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, keys],
    });
    return new Map(rows.map(({ index, key }) => [index, key]));
  }

  /** The operations at these indexes, as they are called now. */
  async operations({ baseHash, targetHash }: ComparisonKey, indexes: number[]): Promise<Map<number, OperationRef>> {
    const { rows } = await this.pool.query<OperationRef & { index: number }>({
      name: 'comparison_operations',
      text: `SELECT position AS index, method, path FROM changed_operation
             WHERE comparison_id = ${COMPARISON} AND position = ANY($4::int[])`,
      values: [baseHash, targetHash, COMPARE_RULES_VERSION, indexes],
    });
    return new Map(rows.map(({ index, method, path }) => [index, { method, path }]));
  }
}

/** Whether a filter lets all changes through. */
export function isEverything({ class: of, rule, words, hitting }: ChangeFilter): boolean {
  return of === undefined && rule === undefined && words.length === 0 && hitting === null;
}

function filterValues({ baseHash, targetHash }: ComparisonKey, { class: of, rule, words }: ChangeFilter): unknown[] {
  return [baseHash, targetHash, COMPARE_RULES_VERSION, of ?? null, rule ?? null, words.map(containing)];
}

/** What is told of a comparison first. */
export function headOf(comparison: SpecComparison): ComparisonHead {
  return { ...comparison.counts, totals: totalsOf(comparison), kept: comparison.changes.length };
}

function totalsOf(comparison: SpecComparison): ComparisonTotals {
  const { operationsAdded, operationsRemoved, operationsChanged, operationsUnchanged } = comparison;
  return {
    added: operationsAdded,
    removed: operationsRemoved,
    changed: operationsChanged,
    unchanged: operationsUnchanged,
  };
}
