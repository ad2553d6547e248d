import type pg from 'pg';
import type { SearchHitDto, SearchPageDto } from '#contract';
import { percentile } from '../lib/statistics.js';
import { COMMON, type ExpectedQuery, QUERIES } from './queries.js';

const ROUNDS = 5;
const FIRST = 5;
const EVERY = [...QUERIES.map(([, typed]) => typed), ...COMMON];

export interface Answers {
  /** Milliseconds over HTTP, of each query in each round. */
  p50: number;
  p95: number;
  missed: { query: string; expected: string; got: string }[];
}

async function ask(apiUrl: string, query: string): Promise<SearchPageDto> {
  const response = await fetch(`${apiUrl}/v1/search?${new URLSearchParams({ query, limit: '20' })}`);
  if (!response.ok) throw new Error(`${query} was answered with ${response.status}: ${await response.text()}`);
  return (await response.json()) as SearchPageDto;
}

/** Every query over HTTP, one after the other, as somebody who is not signed in. */
export async function measureAnswers(apiUrl: string): Promise<Answers> {
  const times: number[] = [];
  const missed: Answers['missed'] = [];
  for (const query of EVERY) await ask(apiUrl, query);
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of EVERY) {
      const startedMs = performance.now();
      await ask(apiUrl, query);
      times.push(performance.now() - startedMs);
    }
  }
  for (const expected of QUERIES) missed.push(...(await missedBy(apiUrl, expected)));
  return { p50: percentile(times, 0.5), p95: percentile(times, 0.95), missed };
}

async function missedBy(apiUrl: string, [, query, expected]: ExpectedQuery): Promise<Answers['missed']> {
  const nameOf = ({ method, path, title }: SearchHitDto) => (path === null ? title : `${method} ${path}`);
  const { items } = await ask(apiUrl, query);
  const operations = items.slice(0, FIRST).filter(({ kind }) => kind === 'operation');
  const found = operations.map(nameOf);
  const wanted = [expected].flat();
  if (found.some((name) => wanted.includes(name))) return [];
  return [{ query, expected: wanted[0]!, got: items.slice(0, FIRST).map(nameOf).join(' | ') }];
}

/** The same words by nothing but PostgreSQL's full text: what has them all, the best 20 by rank. */
const BARE_SQL = `
  SELECT id, ts_rank(words, query) AS rank FROM search_entry, websearch_to_tsquery('simple', $1) AS query
  WHERE words @@ query ORDER BY rank DESC LIMIT 20`;

export interface SqlTimes {
  /** Milliseconds in PostgreSQL for all queries, as it counts them itself. */
  ours: number;
  bare: number;
}

/**
 * What the searches of those queries that were typed without a mistake cost PostgreSQL, the product's own statement
 * against the bare full-text one over the same rows, in turn.
 */
export async function measureSql(pool: pg.Pool, apiUrl: string): Promise<SqlTimes> {
  const typed = [...QUERIES.filter(([kind]) => kind !== 'misspelt').map(([, query]) => query), ...COMMON];
  const bareText = (query: string) => query.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[^A-Za-z0-9]+/g, ' ');
  await pool.query('SELECT pg_stat_statements_reset()');
  for (let round = 0; round < ROUNDS; round++) {
    for (const query of typed) {
      await pool.query(BARE_SQL, [bareText(query)]);
      await ask(apiUrl, query);
    }
  }
  const { rows } = await pool.query<SqlTimes>(
    `SELECT COALESCE(sum(total_exec_time + total_plan_time) FILTER (WHERE query LIKE '%placed AS%'), 0) / $1 AS ours,
       COALESCE(sum(total_exec_time + total_plan_time) FILTER (WHERE query LIKE '%ts_rank(words, query)%'
         AND query NOT LIKE '%pg_stat_statements%'), 0) / $1 AS bare
     FROM pg_stat_statements`,
    [ROUNDS],
  );
  return rows[0]!;
}
