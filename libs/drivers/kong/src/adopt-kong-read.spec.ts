import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdoptableConsumer } from '#gateway';
import { startFakeAdmin, type FakeAdmin } from '#kong-admin';
import { KeptCount, neededOf } from './adopt-kong-fields.js';
import { KongAdoptionReader } from './adopt-kong.js';
import { anyAddress } from './any-address.fixture.js';
import { KongObjectMaker } from './kong-objects.js';
import { KongClient } from './kong.client.js';

const installationId = '6f1c1f0a-38c6-4f0e-9c55-0d5a1c5f7a10';

let kong: FakeAdmin;
beforeEach(async () => {
  kong = await startFakeAdmin();
});
afterEach(() => kong.close());

/** Makes an object as its owner would, and gives its id. */
async function make(path: string, body: Record<string, unknown>): Promise<string> {
  const response = await fetch(kong.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { id?: string };
  if (response.status !== 201 || answer.id === undefined) throw new Error(JSON.stringify(answer));
  return answer.id;
}

const readerOf = (adminUrl: string) =>
  new KongAdoptionReader(
    new KongClient({ adminUrl, checkAddress: anyAddress }),
    new KongObjectMaker(installationId),
    'local',
  );

/** An Admin API of which every list ends like this. */
async function startListing(answer: () => unknown) {
  let pages = 0;
  const server = createServer((_, response) => {
    pages += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, pages: () => pages, close: () => new Promise((resolve) => server.close(resolve)) };
}

it('refuses a gateway that holds more than 200,000 objects of others', async () => {
  const data = Array.from({ length: 1_000 }, () => ({ id: randomUUID() }));
  const endless = await startListing(() => ({ data, offset: randomUUID() }));
  await expect(readerOf(endless.url).read()).rejects.toThrow(/more than 200,000 objects/);
  expect(endless.pages()).toBe(201);
  await endless.close();
});

it('refuses a gateway of whose objects it would have to keep more than 64 MiB', async () => {
  const host = 'x'.repeat(200_000);
  const endless = await startListing(() => ({
    data: Array.from({ length: 20 }, () => ({ id: randomUUID(), host })),
    offset: randomUUID(),
  }));
  await expect(readerOf(endless.url).read()).rejects.toThrow(/more than 64 MiB of settings/);
  expect(endless.pages()).toBe(17);
  await endless.close();
});

it('keeps of an object only what it looks at', () => {
  const long = 'x'.repeat(100_000);
  const kept = new KeptCount();
  const lua = { id: 'p', name: 'pre-function', service: { id: 's' }, config: { access: [long] }, tags: [long] };
  const keyAuth = { id: 'k', name: 'key-auth', protocols: ['http'], config: { key_names: ['a'], realm: long } };
  expect(neededOf('plugins', lua)).toEqual({ id: 'p', name: 'pre-function', service: { id: 's' }, config: {} });
  expect(neededOf('plugins', keyAuth)).toEqual({ ...keyAuth, config: { key_names: ['a'] } });
  for (const plugin of [lua, keyAuth]) kept.add(neededOf('plugins', plugin));
  expect(kept.objects).toBe(2);
  expect(kept.bytes).toBeLessThan(300);
});

it('takes nothing over from what answers with ids that are none', async () => {
  const odd = await startListing(() => ({ data: [{ id: '../../status' }] }));
  await expect(readerOf(odd.url).read()).rejects.toThrow(/whose id is no UUID/);
  await odd.close();
});

it('reads what we have removed ourselves as if it stood', async () => {
  const consumerId = await make('/consumers', { username: 'till' });
  await make(`/consumers/${consumerId}/key-auth`, { key: 'tills-own-key-0123456789abcdef' });
  await make(`/consumers/${consumerId}/acls`, { group: 'shop' });
  const before = await readerOf(kong.url).read();
  const [{ credentials, groups }] = before.consumers as [AdoptableConsumer];
  for (const path of [`/key-auths/${credentials[0]!.key}`, `/acls/${groups[0]!.key}`])
    await fetch(kong.url + path, { method: 'DELETE' });
  expect((await readerOf(kong.url).read()).consumers[0]).toMatchObject({ credentials: [], groups: [] });
  const of = <One>(one: One) => ({ ...one, consumer: consumerId });
  const removed = { credentials: credentials.map(of), groups: groups.map(of) };
  expect(await readerOf(kong.url).read(removed)).toEqual(before);
  expect(removed.credentials).toHaveLength(1);
});
