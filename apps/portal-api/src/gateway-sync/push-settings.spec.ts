import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { systemClock } from '#platform';
import { createTestDatabase, type TestDatabase } from '#testing';
import { testConfig } from '../../test-support/start-test-app.js';
import { WorkerModule } from '../worker.module.js';
import { WatchGateways } from './watch-gateways.js';

const REDIS = 'redis://:a-password@127.0.0.1:6379';
const gatewayId = randomUUID();
const otherId = randomUUID();
const application = `application:${randomUUID()}`;
const version = `version:${randomUUID()}`;

let database: TestDatabase;
let sql: pg.Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new pg.Pool({ connectionString: database.url });
  await sql.query(
    `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
     SELECT g.id, e.id, g.slug, g.slug, 'kong', 'http://127.0.0.1:1', 'http://127.0.0.1:1'
     FROM environment e, (VALUES ($1::uuid, 'one'), ($2::uuid, 'two')) AS g(id, slug) WHERE e.slug = 'live'`,
    [gatewayId, otherId],
  );
  await sql.query('INSERT INTO sync_scope (gateway_id, scope) SELECT $1, name FROM unnest($2::text[]) AS scope(name)', [
    gatewayId,
    ['gateway', application, version],
  ]);
});

afterAll(async () => {
  await sql.end();
  await database.drop();
});

/** What a worker that starts with these settings wishes again on the first gateway. */
async function wishedByStart(env: Record<string, string>): Promise<string[]> {
  await sql.query('UPDATE sync_scope SET applied = wished');
  const config = testConfig(database.url, env);
  const worker = await NestFactory.createApplicationContext(WorkerModule.with(config, systemClock), { logger: false });
  await worker.get(WatchGateways).once();
  await worker.close();
  const { rows } = await sql.query<{ scope: string }>(
    'SELECT scope FROM sync_scope WHERE applied < wished AND gateway_id = $1 ORDER BY scope',
    [gatewayId],
  );
  return rows.map(({ scope }) => scope);
}

it('wishes what depends on a setting again when that setting is another one, and only then', async () => {
  expect(await wishedByStart({})).toEqual([]);
  expect(await wishedByStart({ INGEST_URL: 'http://api.internal:3001' })).toEqual(['gateway']);
  expect(await wishedByStart({})).toEqual(['gateway']);
  expect(await wishedByStart({ REDIS_URL: REDIS })).toEqual([application, 'gateway', version]);
  expect(await wishedByStart({ REDIS_URL: REDIS })).toEqual([]);
  const otherSecret = { REDIS_URL: REDIS, MASTER_SECRET: 'another master secret of tests: 0123456789' };
  expect(await wishedByStart(otherSecret)).toEqual([application, 'gateway', version]);
});

it('keeps no setting readable in the database', async () => {
  await wishedByStart({ REDIS_URL: REDIS });
  const { rows } = await sql.query<{ fingerprint: string }>('SELECT settings_fingerprint AS fingerprint FROM gateway');
  expect(rows).toHaveLength(2);
  for (const { fingerprint } of rows) expect(fingerprint).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
});
