import { randomUUID } from 'node:crypto';
import type { ScopeName } from '#gateway';
import { digestAsSnippet, type FakeAdmin, type FakeNode, startFakeNode } from '#kong-admin';
import { createLogger } from '#platform';
import { waitUntil } from '#testing';
import { testConfig } from '../../../test-support/start-test-app.js';
import { applicationScopes, SyncStage } from '../../../test-support/sync-stage.js';
import { runWorker } from '../../run-worker.js';

let stage: SyncStage;
let gatewayId: string;
let fake: FakeAdmin;
let node: FakeNode;
let worker: Awaited<ReturnType<typeof runWorker>>;
let application: ScopeName;
let keyId: string;
const key = randomUUID();

beforeAll(async () => {
  stage = await SyncStage.open();
  ({ id: gatewayId, fake } = await stage.gateway({ database: 'off' }));
  node = await startFakeNode({ model: fake.model });
  await stage.sql('INSERT INTO gateway_node (gateway_id, url, position) VALUES ($1, $2, 1)', [gatewayId, node.url]);
  const [applicationId] = (await stage.applications(1)) as [string];
  [application] = applicationScopes([applicationId]) as [ScopeName];
  [{ id: keyId }] = (await stage.sql<{ id: string }>('SELECT id FROM credential')) as [{ id: string }];
  await stage.sql('UPDATE credential SET sha1 = $1', [digestAsSnippet(key)]);
  worker = await runWorker(testConfig(stage.database.url), createLogger('spec', 'error'));
});

afterAll(async () => {
  await worker.stop();
  await node.close();
  await stage.close();
});

const call = async () => (await fetch(`${node.url}/orders/v1/`, { headers: { apikey: key } })).status;
const load = async (document: object) => {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ _format_version: '3.0', ...document });
  expect((await fetch(`${fake.url}/config`, { method: 'POST', headers, body })).status).toBe(201);
};
const isSaid = (what: 'live_at' | 'revoked_at') => async () =>
  (await stage.sql(`SELECT FROM credential_confirmation WHERE credential_id = $1 AND ${what} IS NOT NULL`, [keyId]))
    .length === 1;
const allConfirmed = async () => {
  const left = await stage.sql(
    `SELECT FROM sync_scope WHERE applied < wished
       OR (scope <> 'watermark' AND (confirmed_at IS NULL OR confirmed_at < applied_at))`,
  );
  return left.length === 0;
};
const sweep = () =>
  stage.sql(`SELECT graphile_worker.add_job('sweep-gateway', json_build_object('gatewayId', $1::text))`, [gatewayId]);
const limits = () => [...fake.model.all('plugins')].filter(({ name }) => name === 'rate-limiting');
const isLimit = (minute: number) => () =>
  Promise.resolve(limits().every(({ config }) => (config as { minute: number }).minute === minute));

// One after the other: each goes on with what the one before it has left.
describe('a Kong without a database', () => {
  it('lets a key in once it is published, and all of it is proved', async () => {
    await load({ services: [{ name: 'theirs', url: 'http://127.0.0.1:9' }] });
    await stage.wish(['gateway', stage.version, application]);
    await waitUntil('the key to be live', isSaid('live_at'));
    await waitUntil('everything to be confirmed', allConfirmed);
    expect(await call()).toBe(200);
    const [{ watermark }] = (await stage.sql('SELECT watermark::int FROM gateway_node')) as [{ watermark: number }];
    expect(watermark).toBeGreaterThan(0);
  });

  it('limits as the plan does when that changes', async () => {
    expect(limits()).toMatchObject([{ config: { minute: 5 } }]);
    await stage.sql('UPDATE plan SET limit_per_minute = 700');
    await stage.wish([application]);
    await waitUntil('the new limit', isLimit(700));
    await waitUntil('it to be confirmed', allConfirmed);
    expect(await call()).toBe(200);
  });

  it('gets back what was there when it was started anew without anything', async () => {
    await load({});
    expect(await call()).toBe(404);
    await waitUntil('it to be filled again', async () => (await call()) === 200);
    const entries = await stage.sql(`SELECT FROM audit_entry WHERE action = 'gateway.refilled'`);
    expect(entries).toHaveLength(1);
  });

  it('is put right by a sweep after somebody has given it another configuration', async () => {
    await waitUntil('everything to be confirmed', allConfirmed);
    await stage.sql(`UPDATE gateway SET drift_policy = 'repair'`);
    const { config } = (await (await fetch(`${fake.url}/config`)).json()) as { config: string };
    expect(config).toContain('minute: 700');
    await fetch(`${fake.url}/config`, {
      method: 'POST',
      headers: { 'content-type': 'text/yaml' },
      body: config.replace('minute: 700', 'minute: 999999'),
    });
    expect(limits()).toMatchObject([{ config: { minute: 999999 } }]);
    await sweep();
    await waitUntil('the limit to be put right', isLimit(700));
    expect(await stage.sql(`SELECT FROM audit_entry WHERE action = 'gateway.repaired'`)).toHaveLength(1);
    await waitUntil('everything to be confirmed', allConfirmed);
  });

  it('refuses a key once it is revoked, and says so when its node was seen to', async () => {
    await stage.sql('UPDATE credential SET revoked_at = now() WHERE id = $1', [keyId]);
    await stage.wish([application], { priority: 0 });
    await waitUntil('the key to be refused', isSaid('revoked_at'));
    expect(await call()).toBe(401);
  });

  it('is left with what others have there', async () => {
    await load({ services: [{ name: 'theirs', url: 'http://127.0.0.1:9' }] });
    await waitUntil('it to be filled again', async () => (await call()) === 401);
    expect([...fake.model.all('services')].map(({ name }) => name)).toContain('theirs');
  });
});
