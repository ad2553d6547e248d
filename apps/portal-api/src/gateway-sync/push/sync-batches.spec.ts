import { maxWritesAtOnce } from '#gateway';
import type { FakeAdmin } from '#kong-admin';
import { waitUntil } from '#testing';
import { countStatements } from '../../../test-support/count-statements.js';
import {
  applicationScopes,
  OBJECTS_PER_APPLICATION,
  type StagedWorker,
  SyncStage,
  writesOf,
} from '../../../test-support/sync-stage.js';
import { ScopeLeasesStore } from './scope-leases.store.js';
import { SyncGateway } from './sync-gateway.js';

let stage: SyncStage;
let worker: StagedWorker;

beforeEach(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
});
afterEach(() => stage.close());

/** A gateway with the version, and applications that are wished and not yet pushed. */
async function staged(applications: number, priority: 0 | 1 | 2 = 2) {
  const gateway = await stage.gateway();
  await stage.wish(['gateway', stage.version]);
  await worker.sync(gateway.id);
  const ids = await stage.applications(applications);
  await stage.wish(applicationScopes(ids), { priority });
  gateway.fake.requests.reset();
  return { ...gateway, ids };
}

/** By which others tell whether a worker lives. */
const signOf = (living: StagedWorker) => (living.get(SyncGateway) as unknown as { sign: { id: string } }).sign.id;

const keyWrites = (fake: FakeAdmin) => writesOf(fake).filter((write) => write.endsWith('/key-auths'));

it('adds one job a gateway and lane, however many scopes are wished', async () => {
  const { ids } = await staged(500);
  await stage.wish(applicationScopes(ids.slice(0, 3)), { priority: 0 });
  const jobs = await stage.sql<{ key: string }>('SELECT key FROM graphile_worker.jobs ORDER BY key');
  expect(jobs.filter(({ key }) => /:(now|bulk)$/.test(key))).toHaveLength(2);
});

const waitingOf = async (id: string) => {
  const rows = await stage.sql<{ scope: string }>(
    `SELECT scope FROM sync_scope WHERE gateway_id = $1 AND applied < wished AND scope <> 'watermark' ORDER BY scope`,
    [id],
  );
  return rows.map(({ scope }) => scope);
};

it('leaves what is urgent to the lane of its own', async () => {
  const { id, ids } = await staged(2);
  await stage.wish(applicationScopes(ids.slice(0, 1)), { priority: 1 });
  await worker.sync(id, 'bulk');
  expect(await waitingOf(id)).toEqual([`application:${ids[0]}`]);
});

it('begins nothing that is one of very many while a revocation waits, and goes on with it afterwards', async () => {
  const { id, ids } = await staged(2);
  const [revoked, other] = [ids[0], ids[1]].map((one) => `application:${one}`);
  await stage.wish(applicationScopes(ids.slice(0, 1)), { priority: 0 });
  await worker.sync(id, 'bulk');
  expect(await waitingOf(id)).toEqual([revoked, other].sort());
  await worker.sync(id, 'now');
  expect(await waitingOf(id)).toEqual([other]);
  await worker.sync(id, 'bulk');
  expect(await waitingOf(id)).toEqual([]);
});

it('makes all revocations, batch after batch, before anything else of what they were wished for', async () => {
  const { id, fake, ids } = await staged(250, 1);
  await worker.sync(id);
  await stage.sql('UPDATE credential SET revoked_at = now() WHERE application_id = ANY($1::uuid[])', [ids]);
  await stage.wish(applicationScopes(ids), { priority: 0 });
  fake.requests.reset();
  while ((await stage.states(id)).waiting > 0) await worker.sync(id);
  const writes = writesOf(fake);
  // Of each its key and its group, then the rest.
  expect(new Set(writes.slice(0, 500))).toEqual(new Set(['DELETE /key-auths', 'DELETE /acls']));
  expect(writes.slice(500).filter((write) => write === 'DELETE /consumers')).toHaveLength(250);
});

it('keeps the most urgent of the priorities under which a scope waits', async () => {
  const { id, ids } = await staged(1);
  for (const priority of [0, 2] as const) await stage.wish(applicationScopes(ids), { priority });
  const [row] = await stage.sql('SELECT priority FROM sync_scope WHERE gateway_id = $1 AND scope = $2', [
    id,
    `application:${ids[0]}`,
  ]);
  expect(row).toEqual({ priority: 0 });
});

it('asks the database as often for 500 scopes of which nothing is left to do as for three batches of any', async () => {
  const { id, fake, ids } = await staged(500);
  // On a busy machine it takes more than one turn.
  while ((await stage.states(id)).waiting > 0) await worker.sync(id, 'bulk');
  expect(writesOf(fake).filter((write) => !write.includes('routes'))).toHaveLength(500 * OBJECTS_PER_APPLICATION);
  await worker.sync(id, 'bulk');
  const statementsFor = async (count: number) => {
    await stage.wish(applicationScopes(ids.slice(0, count)), { priority: 2 });
    fake.requests.reset();
    const statements = await countStatements(() => worker.sync(id, 'bulk'));
    expect(fake.requests.count).toBe(0);
    return statements;
  };
  const [one, many] = [await statementsFor(1), await statementsFor(500)];
  // Taking, reading wishes and inventory, confirming, letting go: for each batch after the first.
  expect(many).toBeLessThanOrEqual(one + 2 * 6);
  expect(await statementsFor(190)).toBe(one);
});

it('lets a revocation overtake a large push, and a key that was made meanwhile', async () => {
  const { id, fake, ids } = await staged(1, 1);
  await worker.sync(id);
  const many = await stage.applications(1_250);
  await stage.wish(applicationScopes(many), { priority: 2 });
  fake.requests.reset();
  const bulk = worker.sync(id, 'bulk');
  await waitUntil('the large push to be under way', () => fake.requests.count > 100);
  await stage.sql('UPDATE credential SET revoked_at = now() WHERE application_id = $1', [ids[0]]);
  await stage.wish(applicationScopes(ids), { priority: 0 });
  await worker.sync(id, 'now');
  const before = fake.requests.count;
  expect(writesOf(fake)).toContain('DELETE /key-auths');
  expect(keyWrites(fake).length).toBeLessThan(1_250);
  await bulk;
  expect(fake.requests.count).toBeGreaterThan(before);
});

it('shares a large push between two workers, each object sent once', async () => {
  const { id, fake } = await staged(450);
  const other = await stage.worker();
  await Promise.all([worker.sync(id, 'bulk'), other.sync(id, 'bulk')]);
  await worker.sync(id, 'bulk');
  expect(await stage.states(id)).toEqual({ waiting: 0, failed: 0, errors: [] });
  const paths = fake.requests.log.filter(({ method }) => method === 'PUT').map(({ path }) => path);
  const objects = paths.filter((path) => !path.startsWith('/routes'));
  expect(objects).toHaveLength(new Set(objects).size);
  expect(objects).toHaveLength(450 * OBJECTS_PER_APPLICATION);
});

it('writes nothing more for scopes that another worker has taken, and does not undo what that one noted', async () => {
  const { id, fake } = await staged(100);
  const other = await stage.worker();
  await other.sync(id, 'now');
  const push = worker.sync(id, 'bulk');
  await waitUntil('the push to be under way', () => fake.requests.count > 20);
  // As if this worker had been stopped for longer than its lease: somebody else has the scopes, under newer fences.
  const taken = await stage.sql(
    `UPDATE sync_scope SET fence = fence + 1, locked_by = $2, locked_until = now() + interval '1 hour'
     WHERE gateway_id = $1 AND applied < wished RETURNING scope`,
    [id, signOf(other)],
  );
  const [before] = await stage.sql('SELECT count(*)::int AS rows FROM inventory_object WHERE gateway_id = $1', [id]);
  const sent = fake.requests.count;
  await push;
  // What was under way ends, and no slot begins anything else.
  expect(fake.requests.count - sent).toBeLessThanOrEqual(2 * maxWritesAtOnce);
  const [after] = await stage.sql('SELECT count(*)::int AS rows FROM inventory_object WHERE gateway_id = $1', [id]);
  expect(after).toEqual(before);
  const held = await stage.sql('SELECT scope FROM sync_scope WHERE gateway_id = $1 AND locked_by = $2', [
    id,
    signOf(other),
  ]);
  expect(held).toHaveLength(taken.length);
});

it('takes over from a worker whose sign is gone at once, and from nobody else', async () => {
  const { id } = await staged(3);
  const leases = worker.get(ScopeLeasesStore);
  expect(await leases.take(id, 'bulk', 'a-dead-worker')).toHaveLength(3);
  await worker.sync(id, 'bulk');
  expect(await stage.states(id)).toMatchObject({ waiting: 0 });
  const living = await stage.worker();
  await living.sync(id, 'now');
  await stage.wish([stage.version], { priority: 2 });
  expect(await leases.take(id, 'bulk', signOf(living))).toHaveLength(1);
  expect(await leases.freeDead(id)).toBe(0);
});

it.each([
  ['died', 'now() + interval $$1 hour$$'],
  ['lost its lease', 'now() - interval $$1 hour$$'],
  ['let go of it', 'NULL'],
])('gives a number to what a worker wrote that %s before it could say so', async (_, lockedUntil) => {
  const { id, fake } = await staged(0);
  const number = async (scope: string) =>
    (
      await stage.sql<{ watermark: number }>(
        'SELECT watermark::int FROM sync_scope WHERE gateway_id = $1 AND scope = $2',
        [id, scope],
      )
    )[0]!.watermark;
  const before = await number(stage.version);
  await stage.wish([stage.version]);
  await stage.sql(
    `UPDATE sync_scope SET locked_by = 'a-dead-worker', locked_until = ${lockedUntil} WHERE gateway_id = $1 AND scope = $2`,
    [id, stage.version],
  );
  await worker.sync(id);
  expect(fake.requests.count).toBe(0);
  const after = await number(stage.version);
  expect(after).toBeGreaterThan(before);
  await stage.wish([stage.version]);
  await worker.sync(id);
  expect(await number(stage.version)).toBe(after);
  await worker.sync(id, 'bulk');
  expect(await number('watermark')).toBe(after);
});

it('shows how far a large push is, and when it was over', async () => {
  const { id } = await staged(0);
  const ids = await stage.applications(250);
  await stage.wish(applicationScopes(ids), { priority: 2 });
  await stage.sql(`INSERT INTO sync_run (gateway_id, reason, scopes_total) VALUES ($1, 'registered', 250)`, [id]);
  const run = async () =>
    (
      await stage.sql(
        `SELECT scopes_done AS done, objects_written AS written, finished_at IS NOT NULL AS finished FROM sync_run WHERE gateway_id = $1`,
        [id],
      )
    )[0]!;
  // On a busy machine it takes more than one turn.
  while (!(await run()).finished) await worker.sync(id, 'bulk');
  expect(await run()).toEqual({ done: 250, written: 250 * OBJECTS_PER_APPLICATION, finished: true });
});
