import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { startBenchDatabase } from '../lib/postgres.js';
import { startApi, startProcess, withStops } from '../lib/processes.js';
import { atMost, exactly, type Figure, printTable } from '../lib/report.js';
import { fetchPackages } from '../openapi/packages.js';
import { measureAnswers, measureSql } from './measure.js';
import { QUERIES } from './queries.js';
import { CatalogueSeed } from './seed.js';

const FEW = 10_000;
const MANY = 100_000;
const POLL_MS = 500;

/** How a search answers and what it costs, among operations of real documents. */
export async function run(): Promise<Figure[]> {
  await fetchPackages();
  return withStops(async (later) => {
    const database = await startBenchDatabase(['-c', 'pg_stat_statements.track_planning=on']);
    later(() => database.stop());
    const masterSecret = randomBytes(32).toString('hex');
    const seed = new CatalogueSeed(database.pool);
    await seed.start();
    const measureAt = async (operations: number) => {
      const size = await seed.growTo(operations);
      const entries = await index(database.pool, database.url, masterSecret);
      const api = await startApi(database.url, masterSecret);
      try {
        const answers = await measureAnswers(api.url);
        const sql = await measureSql(database.pool, api.url);
        return { ...size, entries, ...answers, ...sql };
      } finally {
        await api.stop();
      }
    };
    const few = await measureAt(FEW);
    const many = await measureAt(MANY);
    printTable(
      [few, many].map(({ missed: _, ...row }) =>
        Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value.toFixed(1))])),
      ),
    );
    for (const { query, expected, got } of many.missed) console.log(`${query}: ${expected} is not among ${got}`);
    return [
      atMost('sql-against-bare-full-text', many.ours / many.bare, 1.5),
      atMost('p95-at-100000-against-10000', many.p95 / few.p95, 2),
      exactly('expected-in-first-five', QUERIES.length - many.missed.length, QUERIES.length),
    ];
  });
}

/** Lets the worker make the entries, as it does for a catalogue that was there before it; gives their number. */
async function index(pool: pg.Pool, url: string, masterSecret: string): Promise<number> {
  const env = { DATABASE_URL: url, MASTER_SECRET: masterSecret };
  const worker = await startProcess('apps/portal-api/src/main.worker.js', env, async () => true);
  try {
    await pool.query(
      `SELECT graphile_worker.add_job('index-stale', '{}'::json, job_key => 'index-stale', queue_name => 'index')`,
    );
    for (;;) {
      const { rows } = await pool.query<{ waiting: number }>(
        `SELECT count(*)::int AS waiting FROM graphile_worker.jobs WHERE task_identifier LIKE 'index-%'`,
      );
      if (rows[0]?.waiting === 0) break;
      await delay(POLL_MS);
    }
  } finally {
    await worker.stop();
  }
  await pool.query('VACUUM ANALYZE search_entry, search_word');
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM search_entry');
  return rows[0]!.count;
}
