import { waitUntil } from '#testing';
import { countStatements } from '../../../test-support/count-statements.js';
import { ProvenGateway, type ProvenKey } from '../../../test-support/proven-gateway.js';
import { ProveGateway, turnPolicy } from './prove-gateway.js';
import { ProveGatewayStore } from './prove-gateway.store.js';

let gateway: ProvenGateway;
let store: ProveGatewayStore;

beforeEach(async () => {
  gateway = await ProvenGateway.start(2);
  store = gateway.context.get(ProveGatewayStore);
});
afterEach(() => gateway.stop());

/** One turn of the worker, whoever asks for it. */
const turn = () => gateway.context.get(ProveGateway).run(gateway.gatewayId);

const claim = async (lane: 'now' | 'bulk', count = 1) =>
  (await store.claim(gateway.gatewayId, lane, count)).map(({ credentialId }) => credentialId);

async function confirmations(columns: string): Promise<object[]> {
  const { rows } = await gateway.sql.query<object>(`SELECT ${columns} FROM credential_confirmation`);
  return rows;
}

/** Each with whether it was due when it was enqueued: a moment later it may be so by itself. */
async function jobs(): Promise<{ key: string; due: boolean }[]> {
  const { rows } = await gateway.sql.query<{ key: string; due: boolean }>(
    'SELECT key, run_at <= updated_at AS due FROM graphile_worker.jobs ORDER BY key',
  );
  return rows;
}

async function isDue(): Promise<boolean> {
  const { rowCount } = await gateway.sql.query(
    'SELECT FROM credential_confirmation WHERE probe_at IS NOT NULL LIMIT 1',
  );
  return rowCount === 1;
}

async function newKey(): Promise<ProvenKey> {
  const [key] = await gateway.issue();
  return key!;
}

/** What is taken from now on is pushed with this priority. */
async function pushWith(priority: 1 | 2): Promise<void> {
  await gateway.sql.query(
    `INSERT INTO sync_scope (gateway_id, scope, priority) VALUES ($1, 'application:' || $2, $3)
     ON CONFLICT (gateway_id, scope) DO UPDATE SET priority = EXCLUDED.priority`,
    [gateway.gatewayId, gateway.applicationId, priority],
  );
}

it('takes a few statements a batch, however many keys were revoked at once', async () => {
  const costOf = async (count: number) => {
    const keys = await gateway.issue(count);
    await gateway.take(keys);
    while (await isDue()) await turn();
    await gateway.drop(keys);
    const askedBefore = gateway.nodes[0]!.calls;
    let [turns, statements] = [0, 0];
    while (await isDue()) {
      statements += await countStatements(turn);
      turns += 1;
    }
    expect(gateway.nodes[0]!.calls - askedBefore).toBeLessThanOrEqual(count + turns);
    return { turns, statements };
  };
  const one = await costOf(1);
  const many = await costOf(500);
  // Two batches more, and each: the state, the claim and the outcome. A slow machine takes more turns.
  expect(one.turns).toBe(1);
  expect(many.statements).toBeLessThanOrEqual(many.turns * (one.statements + 2) + 2 * 3);
  expect(await confirmations('count(*)::int, count(revoked_at)::int AS revoked, count(probe_at)::int AS due')).toEqual([
    { count: 501, revoked: 501, due: 0 },
  ]);
});

it('asks about what was taken away first, then about what a person got, and only then about one of very many', async () => {
  const [dropped, fresh, known] = [await newKey(), await newKey(), await newKey()];
  await pushWith(2);
  await gateway.take([known]);
  await pushWith(1);
  await gateway.take([fresh]);
  await gateway.drop([dropped]);
  expect(await claim('now')).toEqual([dropped.id]);
  expect(await claim('now')).toEqual([fresh.id]);
  expect(await claim('now')).toEqual([]);
  expect(await claim('bulk')).toEqual([known.id]);
  expect(await claim('bulk')).toEqual([]);
});

it('asks about the newest first', async () => {
  const [first, second] = [await newKey(), await newKey()];
  await gateway.take([first]);
  await gateway.sql.query(`UPDATE credential_confirmation SET probe_at = probe_at - interval '1 second'`);
  await gateway.take([second]);
  expect(await claim('now')).toEqual([second.id]);
});

it('asks again about all that were asked in vain, those that wait longest first, and after what is new', async () => {
  const [patient, impatient, fresh] = [await newKey(), await newKey(), await newKey()];
  await gateway.take([patient, impatient, fresh]);
  await gateway.sql.query(
    `UPDATE credential_confirmation SET probe_at = now() - interval '1 second' * age.seconds, probes = age.probes
     FROM unnest($1::uuid[], ARRAY[30, 1, 10], ARRAY[9, 1, 0]) AS age(id, seconds, probes) WHERE credential_id = age.id`,
    [[patient.id, impatient.id, fresh.id]],
  );
  expect(await claim('now')).toEqual([fresh.id]);
  expect(await claim('now')).toEqual([patient.id]);
  expect(await claim('now')).toEqual([impatient.id]);
});

it('does not flood the nodes with very many, which wait for what somebody waits for', async () => {
  await pushWith(2);
  await gateway.take(await gateway.issue(40));
  await pushWith(1);
  const fresh = await newKey();
  await gateway.take([fresh]);
  await turn();
  const { rows } = await gateway.sql.query(
    `SELECT live_at, array_agg(credential_id) AS ids FROM credential_confirmation WHERE taken_at IS NOT NULL
     GROUP BY live_at ORDER BY live_at`,
  );
  expect(rows.map(({ ids }) => ids.length)).toEqual([1, 16, 16, 8]);
  expect(rows[0].ids).toEqual([fresh.id]);
});

it('asks about few of very many while a large push goes on', async () => {
  const { bulkDuringRunEveryMs } = turnPolicy;
  turnPolicy.bulkDuringRunEveryMs = 3_600_000;
  await gateway.sql.query(`INSERT INTO sync_run (gateway_id, reason, scopes_total) VALUES ($1, 'registered', 1)`, [
    gateway.gatewayId,
  ]);
  await pushWith(2);
  await gateway.take(await gateway.issue(40));
  await gateway.sql.query('DELETE FROM graphile_worker._private_jobs');
  await turn();
  turnPolicy.bulkDuringRunEveryMs = bulkDuringRunEveryMs;
  expect(await confirmations('count(live_at)::int AS live')).toEqual([{ live: 16 }]);
  expect(await jobs()).toEqual([{ key: `prove-gateway:${gateway.gatewayId}:later`, due: false }]);
});

it('drops what was found out about a key that was revoked meanwhile', async () => {
  const key = await newKey();
  await gateway.take([key]);
  const [claimed] = await store.claim(gateway.gatewayId, 'now', 1);
  await gateway.drop([key]);
  const { credentialId, claimedUntil } = claimed!;
  await store.record(gateway.gatewayId, [{ credentialId, claimedUntil, nodes: [], shown: true, againMs: 0 }]);
  expect(await confirmations('live_at, revoked_at')).toEqual([{ live_at: null, revoked_at: null }]);
  await turn();
  expect(await confirmations('live_at, revoked_at')).toEqual([{ live_at: null, revoked_at: expect.any(Date) }]);
});

it('asks about a key again that a worker had claimed and that died', async () => {
  const key = await newKey();
  await gateway.take([key]);
  expect(await claim('now')).toEqual([key.id]);
  expect(await claim('now')).toEqual([]);
  await gateway.sql.query(`UPDATE credential_confirmation SET probe_at = probe_at - interval '1 hour'`);
  await gateway.sql.query('DELETE FROM graphile_worker._private_jobs');
  await store.enqueueOverdue(5_000, 3_600_000);
  expect(await jobs()).toEqual([{ key: `prove-gateway:${gateway.gatewayId}`, due: true }]);
  await turn();
  expect(await confirmations('live_at')).toEqual([{ live_at: expect.any(Date) }]);
});

it('looks after nodes that nobody has asked for a while, and leaves alone what is up to date', async () => {
  await store.enqueueOverdue(5_000, 30_000);
  expect(await jobs()).toHaveLength(1);
  await gateway.sql.query('DELETE FROM graphile_worker._private_jobs');
  await turn();
  await store.enqueueOverdue(5_000, 30_000);
  expect(await jobs()).toEqual([]);
});

it('leaves its place when nothing is due soon, and comes back by itself', async () => {
  gateway.nodes[1]!.lag.credentialsMs = Infinity;
  const key = await newKey();
  await gateway.askNode(1, key);
  await gateway.take([key]);
  await gateway.sql.query('DELETE FROM graphile_worker._private_jobs');
  await turn();
  expect(await confirmations('live_at, probes > 3 AS patient')).toEqual([{ live_at: null, patient: true }]);
  expect(await jobs()).toEqual([{ key: `prove-gateway:${gateway.gatewayId}:later`, due: false }]);
});

it('goes on turn by turn until all is proved', async () => {
  const { longestMs } = turnPolicy;
  turnPolicy.longestMs = 0;
  const stopWorking = gateway.work();
  try {
    await gateway.take(await gateway.issue(450));
    await waitUntil('the last one', async () => !(await isDue()), 30_000);
    expect(await confirmations('count(live_at)::int AS live')).toEqual([{ live: 450 }]);
  } finally {
    turnPolicy.longestMs = longestMs;
    await stopWorking();
  }
});

it('hears at once of what comes while it waits', async () => {
  gateway.nodes[1]!.lag.credentialsMs = Infinity;
  const late = await newKey();
  await gateway.askNode(1, late);
  await gateway.take([late]);
  const running = turn();
  const fresh = await newKey();
  await gateway.take([fresh]);
  await turn();
  await running;
  const { rows } = await gateway.sql.query(
    'SELECT credential_id FROM credential_confirmation WHERE live_at IS NOT NULL',
  );
  expect(rows).toEqual([{ credential_id: fresh.id }]);
});
