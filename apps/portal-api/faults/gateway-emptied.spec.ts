import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import type { ScopeName } from '#gateway';
import { type FakeAdmin, startFakeAdmin } from '#kong-admin';
import { loadConfig, projectRoot, systemClock } from '#platform';
import { createTestDatabase, type TestDatabase } from '#testing';
import { ReconcileJobsStore } from '../src/gateway-sync/reconcile-jobs.store.js';
import { ReconcileScope } from '../src/gateway-sync/reconcile-scope.js';
import { WorkerModule } from '../src/worker.module.js';
import { TEST_MASTER_SECRET } from '../test-support/start-test-app.js';

const gatewayId = randomUUID();
const versionId = randomUUID();
const scopes: ScopeName[] = ['gateway', `version:${versionId}`];

let database: TestDatabase;
let sql: pg.Pool;
let context: INestApplicationContext;
let full: FakeAdmin;
let empty: FakeAdmin;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new pg.Pool({ connectionString: database.url });
  [full, empty] = [await startFakeAdmin(), await startFakeAdmin()];
  await sql.query(
    `WITH t AS (INSERT INTO team (id, slug, name, kind) VALUES (gen_random_uuid(), 'shop', 'Shop', 'provider') RETURNING id),
     s AS (INSERT INTO service (id, slug, name, owner_team_id, updated_at)
       SELECT gen_random_uuid(), 'orders', 'Orders', id, now() FROM t RETURNING id),
     v AS (INSERT INTO version (id, service_id, name, state, base_path, upstream_url, updated_at)
       SELECT $1, id, 'v1', 'published', '/orders/v1', 'http://127.0.0.1:9', now() FROM s RETURNING id),
     g AS (INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
       SELECT $2, id, 'kong', 'Kong', 'kong', $3, 'http://127.0.0.1:9' FROM environment WHERE slug = 'live' RETURNING id),
     d AS (INSERT INTO deployment (version_id, gateway_id) SELECT v.id, g.id FROM v, g)
     INSERT INTO sync_scope (gateway_id, scope) SELECT g.id, name FROM g, unnest($4::text[]) AS scope(name)`,
    [versionId, gatewayId, full.url, scopes],
  );
  const config = loadConfig({ DATABASE_URL: database.url, MASTER_SECRET: TEST_MASTER_SECRET });
  context = await NestFactory.createApplicationContext(WorkerModule.with(config, systemClock), { logger: false });
});

afterAll(async () => {
  await context.close();
  await sql.end();
  await Promise.all([full.close(), empty.close()]);
  await database.drop();
});

async function pushAll(): Promise<void> {
  for (const scope of scopes) await context.get(ReconcileScope).run(gatewayId, scope);
}

async function idsOn(admin: FakeAdmin): Promise<string[]> {
  const pages = await Promise.all(
    ['services', 'routes', 'plugins'].map(async (kind) => (await fetch(`${admin.url}/${kind}`)).json()),
  );
  return (pages as { data: { id: string }[] }[]).flatMap(({ data }) => data.map(({ id }) => id)).sort();
}

/** The statements that docs/operations.md gives for this case. */
function statementsOfTheManual(): string {
  const manual = readFileSync(path.join(projectRoot(), 'docs', 'operations.md'), 'utf8');
  return /A gateway lost its objects.*?```sql\n(.*?)```/s.exec(manual)![1]!.replaceAll('…', gatewayId);
}

it('fills a gateway that lost its objects with the same ones after the statements of the manual and Retry', async () => {
  await pushAll();
  const before = await idsOn(full);
  expect(before).toHaveLength(6);

  await sql.query('UPDATE gateway SET admin_url = $1, revision = revision + 1', [empty.url]);
  await pushAll();
  expect(await idsOn(empty)).toEqual([]);

  await sql.query(statementsOfTheManual());
  expect(await context.get(ReconcileJobsStore).enqueueWaiting(gatewayId, true)).toBe(scopes.length);
  await pushAll();
  expect(await idsOn(empty)).toEqual(before);
});
