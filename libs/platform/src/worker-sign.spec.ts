import { createTestDatabase, type TestDatabase, waitUntil } from '#testing';
import type pg from 'pg';
import { createPool } from './postgres.js';
import { Secret } from './secret.js';
import { hasWorkerSign, holdWorkerSign } from './worker-sign.js';

let database: TestDatabase;
let pool: pg.Pool;

beforeEach(async () => {
  database = await createTestDatabase();
  pool = createPool({ databaseUrl: new Secret(database.url), databasePoolSize: 4 });
});

afterEach(async () => {
  await pool.end();
  await database.drop();
});

it('sees the sign of a worker from the moment it is raised until the worker is gone', async () => {
  expect(await hasWorkerSign(pool)).toBe(false);
  const worker = new AbortController();
  const held = holdWorkerSign(pool, 'worker-1', worker.signal);
  await waitUntil('the sign', () => hasWorkerSign(pool));
  worker.abort();
  await held;
  await waitUntil('the end of the sign', async () => !(await hasWorkerSign(pool)));
});

it('does not take the locks of others for the sign of a worker', async () => {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock(1, 2)');
    expect(await hasWorkerSign(pool)).toBe(false);
  } finally {
    client.release(true);
  }
});
