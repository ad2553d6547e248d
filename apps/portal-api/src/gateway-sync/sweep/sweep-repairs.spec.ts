import type { ScopeName } from '#gateway';
import { createLogger } from '#platform';
import { waitUntil } from '#testing';
import { testConfig } from '../../../test-support/start-test-app.js';
import { startSweptGateway, type SweptGateway } from '../../../test-support/swept-gateway.js';
import { Database } from '../../database/database.js';
import { runWorker } from '../../run-worker.js';
import { ResendDrift } from './resend-drift.js';
import { SweepJobsStore } from './sweep-jobs.store.js';
import { SyncWishesStore } from '../sync-wishes.store.js';

const KINDS = ['services', 'routes', 'plugins', 'consumers', 'acls', 'keyauth_credentials'] as const;
const APPLICATIONS = 40;

let kong: SweptGateway;
let worker: Awaited<ReturnType<typeof runWorker>>;

beforeEach(async () => {
  kong = await startSweptGateway();
  await kong.sql(`UPDATE gateway SET drift_policy = 'repair'`);
  await addApplications(APPLICATIONS);
  // Rarely enough that no sweep comes but those of the spec.
  const config = testConfig(kong.database.url, { SWEEP_EVERY_MINUTES: '1440' });
  worker = await runWorker(config, createLogger('worker', 'silent'));
  await wishAll();
  await settled();
});
afterEach(async () => {
  await worker.stop();
  await kong.close();
});

const inTransaction: Database['transaction'] = (work) => kong.context.get(Database).transaction(work);

async function wishAll(): Promise<void> {
  const applications = await kong.sql<{ scope: ScopeName }>(`SELECT 'application:' || id AS scope FROM application`);
  const scopes: ScopeName[] = ['gateway', `version:${kong.ids.version}`, ...applications.map(({ scope }) => scope)];
  await inTransaction((tx) => kong.context.get(SyncWishesStore).wish(tx, scopes, [kong.gatewayId]));
}

const overwriteAll = () => inTransaction((tx) => kong.context.get(ResendDrift).run(tx, kong.gatewayId, null));
const pending = () => kong.sql<{ error: string | null }>('SELECT error FROM sync_scope WHERE applied < wished');
const settled = () => waitUntil('everything is pushed', async () => (await pending()).length === 0, 20_000);
const auditedActions = async () =>
  (await kong.sql('SELECT action FROM audit_entry ORDER BY id')).map(({ action }) => action);

/** Applications with a key and an active subscription each. */
async function addApplications(count: number): Promise<void> {
  await kong.sql(
    `WITH a AS (
       INSERT INTO application (id, team_id, name, updated_at)
       SELECT gen_random_uuid(), (SELECT id FROM team LIMIT 1), 'app ' || gen_random_uuid(), now()
       FROM generate_series(1, $1) RETURNING id),
     c AS (
       INSERT INTO credential (id, application_id, environment_id, name, prefix, last_four, sha256, sha1)
       SELECT gen_random_uuid(), a.id, g.environment_id, 'key', 'ghlAAAAA', 'ZZZZ', md5(a.id::text) || md5('x' || a.id),
         left(md5(a.id::text) || md5('y' || a.id), 40) FROM a, gateway g)
     INSERT INTO subscription (id, application_id, service_id, state, plan_id, updated_at)
     SELECT gen_random_uuid(), a.id, $2, 'active', $3, now() FROM a`,
    [count, kong.ids.service, kong.ids.plan],
  );
}

/** Everything on the gateway but the watermark, which counts pushes, without times. */
function standing(): Record<string, unknown>[] {
  const timeless = ({ created_at: _at, updated_at: _updatedAt, ...rest }: Record<string, unknown>) => rest;
  return KINDS.flatMap((kind) => [...kong.fake.model.all(kind)].map(timeless)).filter(
    ({ name, paths }) => !String(name).includes('watermark') && !String(paths).includes('watermark'),
  );
}

it('heals within one sweep what was edited, deleted and smuggled in, and touches nothing of others', async () => {
  const post = (body: unknown) =>
    fetch(`${kong.fake.url}/services`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await post({ name: 'foreign', host: 'foreign.internal' });
  const before = standing();
  const [service] = [...kong.fake.model.all('services')].filter(({ name }) => name === 'orders.v1');
  const [consumer] = [...kong.fake.model.all('consumers')];
  await kong.edit('services', String(service!.id), { host: 'elsewhere.internal', retries: 9 });
  await kong.remove('consumers', String(consumer!.id));
  await post({ name: 'smuggled', host: 'x.internal', tags: service!.tags });
  expect(standing()).not.toEqual(before);

  await kong.sweep();
  await settled();
  expect(standing()).toEqual(before);
  await kong.sweep();
  expect(await kong.findings()).toEqual([]);
  expect(await auditedActions()).toEqual(['gateway.repaired']);
});

it('finds nothing while a push is running, whatever it creates, changes and removes', async () => {
  await addApplications(40);
  await kong.sql(`UPDATE version SET upstream_url = 'http://other.internal'`);
  await kong.sql(
    `UPDATE credential SET revoked_at = now() WHERE id IN (SELECT id FROM credential ORDER BY id LIMIT 20)`,
  );
  await wishAll();
  let sweeps = 0;
  for (; (await pending()).length > 0 || sweeps < 2; sweeps++) {
    await kong.sweep();
    expect(await kong.findings()).toEqual([]);
  }
  expect((await kong.row()).sweep_error).toBeNull();
  expect(await auditedActions()).toEqual([]);
});

it('fills a gateway that was emptied under its hands, once', async () => {
  const before = standing();
  for (const kind of ['routes', 'plugins', 'services', 'consumers'] as const)
    for (const { id } of [...kong.fake.model.all(kind)]) await kong.remove(kind, String(id));
  expect(standing()).toEqual([]);
  await kong.sweep();
  await settled();
  await kong.sweep();
  expect(standing()).toEqual(before);
  expect(await kong.findings()).toEqual([]);
  expect(await auditedActions()).toEqual(['gateway.refilled']);
});

it('deletes nothing after half of the database was lost, neither by itself nor when somebody says overwrite', async () => {
  const before = standing();
  await kong.sql(
    `WITH lost AS (DELETE FROM application WHERE id IN (
       SELECT id FROM application WHERE name LIKE 'app %' ORDER BY id LIMIT $1) RETURNING 'application:' || id AS scope)
     DELETE FROM inventory_object WHERE scope IN (SELECT scope FROM lost)`,
    [APPLICATIONS / 2],
  );
  await kong.sweep();
  expect(standing()).toEqual(before);
  const found = await kong.findings();
  expect(found.length).toBeGreaterThan(APPLICATIONS / 2);
  expect(new Set(found.map(({ finding }) => finding))).toEqual(new Set(['unknown']));
  expect(await pending()).toEqual([]);

  await overwriteAll();
  await waitUntil('the brake', async () => {
    const waiting = await pending();
    return waiting.length > 0 && waiting.every(({ error }) => error?.includes('would delete'));
  });
  expect(standing()).toEqual(before);
});

it('shows how far a large repair is', async () => {
  await addApplications(30);
  await wishAll();
  await settled();
  await kong.sql(`UPDATE inventory_object SET answered_hash = 'otherwise', confirmed_at = now() - interval '1 second'`);
  await kong.sweep();
  expect((await kong.findings()).length).toBeGreaterThan(200);
  await overwriteAll();
  expect(await kong.sql('SELECT reason FROM sync_run')).toEqual([{ reason: 'repaired' }]);
  await settled();
  await kong.sweep();
  expect(await kong.findings()).toEqual([]);
});

it('is swept by the worker when somebody asks for it, and again after the time that is set', async () => {
  await inTransaction((tx) => kong.context.get(SweepJobsStore).enqueueNow(tx, kong.gatewayId));
  await waitUntil('the sweep', async () => (await kong.row()).swept_at !== null);
  const next = `SELECT FROM graphile_worker.jobs j, gateway g
    WHERE j.key = 'sweep-gateway:' || g.id AND j.run_at = g.swept_at + interval '1440 minutes'`;
  await waitUntil('the next sweep is due in a day', async () => (await kong.sql(next)).length === 1);
});
