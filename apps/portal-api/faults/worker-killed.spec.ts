import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import pg from 'pg';
import { type FakeAdmin, startFakeAdmin } from '#kong-admin';
import { projectRoot } from '#platform';
import { createTestDatabase, type TestDatabase, waitUntil } from '#testing';
import { WISH_SQL } from '../src/gateway-sync/sync-wishes.sql.js';
import { TEST_MASTER_SECRET } from '../test-support/start-test-app.js';

const APPLICATIONS = 60;
/** Writes at once on one gateway: what one kill may leave unrecorded. */
const WRITES_IN_FLIGHT = 10;

const FILL_SQL = `
  WITH t AS (INSERT INTO team (id, slug, name, kind) VALUES (gen_random_uuid(), 'shop', 'Shop', 'provider') RETURNING id),
  s AS (INSERT INTO service (id, slug, name, owner_team_id, updated_at)
    SELECT gen_random_uuid(), 'orders', 'Orders', id, now() FROM t RETURNING id),
  p AS (INSERT INTO plan (id, service_id, slug, name, limit_per_minute, updated_at)
    SELECT gen_random_uuid(), id, 'free', 'Free', 5, now() FROM s RETURNING id),
  v AS (INSERT INTO version (id, service_id, name, state, base_path, upstream_url, updated_at)
    SELECT gen_random_uuid(), id, 'v1', 'published', '/orders/v1', 'http://127.0.0.1:9', now() FROM s RETURNING id),
  d AS (INSERT INTO deployment (version_id, gateway_id) SELECT id, $1::uuid FROM v),
  a AS (INSERT INTO application (id, team_id, name, updated_at)
    SELECT gen_random_uuid(), t.id, 'app ' || n, now() FROM t, generate_series(1, $2::int) AS n RETURNING id),
  x AS (INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
    SELECT gen_random_uuid(), a.id, s.id, 'active', p.id, now() FROM a, s, p),
  c AS (INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
    SELECT gen_random_uuid(), a.id, e.id, 'key', 'ghlAAAAA', 'ZZZZ',
      encode(sha256(a.id::text::bytea), 'hex'), left(encode(sha256(a.id::text::bytea), 'hex'), 40)
    FROM a, environment e WHERE e.slug = 'live')
  SELECT 'gateway' AS scope UNION ALL SELECT 'version:' || id FROM v UNION ALL SELECT 'application:' || id FROM a`;

let database: TestDatabase;
let sql: pg.Pool;
let fake: FakeAdmin;
const gatewayId = randomUUID();

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new pg.Pool({ connectionString: database.url });
  fake = await startFakeAdmin({ plan: () => ({ kind: 'delay', delayMs: 4 }) });
  await sql.query(
    `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
     SELECT $1, id, 'local', 'Local', 'kong', $2, 'http://127.0.0.1:9' FROM environment WHERE slug = 'live'`,
    [gatewayId, fake.url],
  );
  const { rows } = await sql.query<{ scope: string }>(FILL_SQL, [gatewayId, APPLICATIONS]);
  await sql.query(WISH_SQL, [rows.map(({ scope }) => scope), null, 2, false, null]);
});

afterAll(async () => {
  await sql.end();
  await fake.close();
  await database.drop();
});

function startWorker(): ChildProcess {
  return spawn(process.execPath, [path.join(projectRoot(), 'dist/apps/portal-api/src/main.worker.js')], {
    env: { ...process.env, DATABASE_URL: database.url, MASTER_SECRET: TEST_MASTER_SECRET, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
}

const writes = () => fake.requests.log.filter(({ method }) => method === 'PUT' || method === 'DELETE');

describe('a worker that is killed', () => {
  it('leaves the same end state as one that was not, with few writes repeated', async () => {
    const kills = [30, 110, 180];
    for (const writesBefore of kills) {
      const worker = startWorker();
      await waitUntil(`${writesBefore} writes`, () => writes().length >= writesBefore, 60_000);
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
    const worker = startWorker();
    await waitUntil(
      'every scope to be applied',
      async () => {
        const { rows } = await sql.query('SELECT count(*)::int AS left FROM sync_scope WHERE applied < wished');
        return rows[0].left === 0;
      },
      90_000,
    );
    worker.kill('SIGTERM');
    await once(worker, 'exit');

    const { consumers, acls, keyauth_credentials: keys, ...others } = counts();
    expect({ consumers, acls, keys }).toEqual({ consumers: APPLICATIONS, acls: APPLICATIONS, keys: APPLICATIONS });
    const objects = 3 * APPLICATIONS + Object.values(others).reduce((sum, count) => sum + count, 0);
    const { rows } = await sql.query('SELECT count(*)::int AS known FROM inventory_object');
    expect(rows[0].known).toBe(objects);
    expect(writesOfObjects().length).toBeLessThanOrEqual(objects + kills.length * WRITES_IN_FLIGHT);
  }, 240_000);
});

/** The watermark is written again and again, each time with the next number. */
const writesOfObjects = () => writes().filter(({ body }) => !body.includes('/.gatehouse/watermark/'));

function counts(): Record<string, number> {
  const kinds = ['services', 'routes', 'plugins', 'consumers', 'acls', 'keyauth_credentials'] as const;
  return Object.fromEntries(kinds.map((kind) => [kind, fake.model.count(kind)]));
}
