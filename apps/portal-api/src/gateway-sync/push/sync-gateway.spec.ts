import { randomUUID } from 'node:crypto';
import type { ScopeName } from '#gateway';
import type { FakeAdmin } from '#kong-admin';
import { freePort } from '#platform';
import { applicationScopes, type StagedWorker, SyncStage, writesOf } from '../../../test-support/sync-stage.js';
import { CheckGateway } from '../check-gateway.js';
import { ProveGateway } from '../prove/prove-gateway.js';
import { SyncJobsStore } from './sync-jobs.store.js';

let stage: SyncStage;
let worker: StagedWorker;
let fake: FakeAdmin;
let gatewayId: string;
let applicationId: string;
let application: ScopeName;

beforeAll(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
  ({ id: gatewayId, fake } = await stage.gateway());
  [applicationId] = (await stage.applications(1)) as [string];
  [application] = applicationScopes([applicationId]) as [ScopeName];
  await push('gateway');
});

afterAll(() => stage.close());

async function push(...scopes: ScopeName[]): Promise<string[]> {
  fake.requests.reset();
  await stage.wish(scopes);
  await worker.sync(gatewayId);
  return writesOf(fake).sort();
}

async function stateOf(scope: ScopeName) {
  const [row] = await stage.sql(
    `SELECT applied = wished AS applied, error, attempts, retry_at IS NOT NULL AS retry, locked_by FROM sync_scope
     WHERE gateway_id = $1 AND scope = $2`,
    [gatewayId, scope],
  );
  return row;
}

const addKey = async () => (await stage.keys([applicationId]))[0]!;
const APPLIED = { applied: true, error: null, attempts: 0, retry: false, locked_by: null };

describe('a scope', () => {
  it('is retried, and says why, while something that it needs is not on the gateway', async () => {
    await push(application);
    const error = expect.any(String);
    expect(await stateOf(application)).toEqual({ applied: false, retry: true, error, attempts: 1, locked_by: null });
    // Its time must not come while others are looked at.
    await stage.sql(`UPDATE sync_scope SET retry_at = 'infinity' WHERE scope = $1`, [application]);
  });

  it('puts a version up: service, guards, route', async () => {
    const writes = await push(stage.version);
    expect(writes).toEqual(['PUT /plugins', 'PUT /plugins', 'PUT /plugins', 'PUT /routes', 'PUT /services']);
    expect(await stateOf(stage.version)).toEqual(APPLIED);
  });

  it('sends nothing when nothing differs', async () => {
    expect(await push(stage.version)).toEqual([]);
  });

  it('completes an application once the version is there, and notes when the key was taken', async () => {
    await push(application);
    expect(await stateOf(application)).toEqual(APPLIED);
    const confirmations = await stage.sql('SELECT taken_at, dropped_at FROM credential_confirmation');
    expect(confirmations).toEqual([{ taken_at: expect.any(Date), dropped_at: null }]);
  });

  it('costs one write for a further key, and one for its revocation', async () => {
    const id = await addKey();
    expect(await push(application)).toEqual(['PUT /key-auths']);
    await stage.sql('UPDATE credential SET revoked_at = now() WHERE id = $1', [id]);
    expect(await push(application)).toEqual(['DELETE /key-auths']);
    const [row] = await stage.sql('SELECT dropped_at FROM credential_confirmation WHERE credential_id = $1', [id]);
    expect(row).toEqual({ dropped_at: expect.any(Date) });
  });

  it('has news of a key proved at once, without a job', async () => {
    const prove = worker.get(ProveGateway);
    const failures: unknown[] = [];
    prove.start((error) => failures.push(error));
    const id = await addKey();
    await push(application);
    await prove.stop();
    const [row] = await stage.sql('SELECT live_at FROM credential_confirmation WHERE credential_id = $1', [id]);
    expect(row).toEqual({ live_at: expect.any(Date) });
    expect(await stage.sql(`SELECT FROM graphile_worker.jobs WHERE key LIKE 'prove-gateway:%'`)).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('costs one write when the plan allows more', async () => {
    await stage.sql('UPDATE plan SET limit_per_minute = 600');
    expect(await push(application)).toEqual(['PUT /plugins']);
  });

  it('takes a version down, and what went down with it is pushed again when it comes back', async () => {
    const [services, plugins] = [fake.model.count('services'), fake.model.count('plugins')];
    await stage.sql(`UPDATE version SET state = 'retired'`);
    const deployed = await stage.sql<{ version_id: string }>('DELETE FROM deployment RETURNING version_id');
    expect(await push(stage.version)).toContain('DELETE /services');
    expect(fake.model.count('services')).toBe(services - 1);
    await stage.sql(`UPDATE version SET state = 'published'`);
    await stage.sql('INSERT INTO deployment (version_id, gateway_id) VALUES ($1, $2)', [
      deployed[0]?.version_id,
      gatewayId,
    ]);
    expect(await push(stage.version)).toHaveLength(6);
    expect(await push(application)).toEqual([]);
    expect(fake.model.count('plugins')).toBe(plugins);
    expect(await stateOf(application)).toEqual(APPLIED);
  });

  it('keeps what the gateway said it stored, as JSON', async () => {
    const [row] = await stage.sql<{ answered: string }>(
      `SELECT answered FROM inventory_object WHERE kind = 'consumers' AND gateway_id = $1`,
      [gatewayId],
    );
    expect(JSON.parse(row!.answered)).toMatchObject({ custom_id: applicationId });
  });
});

describe('the watermark', () => {
  const numbers = () =>
    stage.sql<{ scope: string; watermark: number }>(
      `SELECT scope, watermark::int FROM sync_scope WHERE gateway_id = $1 ORDER BY scope`,
      [gatewayId],
    );

  it('is counted for what is not proved key by key, and written once nothing else waits', async () => {
    const before = (await numbers()).find(({ scope }) => scope === application)!.watermark;
    await addKey();
    await push(application);
    expect((await numbers()).find(({ scope }) => scope === application)!.watermark).toBe(before);
    await stage.sql('UPDATE plan SET limit_per_minute = 700');
    await push(application);
    const after = await numbers();
    const [gateway] = await stage.sql('SELECT watermark::int FROM gateway WHERE id = $1', [gatewayId]);
    expect(after.find(({ scope }) => scope === application)).toMatchObject(gateway!);
    expect(await stateOf('watermark')).toMatchObject({ applied: false });
    await worker.sync(gatewayId, 'bulk');
    expect(await stateOf('watermark')).toMatchObject({ applied: true });
  });
});

describe('a gateway that is away', () => {
  it('leaves the wish pending with its words, is left alone, and gets everything when it is back', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await stage.sql('UPDATE gateway SET admin_url = $2, revision = revision + 1 WHERE id = $1', [gatewayId, nobody]);
    await addKey();
    await push(application);
    expect(await stateOf(application)).toMatchObject({ applied: false, retry: true, error: expect.any(String) });
    const [away] = await stage.sql('SELECT reachable, check_error FROM gateway WHERE id = $1', [gatewayId]);
    expect(away).toEqual({ reachable: false, check_error: expect.any(String) });
    await push(application);
    expect(await stateOf(application)).toMatchObject({ applied: false, error: null, attempts: 1 });

    await stage.sql('DELETE FROM graphile_worker._private_jobs');
    await stage.sql(`UPDATE gateway SET admin_url = $2, revision = revision + 1 WHERE id = $1`, [gatewayId, fake.url]);
    await worker.get(CheckGateway).runAway();
    const jobs = await stage.sql(`SELECT key FROM graphile_worker.jobs WHERE task_identifier = 'sync-gateway'`);
    expect(jobs).toEqual([{ key: `sync-gateway:${gatewayId}:now` }]);
    await worker.sync(gatewayId);
    expect(await stateOf(application)).toEqual(APPLIED);
  });
});

describe('a wish whose job was lost', () => {
  it('gets another job, and a lane that has a job gets none', async () => {
    const jobs = worker.get(SyncJobsStore);
    await stage.wish([stage.version, application]);
    await stage.sql('DELETE FROM graphile_worker._private_jobs');
    expect(await jobs.enqueueForgotten(60_000)).toBe(0);
    expect(await jobs.enqueueForgotten(0)).toBe(1);
    expect(await stage.sql('SELECT key FROM graphile_worker.jobs')).toEqual([{ key: `sync-gateway:${gatewayId}:now` }]);
    expect(await jobs.enqueueForgotten(0)).toBe(0);
    await worker.sync(gatewayId);
  });
});

describe('edits of one thing', () => {
  const edit = async (limit: number) => {
    await stage.sql('UPDATE plan SET limit_per_minute = $1', [limit]);
    await stage.wish([application], { settles: true });
  };
  /** However slow the machine is, for the program the moment of the last push is not over. */
  const keepMoment = () =>
    stage.sql(`UPDATE sync_scope SET applied_at = now() + interval '1 hour' WHERE scope = $1`, [application]);

  it('are at most two writes however many come in a moment, and the last one wins', async () => {
    await stage.sql(`UPDATE sync_scope SET applied_at = now() - interval '1 hour'`);
    fake.requests.reset();
    const sent = () => fake.requests.log.filter(({ body }) => body.includes('"minute":'));
    await edit(10_000);
    await worker.sync(gatewayId);
    expect(sent()).toHaveLength(1);
    await keepMoment();
    for (let limit = 1; limit <= 1_000; limit++) {
      await edit(10_000 + limit);
      if (limit % 100 === 0) await worker.sync(gatewayId);
    }
    expect(sent()).toHaveLength(1);
    await stage.sql(`UPDATE sync_scope SET retry_at = now() WHERE retry_at IS NOT NULL`);
    await worker.sync(gatewayId);
    expect(sent()).toHaveLength(2);
    expect(sent().at(-1)!.body).toContain('"minute":11000');
    expect(await stateOf(application)).toEqual(APPLIED);
  });

  it('come up again by a job that waits for its time', async () => {
    await edit(1);
    await worker.sync(gatewayId);
    await keepMoment();
    await edit(2);
    await stage.sql('DELETE FROM graphile_worker._private_jobs');
    await worker.sync(gatewayId);
    const jobs = await stage.sql<{ key: string; waits: boolean }>(
      'SELECT key, run_at > now() AS waits FROM graphile_worker.jobs',
    );
    expect(jobs).toContainEqual({ key: `sync-gateway:${gatewayId}:now:later`, waits: true });
  });

  it('are not put off again and again by pushes that follow each other closely', async () => {
    const later = () => stage.sql(`SELECT id, run_at FROM graphile_worker.jobs WHERE key LIKE '%:later'`);
    await stage.sql(`UPDATE sync_scope SET retry_at = now() - interval '1 hour' WHERE retry_at IS NOT NULL`);
    await stage.sql('DELETE FROM graphile_worker._private_jobs');
    await worker.get(SyncJobsStore).wakeLater(gatewayId, 'now');
    const waits = await later();
    expect(waits).not.toEqual([]);
    await worker.get(SyncJobsStore).wakeLater(gatewayId, 'now');
    expect(await later()).toEqual(waits);
  });

  it('do not hold up a key that was made meanwhile', async () => {
    await addKey();
    expect(await push(application)).toContain('PUT /key-auths');
  });
});

it('leaves alone what is not registered any more', async () => {
  await expect(worker.sync(randomUUID())).resolves.toBeUndefined();
});
