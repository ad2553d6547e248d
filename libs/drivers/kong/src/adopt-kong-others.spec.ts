import { conformanceSample, selectAdoption, type DesiredScope } from '#gateway';
import { startFakeAdmin, type FakeAdmin } from '#kong-admin';
import { KongAdoptionReader } from './adopt-kong.js';
import { anyAddress } from './any-address.fixture.js';
import { KongObjectMaker } from './kong-objects.js';
import { KongClient } from './kong.client.js';
import { KongDriver } from './kong.driver.js';

const ourId = '6f1c1f0a-38c6-4f0e-9c55-0d5a1c5f7a10';
const theirId = '00000000-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
const reason = 'It belongs to another Gatehouse.';
const { version, application } = conformanceSample;

let kong: FakeAdmin;
beforeEach(async () => {
  kong = await startFakeAdmin();
});
afterEach(() => kong.close());

const read = () =>
  new KongAdoptionReader(
    new KongClient({ adminUrl: kong.url, checkAddress: anyAddress }),
    new KongObjectMaker(ourId),
    'local',
  ).read();

/** What another installation puts on the same Kong. */
async function pushTheirs(...scopes: DesiredScope[]) {
  const theirs = new KongDriver({ adminUrl: kong.url, checkAddress: anyAddress, installationId: theirId });
  const objects = scopes.flatMap((scope) => theirs.toObjects(scope));
  for (const kind of theirs.kindOrder.kinds)
    for (const object of objects) if (object.kind === kind) await theirs.put(object);
  return objects;
}

/** Puts an object of nobody's Gatehouse there. */
async function add(path: string, body: Record<string, unknown>): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(kong.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(201);
}

async function addShop(paths: string[]): Promise<void> {
  await add('/services', { name: 'shop', host: 'shop.internal' });
  await add('/services/shop/routes', { name: 'shop-route', paths });
  await add('/services/shop/plugins', { name: 'key-auth' });
  await add('/consumers', { username: 'till' });
  await add('/consumers/till/key-auth', { key: 'tills-own-key' });
}

const gateway: DesiredScope = {
  scope: 'gateway',
  usageLog: { url: 'http://127.0.0.1:9/', headers: {} },
  probe: { token: 'theirs' },
};

it('takes over and removes nothing of another Gatehouse, and says so', async () => {
  await addShop(['/shop']);
  const theirs = await pushTheirs(gateway, version, application);
  const found = await read();
  const none = { services: new Map(), consumers: new Map() };
  const { services, consumers, routes, rest } = selectAdoption(found, null, none);
  expect(services.map(({ foundAs }) => foundAs)).toEqual(['shop']);
  expect(consumers.map(({ consumer }) => consumer.foundAs)).toEqual(['till']);
  const ids = new Set(theirs.map(({ id }) => id));
  expect([...routes, ...rest].filter(({ id }) => ids.has(id))).toEqual([]);
  expect(rest.map(({ kind }) => kind)).toEqual(['consumers', 'services']);

  const named = theirs.flatMap(({ kind, body }) => {
    if (kind === 'plugins' && body.name !== 'http-log') return [];
    const name = body.name ?? body.username;
    return typeof name === 'string' ? [{ kind: kind as string, name, reason }] : [];
  });
  expect(new Set(named.map(({ kind }) => kind))).toEqual(new Set(['services', 'routes', 'consumers', 'plugins']));
  expect(new Set(found.notAdopted)).toEqual(new Set(named));
});

it('gives none of their names away', async () => {
  const theirs = await pushTheirs(version);
  const names = theirs.flatMap(({ kind, body }) => (kind === 'plugins' ? [] : [String(body.name)]));
  expect(names).not.toEqual([]);
  expect((await read()).namesInUse).toEqual(names.sort());
});

it('takes no route from beside one of theirs for the same path, and no service from under one', async () => {
  await addShop(['/shop']);
  await add('/services/shop/routes', { name: 'theirs', paths: ['/other'], tags: ['gatehouse', 'gatehouse-00000000'] });
  const none = { services: new Map(), consumers: new Map() };
  expect(selectAdoption(await read(), null, none).rest.map(({ kind }) => kind)).toEqual(['consumers']);
  await add('/services/shop/routes', { name: 'twin', paths: ['/shop'], tags: ['gatehouse', 'gatehouse-00000000'] });
  const { services, notAdopted } = await read();
  expect(services).toEqual([]);
  expect(notAdopted).toContainEqual({
    kind: 'routes',
    name: 'shop-route',
    reason: 'Another route on this gateway is for the same path.',
  });
});
