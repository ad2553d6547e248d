import type { ScopeName } from '#gateway';
import { type FakeAdmin, startFakeNode, type FakeNode } from '#kong-admin';
import { applicationScopes, type StagedWorker, SyncStage } from '../../../test-support/sync-stage.js';

let stage: SyncStage;
let worker: StagedWorker;
let fake: FakeAdmin;
let node: FakeNode;
let gatewayId: string;
let applications: ScopeName[];
beforeAll(async () => {
  stage = await SyncStage.open();
  worker = await stage.worker();
  ({ id: gatewayId, fake } = await stage.gateway());
  node = await startFakeNode({ model: fake.model });
  applications = applicationScopes(await stage.applications(3));
  await stage.wish(['gateway', stage.version, ...applications]);
  await worker.sync(gatewayId);
});
afterAll(async () => {
  await node.close();
  await stage.close();
});

/** What the gateway is asked to do when the version has become this. The watermark, once a push, is not counted. */
async function requestsFor(change: string): Promise<string[]> {
  await stage.sql(`UPDATE version SET ${change} WHERE id = $1`, [stage.versionId]);
  return push();
}

async function push(): Promise<string[]> {
  fake.requests.reset();
  await stage.wish([stage.version]);
  await worker.sync(gatewayId);
  expect(await stage.states(gatewayId)).toEqual({ waiting: 0, failed: 0, errors: [] });
  const mark = [...fake.model.all('routes')].find(({ name }) => String(name).endsWith('.watermark'));
  return fake.requests.log
    .filter(({ method, path }) => method !== 'GET' && path !== `/routes/${mark?.id}`)
    .map(({ method, path }) => `${method} /${path.split('/')[1]}`)
    .sort();
}

const call = () => fetch(`${node.url}/orders/v1/x`);

it('costs one request to deprecate a version, however many may call it', async () => {
  expect(await requestsFor(`state = 'deprecated', deprecated_at = now()`)).toEqual(['PUT /plugins']);
  expect(await push()).toEqual([]);
});

it('costs the same to change the plan', async () => {
  expect(await requestsFor(`sunset_at = now() + interval '30 days'`)).toEqual(['PUT /plugins']);
});

it('costs one write to begin a brown-out and one to end it', async () => {
  await stage.sql(
    `INSERT INTO brownout (id, version_id, starts_at, ends_at, share_percent, begun_at)
     VALUES (gen_random_uuid(), $1, now(), now() + interval '1 hour', 100, now())`,
    [stage.versionId],
  );
  expect(await push()).toEqual(['PUT /plugins']);
  await stage.sql('UPDATE brownout SET ended_at = now()');
  expect(await push()).toEqual(['DELETE /plugins']);
});

it('answers 410 to everybody once the version is retired, without taking any guard away', async () => {
  expect((await call()).status).toBe(401);
  const requests = await requestsFor(`state = 'retired', retired_at = now(), sunset_at = now()`);
  expect(requests).toEqual(['PUT /plugins', 'PUT /plugins']);
  const answer = await call();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([410, 'application/problem+json']);
  expect(await answer.json()).toMatchObject({ status: 410, page: expect.stringContaining('/services/orders/v1') });
  const guards = [...fake.model.all('plugins')].map(({ name }) => name);
  expect(guards).toEqual(expect.arrayContaining(['key-auth', 'acl', 'rate-limiting']));
});

it('takes back what was added, and everything when it stops answering', async () => {
  expect(await requestsFor(`state = 'published', deprecated_at = NULL, sunset_at = NULL, retired_at = NULL`)).toEqual([
    'DELETE /plugins',
    'PUT /plugins',
  ]);
  expect((await call()).status).toBe(401);
  await stage.sql('DELETE FROM deployment');
  await stage.sql(`UPDATE version SET state = 'retired'`);
  await stage.wish([stage.version, ...applications]);
  await worker.sync(gatewayId);
  expect(await stage.states(gatewayId)).toEqual({ waiting: 0, failed: 0, errors: [] });
  expect((await call()).status).toBe(404);
  expect([...fake.model.all('plugins')].map(({ name }) => name)).not.toContain('rate-limiting');
});
