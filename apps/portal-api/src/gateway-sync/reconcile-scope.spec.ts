import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import type { ScopeName } from '#gateway';
import { startFakeAdmin, type FakeAdmin } from '#kong-admin';
import { loadConfig, systemClock } from '#platform';
import { createTestDatabase, type TestDatabase } from '#testing';
import { WorkerModule } from '../worker.module.js';
import { CheckGateway } from './check-gateway.js';
import { ReconcileJobsStore } from './reconcile-jobs.store.js';
import { ReconcileScope } from './reconcile-scope.js';
import { LostLock, SyncScopeStore } from './sync-scope.store.js';

let database: TestDatabase;
let sql: pg.Pool;
let context: INestApplicationContext;
let fake: FakeAdmin;
let reconcile: ReconcileScope;
const gatewayId = randomUUID();
const versionId = randomUUID();
const applicationId = randomUUID();
const serviceId = randomUUID();
const planId = randomUUID();
const version: ScopeName = `version:${versionId}`;
const application: ScopeName = `application:${applicationId}`;

const run = (text: string, values: unknown[] = []) => sql.query(text, values);

/** The wish as a feature makes it, without the job: the specs play the worker. */
async function wish(scope: ScopeName): Promise<void> {
  await run(
    `INSERT INTO sync_scope AS s (gateway_id, scope) VALUES ($1, $2)
     ON CONFLICT (gateway_id, scope) DO UPDATE SET wished = s.wished + 1, wished_at = now()`,
    [gatewayId, scope],
  );
}

async function push(scope: ScopeName): Promise<string[]> {
  fake.requests.reset();
  await wish(scope);
  await reconcile.run(gatewayId, scope);
  return fake.requests.log.map(({ method, path }) => `${method} /${path.split('/')[1]}`).sort();
}

async function stateOf(scope: ScopeName) {
  const { rows } = await run(
    `SELECT applied = wished AS applied, error, attempts, retry_at IS NOT NULL AS retry FROM sync_scope
     WHERE gateway_id = $1 AND scope = $2`,
    [gatewayId, scope],
  );
  return rows[0];
}

async function addKey(): Promise<string> {
  const id = randomUUID();
  const digest = id.replaceAll('-', '').padEnd(40, '0');
  await run(
    `INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
     SELECT $1, $2, e.id, 'key', 'ghlAAAAA', 'ZZZZ', $3, $4 FROM environment e WHERE slug = 'live'`,
    [id, applicationId, digest.padEnd(64, '0'), digest],
  );
  return id;
}

beforeAll(async () => {
  database = await createTestDatabase();
  sql = new pg.Pool({ connectionString: database.url });
  fake = await startFakeAdmin();
  const config = loadConfig({
    DATABASE_URL: database.url,
    MASTER_SECRET: 'a secret that is long enough for every test',
  });
  context = await NestFactory.createApplicationContext(WorkerModule.with(config, systemClock), { logger: false });
  reconcile = context.get(ReconcileScope);
  const teamId = randomUUID();
  await run(`INSERT INTO team (id, slug, name, kind) VALUES ($1, 'shop', 'Shop', 'provider')`, [teamId]);
  await run(
    `INSERT INTO gateway (id, environment_id, slug, name, kind, admin_url, proxy_url)
     SELECT $1, e.id, 'local', 'Local', 'kong', $2, 'http://127.0.0.1:1' FROM environment e WHERE slug = 'live'`,
    [gatewayId, fake.url],
  );
  await run(
    `INSERT INTO service (id, slug, name, owner_team_id, updated_at) VALUES ($1, 'orders', 'Orders', $2, now())`,
    [serviceId, teamId],
  );
  await run(
    `INSERT INTO version (id, service_id, name, state, base_path, upstream_url, updated_at)
     VALUES ($1, $2, 'v1', 'published', '/orders/v1', 'http://127.0.0.1:8090', now())`,
    [versionId, serviceId],
  );
  await run('INSERT INTO deployment (version_id, gateway_id) VALUES ($1, $2)', [versionId, gatewayId]);
  await run(
    `INSERT INTO plan (id, service_id, slug, name, limit_per_minute, updated_at) VALUES ($1, $2, 'free', 'Free', 5, now())`,
    [planId, serviceId],
  );
  await run(`INSERT INTO application (id, team_id, name, updated_at) VALUES ($1, $2, 'Till', now())`, [
    applicationId,
    teamId,
  ]);
  await run(
    `INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
     VALUES ($1, $2, $3, 'active', $4, now())`,
    [randomUUID(), applicationId, serviceId, planId],
  );
});

afterAll(async () => {
  await context.close();
  await sql.end();
  await fake.close();
  await database.drop();
});

describe('a scope', () => {
  it('is retried, and says why, while something that it needs is not on the gateway', async () => {
    await addKey();
    await push(application);
    expect(await stateOf(application)).toMatchObject({ applied: false, retry: true, error: expect.any(String) });
  });

  it('puts a version up: service, guards, route', async () => {
    const requests = await push(version);
    expect(requests).toEqual(['PUT /plugins', 'PUT /plugins', 'PUT /plugins', 'PUT /routes', 'PUT /services']);
    expect(await stateOf(version)).toMatchObject({ applied: true, error: null });
  });

  it('sends nothing when nothing differs', async () => {
    expect(await push(version)).toEqual([]);
  });

  it('completes an application once the version is there, and notes when the key went live', async () => {
    await push(application);
    expect(await stateOf(application)).toMatchObject({ applied: true, error: null, attempts: 0 });
    const { rows } = await run('SELECT live_at, revoked_at FROM credential_confirmation');
    expect(rows).toEqual([{ live_at: expect.any(Date), revoked_at: null }]);
  });

  it('costs one write for a further key, and one for its revocation', async () => {
    const id = await addKey();
    expect(await push(application)).toEqual(['PUT /key-auths']);
    await run('UPDATE credential SET revoked_at = now() WHERE id = $1', [id]);
    expect(await push(application)).toEqual(['DELETE /key-auths']);
    const { rows } = await run('SELECT revoked_at FROM credential_confirmation WHERE credential_id = $1', [id]);
    expect(rows[0].revoked_at).toBeInstanceOf(Date);
  });

  it('costs one write when the plan allows more', async () => {
    await run('UPDATE plan SET limit_per_minute = 600 WHERE id = $1', [planId]);
    expect(await push(application)).toEqual(['PUT /plugins']);
  });

  it('takes a version down and comes back whole, with the limits that went down with it', async () => {
    await run(`UPDATE version SET state = 'retired' WHERE id = $1`, [versionId]);
    await push(version);
    expect(fake.model.handle({ method: 'GET', path: '/services', headers: {}, body: '' }).body).toMatchObject({
      data: [],
    });
    await run(`UPDATE version SET state = 'published' WHERE id = $1`, [versionId]);
    await push(version);
    expect(await push(application)).toEqual(['PUT /plugins']);
    expect(await stateOf(application)).toMatchObject({ applied: true });
  });
});

describe('a gateway that is away', () => {
  it('leaves the wish pending with its words, and gets everything when it is back', async () => {
    const { port } = new URL(fake.url);
    await run(`UPDATE gateway SET admin_url = 'http://127.0.0.1:1', revision = revision + 1`);
    await addKey();
    await push(application);
    expect(await stateOf(application)).toMatchObject({ applied: false, retry: true, error: expect.any(String) });
    await context.get(CheckGateway).run(gatewayId);
    expect((await run('SELECT reachable, check_error FROM gateway')).rows[0]).toEqual({
      reachable: false,
      check_error: expect.any(String),
    });

    await run('DELETE FROM graphile_worker._private_jobs');
    await run(`UPDATE gateway SET admin_url = $1, revision = revision + 1`, [`http://127.0.0.1:${port}`]);
    await context.get(CheckGateway).run(gatewayId);
    const { rows } = await run(`SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'reconcile-scope'`);
    expect(rows).toEqual([{ key: `reconcile-scope:${gatewayId}:${application}` }]);
    await reconcile.run(gatewayId, application);
    expect(await stateOf(application)).toMatchObject({ applied: true, error: null });
  });
});

describe('a wish whose job was lost', () => {
  it('gets another job, and one that has a job gets none', async () => {
    const jobs = context.get(ReconcileJobsStore);
    const keys = async () => (await run('SELECT key FROM graphile_worker.jobs')).rows;
    await run('DELETE FROM graphile_worker._private_jobs');
    await wish(version);
    expect(await jobs.enqueueForgotten(60_000)).toBe(0);
    expect(await jobs.enqueueForgotten(0)).toBe(1);
    expect(await keys()).toEqual([{ key: `reconcile-scope:${gatewayId}:${version}` }]);
    expect(await jobs.enqueueForgotten(0)).toBe(0);
    await reconcile.run(gatewayId, version);
  });
});

describe('two writers', () => {
  it('let only one push a scope; the other leaves its wish to the first', async () => {
    const scopes = context.get(SyncScopeStore);
    const lock = await scopes.take(gatewayId, application);
    expect(await push(application)).toEqual([]);
    expect(await scopes.succeed(lock!)).toBe(true);
    await reconcile.run(gatewayId, application);
    expect(await stateOf(application)).toMatchObject({ applied: true });
  });

  it('refuse the outcome of one that was paused past its lease', async () => {
    const scopes = context.get(SyncScopeStore);
    const paused = await scopes.take(gatewayId, application);
    await run(`UPDATE sync_scope SET locked_until = now() - interval '1 second'`);
    const next = await scopes.take(gatewayId, application);
    await expect(scopes.succeed(paused!)).rejects.toThrow(LostLock);
    await expect(
      scopes.record(paused!, { outcome: 'deleted', object: { kind: 'key-auths', id: randomUUID(), subjectId: null } }),
    ).rejects.toThrow(LostLock);
    await scopes.succeed(next!);
  });
});

describe('a mass deletion', () => {
  it('stops at the brake and asks', async () => {
    for (let key = 0; key < 30; key++) await addKey();
    await push(application);
    await run('UPDATE credential SET revoked_at = now() WHERE application_id = $1', [applicationId]);
    expect(await push(application)).toEqual([]);
    const error = expect.stringContaining('delete');
    expect(await stateOf(application)).toMatchObject({ applied: false, retry: false, error });
  });

  it('goes on when somebody confirms it', async () => {
    await context.get(ReconcileJobsStore).enqueueWaiting(gatewayId, true);
    await reconcile.run(gatewayId, application);
    expect(await stateOf(application)).toMatchObject({ applied: true, error: null });
  });

  it('is not stopped when the application itself was ended', async () => {
    for (let key = 0; key < 30; key++) await addKey();
    await push(application);
    await run('UPDATE application SET archived_at = now() WHERE id = $1', [applicationId]);
    expect(await push(application)).toContain('DELETE /consumers');
    expect(await stateOf(application)).toMatchObject({ applied: true });
  });
});
