import { randomBytes } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { projectRoot, startEmbeddedPostgres } from '#platform';
import { applyMigrations } from '#prisma/tools';

export interface BenchDatabase {
  url: string;
  pool: pg.Pool;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own with all migrations, as durable as an ordinary one, that counts its statements. */
export async function startBenchDatabase(settings: string[] = []): Promise<BenchDatabase> {
  const server = await startEmbeddedPostgres({
    dataDir: path.join(projectRoot(), '.local', `bench-${randomBytes(4).toString('hex')}`),
    port: 0,
    password: 'bench',
    persistent: false,
    extraFlags: ['-c', 'shared_preload_libraries=pg_stat_statements', '-c', 'max_wal_size=4GB', ...settings],
    log: () => undefined,
  });
  const pool = openPool(server.url);
  const stop = async (): Promise<void> => {
    await pool.end();
    await server.stop();
  };
  try {
    await applyMigrations(server.url, { log: () => undefined });
    await pool.query('CREATE EXTENSION pg_stat_statements');
    return { url: server.url, pool, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * A copy of the database as it stands now, on the same server. Whoever is connected to the original loses the connection.
 */
export async function copyDatabase(original: BenchDatabase): Promise<BenchDatabase> {
  const url = new URL(original.url);
  const [source, copy] = [url.pathname.slice(1), `bench_${randomBytes(6).toString('hex')}`];
  await onServer(url, async (client) => {
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [source]);
    await client.query(`CREATE DATABASE ${copy} TEMPLATE ${source} STRATEGY file_copy`);
  });
  url.pathname = `/${copy}`;
  const pool = openPool(url.href);
  const stop = async (): Promise<void> => {
    await pool.end();
    await onServer(url, (client) => client.query(`DROP DATABASE ${copy} WITH (FORCE)`));
  };
  return { url: url.href, pool, stop };
}

function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  // Copying cuts idle connections; the next query opens another.
  pool.on('error', () => undefined);
  return pool;
}

async function onServer(url: URL, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: new URL('/postgres', url).href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** How many statements PostgreSQL ran for others while `work` did. Nothing else may use the database meanwhile. */
export async function countStatements(pool: pg.Pool, work: () => Promise<void>): Promise<number> {
  await pool.query('SELECT pg_stat_statements_reset()');
  await work();
  const { rows } = await pool.query<{ calls: number }>(
    `SELECT COALESCE(sum(calls), 0)::int AS calls FROM pg_stat_statements
     WHERE query !~ 'pg_stat_statements' AND query !~* '^(begin|commit|set |discard)'`,
  );
  return rows[0]?.calls ?? 0;
}
