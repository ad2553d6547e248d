import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import type { ScopeName } from '#gateway';
import { type FakeAdmin, startFakeAdmin } from '#kong-admin';
import { systemClock } from '#platform';
import { createTestDatabase, expectStatus, type TestDatabase } from '#testing';
import { CheckGateway } from '../src/gateway-sync/check-gateway.js';
import { SyncGateway } from '../src/gateway-sync/push/sync-gateway.js';
import { WorkerModule } from '../src/worker.module.js';
import { startTestApp, type TestApp, testConfig, type TestUser } from '../test-support/start-test-app.js';

const gatewayId = randomUUID();
const versionId = randomUUID();
const scopes: ScopeName[] = ['gateway', `version:${versionId}`];

let database: TestDatabase;
let sql: pg.Pool;
let api: TestApp;
let admin: TestUser;
let worker: INestApplicationContext;
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
  api = await startTestApp({ databaseUrl: database.url });
  admin = await api.addUser('admin', 'admin');
  const config = testConfig(database.url);
  worker = await NestFactory.createApplicationContext(WorkerModule.with(config, systemClock), { logger: false });
});

afterAll(async () => {
  await Promise.all([worker.close(), api.stop()]);
  await sql.end();
  await Promise.all([full.close(), empty.close()]);
  await database.drop();
});

/** Plays the worker: whatever waits is pushed. */
async function pushWaiting(): Promise<void> {
  // The second time for what is written once nothing else waits.
  for (let time = 0; time < 2; time++) await worker.get(SyncGateway).run(gatewayId, 'bulk');
}

const check = () => worker.get(CheckGateway).run(gatewayId);
const refills = async () =>
  (await sql.query(`SELECT actor_label FROM audit_entry WHERE action = 'gateway.refilled' ORDER BY id`)).rows;

async function idsOn(gateway: FakeAdmin): Promise<Record<string, string[]>> {
  const kinds = ['routes', 'plugins', 'services'];
  const lists = await Promise.all(kinds.map(async (kind) => (await fetch(`${gateway.url}/${kind}`)).json()));
  const ids = (lists as { data: { id: string }[] }[]).map(({ data }) => data.map(({ id }) => id).sort());
  return Object.fromEntries(kinds.map((kind, index) => [kind, ids[index]!]));
}

async function emptyOut(gateway: FakeAdmin): Promise<void> {
  for (const [kind, ids] of Object.entries(await idsOn(gateway)))
    for (const id of ids) await fetch(`${gateway.url}/${kind}/${id}`, { method: 'DELETE' });
}

const NOTHING = { routes: [], plugins: [], services: [] };
let before: Record<string, string[]>;

it('is filled with the same objects when an admin asks for it, and loses what is not wished any more', async () => {
  await check();
  await pushWaiting();
  before = await idsOn(full);
  for (const ids of Object.values(before)) expect(ids).not.toEqual([]);

  await emptyOut(full);
  await check();
  await pushWaiting();
  expect(await idsOn(full)).toEqual(NOTHING);

  const leftover = randomUUID();
  const service = { name: 'leftover', host: '127.0.0.1' };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${full.url}/services/${leftover}`, { method: 'PUT', headers, body: JSON.stringify(service) });
  await sql.query(
    `INSERT INTO inventory_object (gateway_id, scope, kind, remote_id, wished_hash, answered_hash)
     VALUES ($1, 'gateway', 'services', $2, 'sent', 'sent')`,
    [gatewayId, leftover],
  );
  const asked = await api.http.post(`/v1/gateways/${gatewayId}/refill`, { token: admin.token });
  expectStatus(asked, 202);
  await pushWaiting();
  expect(await idsOn(full)).toEqual(before);
  expect(await refills()).toEqual([{ actor_label: admin.email }]);
});

it('is filled by itself, once, when it comes back empty', async () => {
  full.plan = () => ({ kind: 'cut' });
  await check();
  full.plan = undefined;
  await emptyOut(full);
  await check();
  await check();
  await pushWaiting();
  expect(await idsOn(full)).toEqual(before);
  expect(await refills()).toEqual([{ actor_label: admin.email }, { actor_label: 'system' }]);
});

it('is left alone when it comes back with what it had', async () => {
  full.plan = () => ({ kind: 'cut' });
  await check();
  full.plan = undefined;
  full.requests.reset();
  await check();
  await pushWaiting();
  expect(full.requests.log.map(({ method }) => method)).not.toContain('PUT');
  expect(await refills()).toHaveLength(2);
});

it('is filled by itself when an admin names another address, behind which nothing of ours stands', async () => {
  const { revision } = expectStatus(await api.http.get(`/v1/gateways/${gatewayId}`, { token: admin.token }), 200);
  const headers = { 'if-match': `"${revision}"` };
  const body = { adminUrl: empty.url };
  expectStatus(await api.http.patch(`/v1/gateways/${gatewayId}`, { token: admin.token, headers, body }), 200);
  await check();
  await pushWaiting();
  expect(await idsOn(empty)).toEqual(before);
});

it('is no gateway of ours: 404', async () => {
  expectStatus(await api.http.post(`/v1/gateways/${randomUUID()}/refill`, { token: admin.token }), 404);
});
