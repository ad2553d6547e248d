import type { ScopeName } from '#gateway';
import { type FakeAdmin, type FakeNode, startFakeNode } from '#kong-admin';
import { applicationScopes, type StagedWorker, SyncStage, writesOf } from '../../../test-support/sync-stage.js';
import { ProveGateway } from '../prove/prove-gateway.js';

let stage: SyncStage;
let worker: StagedWorker;
let fake: FakeAdmin;
let node: FakeNode;
let gatewayId: string;
let applicationId: string;
let application: ScopeName;

beforeAll(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
  ({ id: gatewayId, fake } = await stage.gateway());
  node = await startFakeNode({ model: fake.model });
  await stage.sql('INSERT INTO gateway_node (gateway_id, url, position) VALUES ($1, $2, 1)', [gatewayId, node.url]);
  [applicationId] = (await stage.applications(1)) as [string];
  [application] = applicationScopes([applicationId]) as [ScopeName];
  await stage.wish(['gateway', stage.version]);
  await worker.sync(gatewayId);
  await stage.wish([application]);
  await worker.sync(gatewayId);
  await worker.sync(gatewayId, 'bulk');
  await prove();
});

afterAll(async () => {
  await node.close();
  await stage.close();
});

const prove = () => worker.get(ProveGateway).run(gatewayId);

/** What connections write that do not wait for the disk, in their order; each is lost only with all behind it. */
const QUICK = ['inventory_object', 'credential_confirmation', 'sync_scope'] as const;
const LEASE_LEFT = { 'ran out': 'now()', 'is of a worker that died with it': `now() + interval '20 seconds'` };

async function keep(): Promise<void> {
  for (const table of QUICK) {
    await stage.sql(`DROP TABLE IF EXISTS kept_${table}`);
    await stage.sql(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  }
}

/** As a crash of PostgreSQL leaves it: the scope was taken, and what came later is gone from the first lost one on. */
async function crash(firstLost: number, leaseUntil: string): Promise<void> {
  for (const table of QUICK.slice(firstLost).filter((name) => name !== 'sync_scope')) {
    await stage.sql(`DELETE FROM ${table}`);
    await stage.sql(`INSERT INTO ${table} TABLE kept_${table}`);
  }
  // Taking it had waited for the disk, so the fence stands.
  await stage.sql(
    `UPDATE sync_scope s SET applied = k.applied, applied_at = k.applied_at, priority = k.priority,
       locked_by = gen_random_uuid()::text, locked_until = ${leaseUntil}
     FROM kept_sync_scope k WHERE s.gateway_id = k.gateway_id AND s.scope = k.scope AND s.scope = $1`,
    [application],
  );
}

async function pushed(): Promise<string[]> {
  fake.requests.reset();
  await worker.sync(gatewayId);
  return writesOf(fake);
}

async function stateOf(keyId: string) {
  const [row] = await stage.sql(
    `SELECT s.applied = s.wished AS applied, s.locked_by, k.taken_at IS NOT NULL AS taken, k.live_at IS NOT NULL AS live,
       k.dropped_at IS NOT NULL AS dropped, k.revoked_at IS NOT NULL AS revoked,
       (SELECT count(*)::int FROM inventory_object i WHERE i.subject_id = k.credential_id) AS noted
     FROM credential_confirmation k JOIN sync_scope s ON s.gateway_id = k.gateway_id
     WHERE k.credential_id = $1 AND s.scope = $2`,
    [keyId, application],
  );
  return row;
}

const AT_REST = { applied: true, locked_by: null };
const LIVE = { ...AT_REST, taken: true, live: true, dropped: false, revoked: false, noted: 1 };
const GONE = { ...AT_REST, taken: true, live: true, dropped: true, revoked: true, noted: 0 };

describe.each(Object.entries(LEASE_LEFT))('after a crash of PostgreSQL, where the lease %s,', (_left, leaseUntil) => {
  it.each([
    ['what the gateway took', 0],
    ['that the key was taken', 1],
    ['the end of the push', 2],
  ])('a key becomes usable once, and ends once, although %s was lost', async (_what, firstLost) => {
    const keys = fake.model.count('keyauth_credentials');
    const again = (writes: string[]) => (firstLost === 0 ? writes : []);
    await keep();
    const [keyId] = (await stage.keys([applicationId])) as [string];
    await stage.wish([application]);
    expect(await pushed()).toEqual(['PUT /key-auths']);
    await crash(firstLost, leaseUntil);
    expect(await pushed()).toEqual(again(['PUT /key-auths']));
    await prove();
    expect(await stateOf(keyId)).toEqual(LIVE);
    expect(fake.model.count('keyauth_credentials')).toBe(keys + 1);

    await keep();
    await stage.sql('UPDATE credential SET revoked_at = now() WHERE id = $1', [keyId]);
    await stage.wish([application], { priority: 0 });
    expect(await pushed()).toEqual(['DELETE /key-auths']);
    await crash(firstLost, leaseUntil);
    expect(await pushed()).toEqual(again(['DELETE /key-auths']));
    await prove();
    expect(await stateOf(keyId)).toEqual(GONE);
    expect(fake.model.count('keyauth_credentials')).toBe(keys);
  });

  it('a key of which the proof was lost is asked about once more', async () => {
    const [keyId] = (await stage.keys([applicationId])) as [string];
    await stage.wish([application]);
    await pushed();
    await keep();
    await prove();
    expect(await stateOf(keyId)).toEqual(LIVE);
    await stage.sql('DELETE FROM credential_confirmation');
    await stage.sql('INSERT INTO credential_confirmation TABLE kept_credential_confirmation');
    expect(await stateOf(keyId)).toEqual({ ...LIVE, live: false });
    await prove();
    expect(await stateOf(keyId)).toEqual(LIVE);
  });
});
