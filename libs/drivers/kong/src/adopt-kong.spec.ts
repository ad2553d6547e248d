import { createHash } from 'node:crypto';
import { selectAdoption, type AdoptableGateway } from '#gateway';
import { startFakeAdmin, type FakeAdmin } from '#kong-admin';
import { readForeignKong } from './adopt-kong-read.js';
import { adoptKong, KongAdoptionReader } from './adopt-kong.js';
import { anyAddress } from './any-address.fixture.js';
import { KongObjectMaker } from './kong-objects.js';
import { KongClient } from './kong.client.js';

const installationId = '6f1c1f0a-38c6-4f0e-9c55-0d5a1c5f7a10';
const PLAIN_KEY = 'tills-own-key-0123456789abcdef';
const sha = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

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

const read = (policy: 'local' | 'redis' = 'local'): Promise<AdoptableGateway> =>
  new KongAdoptionReader(
    new KongClient({ adminUrl: kong.url, checkAddress: anyAddress }),
    new KongObjectMaker(installationId),
    policy,
  ).read();

interface Shop {
  service?: Record<string, unknown>;
  route?: Record<string, unknown>;
  keyAuth?: Record<string, unknown> | null;
  acl?: Record<string, unknown> | null;
}

/** A service as many stand on Kongs: a route, a key, a group, a limit. */
async function addShop({ service = {}, route = {}, keyAuth = {}, acl = { allow: ['shop'] } }: Shop = {}) {
  const serviceId = await make('/services', { name: 'orders', host: 'orders.internal', port: 8080, ...service });
  const routeId = await make(`/services/${serviceId}/routes`, { name: 'orders-route', paths: ['/orders'], ...route });
  if (keyAuth !== null)
    await make(`/services/${serviceId}/plugins`, {
      name: 'key-auth',
      config: { key_in_query: false, hide_credentials: true, ...keyAuth },
    });
  if (acl !== null) await make(`/services/${serviceId}/plugins`, { name: 'acl', config: acl });
  const consumerId = await make('/consumers', { username: 'till', custom_id: 'crm-17' });
  await make(`/consumers/${consumerId}/key-auth`, { key: PLAIN_KEY });
  await make(`/consumers/${consumerId}/acls`, { group: 'shop' });
  return { serviceId, routeId, consumerId };
}

describe('what a Kong holds', () => {
  it('is told by services, who may call them, and their keys by digests alone', async () => {
    const { serviceId, routeId, consumerId } = await addShop();
    await make('/plugins', { name: 'rate-limiting', service: { id: serviceId }, config: { minute: 60 } });
    const found = await read();
    expect(found.notAdopted).toEqual([]);
    expect(found.services).toEqual([
      expect.objectContaining({
        key: routeId,
        foundAs: 'orders',
        basePath: '/orders',
        upstreamUrl: 'http://orders.internal:8080',
        access: { groups: ['shop'] },
        limits: { minute: 60 },
      }),
    ]);
    expect(found.consumers).toEqual([
      expect.objectContaining({ key: consumerId, foundAs: 'till', customId: 'crm-17', blocked: null, stays: null }),
    ]);
    const [credential] = found.consumers[0]!.credentials;
    expect(credential).toMatchObject({
      digests: { sha1: sha('sha1', PLAIN_KEY), sha256: sha('sha256', PLAIN_KEY) },
      prefix: 'till',
      lastFour: 'cdef',
    });
    expect(JSON.stringify(found)).not.toContain(PLAIN_KEY);
  });

  it('shows nothing of a short key', async () => {
    const { consumerId } = await addShop();
    await make(`/consumers/${consumerId}/key-auth`, { key: 'short-key' });
    const shown = (await read()).consumers[0]!.credentials.map(({ prefix }) => prefix).sort();
    expect(shown).toEqual(['', 'till']);
  });

  it('leaves out what is ours', async () => {
    await addShop();
    const tag = new KongObjectMaker(installationId).installationTag;
    await make('/services', { name: 'ours', host: 'ours.internal', tags: ['gatehouse', tag] });
    expect((await read()).namesInUse).toEqual(['orders', 'orders-route']);
  });

  it('finds the closest limit of each caller', async () => {
    const { serviceId, routeId, consumerId } = await addShop();
    await make('/plugins', { name: 'rate-limiting', service: { id: serviceId }, config: { minute: 60 } });
    const other = await make('/consumers', { username: 'kiosk' });
    await make(`/consumers/${other}/key-auth`, {});
    await make(`/consumers/${other}/acls`, { group: 'shop' });
    await make('/plugins', { name: 'rate-limiting', consumer: { id: consumerId }, config: { minute: 7 } });
    await make('/plugins', {
      name: 'rate-limiting',
      consumer: { id: consumerId },
      service: { id: serviceId },
      config: { minute: 5 },
    });
    const found = await read();
    const limitsOf = Object.fromEntries(found.consumers.map(({ foundAs, limits }) => [foundAs, limits]));
    expect(limitsOf).toEqual({ till: { [routeId]: { minute: 5 } }, kiosk: {} });
  });

  it('keeps the address that the upstream sees when the path is not cut off', async () => {
    await addShop({ service: { path: '/api' }, route: { strip_path: false } });
    const [service] = (await read()).services;
    expect(service).toMatchObject({ basePath: '/orders', upstreamUrl: 'http://orders.internal:8080/api/orders' });
  });
});

describe('what cannot be taken over is named with the reason', () => {
  const cases: [string, Shop, RegExp][] = [
    ['a service without a key', { keyAuth: null, acl: null }, /asks for no key/],
    ['another header for the key', { keyAuth: { key_names: ['x-api-key'] } }, /not read from the header apikey/],
    ['a key that is not read from headers', { keyAuth: { key_in_header: false } }, /not read from the header apikey/],
    ['anonymous callers', { keyAuth: { anonymous: 'guest' } }, /anonymous/],
    ['free preflights', { keyAuth: { run_on_preflight: false } }, /OPTIONS/],
    ['groups that are shut out', { acl: { deny: ['blocked'] } }, /shuts groups out/],
    ['several paths', { route: { paths: ['/orders', '/bestellungen'] } }, /several paths/],
    ['a regular expression', { route: { paths: ['~/orders/\\d+$'] } }, /regular expression/],
    ['some methods only', { route: { methods: ['GET'] } }, /only some methods/],
    ['a header of the call', { route: { headers: { 'x-version': ['2'] } } }, /chosen by a header/],
    ['the Host header passed on', { route: { preserve_host: true } }, /Host header/],
    ['another way to join paths', { route: { path_handling: 'v1' } }, /path_handling v1/],
    ['unbuffered bodies', { route: { request_buffering: false } }, /unbuffered/],
    ['a service that is switched off', { service: { enabled: false } }, /switched off/],
    ['a time-out longer than ours', { service: { read_timeout: 300_000 } }, /read_timeout is 300000 ms/],
    ['a certificate check of its own', { service: { tls_verify: true } }, /whether certificates are checked/],
  ];
  it.each(cases)('%s', async (_, shop, reason) => {
    await addShop(shop);
    const found = await read();
    expect(found.services).toEqual([]);
    expect(found.notAdopted).toEqual([{ kind: 'routes', name: 'orders-route', reason: expect.stringMatching(reason) }]);
  });

  const plugins: [string, Record<string, unknown>, RegExp][] = [
    ['a transformer on the service', { name: 'request-transformer' }, /Its plugin request-transformer/],
    ['a limit by address', { name: 'rate-limiting', config: { minute: 5, limit_by: 'ip' } }, /counts calls by ip/],
    ['a limit by the year', { name: 'rate-limiting', config: { year: 5 } }, /per year/],
    [
      'a guard that skips https',
      { name: 'rate-limiting', config: { minute: 5 }, protocols: ['http'] },
      /all protocols/,
    ],
  ];
  it.each(plugins)('%s', async (_, plugin, reason) => {
    const { serviceId } = await addShop();
    await make(`/services/${serviceId}/plugins`, plugin);
    const found = await read();
    expect(found.services).toEqual([]);
    expect(found.notAdopted[0]!.reason).toMatch(reason);
  });

  it('a plugin for the whole gateway that changes calls', async () => {
    await addShop();
    await make('/plugins', { name: 'rate-limiting', config: { minute: 5 } });
    const found = await read();
    expect(found.services).toEqual([]);
    expect(found.notAdopted.map(({ reason }) => reason)).toContainEqual(
      expect.stringMatching(/rate-limiting is set for the whole gateway/),
    );
  });

  it('but one that only looks on stays, and hinders nothing', async () => {
    await addShop();
    await make('/plugins', { name: 'http-log', config: { http_endpoint: 'http://logs.internal' } });
    const found = await read();
    expect(found.services).toHaveLength(1);
    expect(found.notAdopted).toEqual([
      { kind: 'plugins', name: 'http-log', reason: expect.stringMatching(/It stays/) },
    ]);
  });

  it('a second route for the same path, whichever of them is older', async () => {
    const { serviceId } = await addShop();
    await make(`/services/${serviceId}/routes`, { name: 'again', paths: ['/orders/'], preserve_host: true });
    const found = await read();
    expect(found.services).toEqual([]);
    expect(found.notAdopted.map(({ reason }) => reason)).toContain(
      'Another route on this gateway is for the same path.',
    );
  });
});

describe('what would be otherwise is a warning', () => {
  const cases: [string, Shop, RegExp][] = [
    ['keys in the query', { keyAuth: { key_in_query: true } }, /in the query will be refused/],
    ['a second header', { keyAuth: { key_names: ['apikey', 'x-key'] } }, /as x-key will be refused/],
    ['a key that the upstream reads', { keyAuth: { hide_credentials: false } }, /does not receive the key/],
    ['a shorter time-out', { service: { read_timeout: 5_000 } }, /read_timeout becomes 60000 ms/],
    ['fewer retries', { service: { retries: 1 } }, /tried again 5 times/],
    ['https alone', { route: { protocols: ['https'] } }, /over http and https/],
  ];
  it.each(cases)('%s', async (_, shop, warning) => {
    await addShop(shop);
    expect((await read()).services[0]!.warnings).toContainEqual(expect.stringMatching(warning));
  });

  it('calls that are counted by each node for itself, unless we count them together too', async () => {
    const { serviceId } = await addShop();
    const redis = { policy: 'redis', redis: { host: 'redis.internal' } };
    await make(`/services/${serviceId}/plugins`, { name: 'rate-limiting', config: { minute: 5, ...redis } });
    const byNode = expect.stringMatching(/by each node for itself/);
    expect((await read('local')).services[0]!.warnings).toContainEqual(byNode);
    expect((await read('redis')).services[0]!.warnings).not.toContainEqual(byNode);
  });
});

it('keeps a consumer that has other ways to prove who it is, and takes its keys', async () => {
  const { serviceId, consumerId } = await addShop();
  const client = new KongClient({ adminUrl: kong.url, checkAddress: anyAddress });
  const foreign = await readForeignKong(client, new KongObjectMaker(installationId));
  foreign.otherCredentials.set(consumerId, ['JWT', 'JWT']);
  const found = adoptKong(foreign, 'local');
  const { rest, notAdopted } = selectAdoption(found, null, { services: new Map(), consumers: new Map() });
  expect(rest).toEqual([
    { kind: 'key-auths', id: found.consumers[0]!.credentials[0]!.key },
    { kind: 'services', id: serviceId },
  ]);
  expect(notAdopted).toEqual([
    { kind: 'consumers', name: 'till', reason: expect.stringMatching(/stays on the gateway too, .*: JWT\.$/) },
  ]);
});

describe('a choice of it', () => {
  const none = { services: new Map(), consumers: new Map() };

  it('removes what nobody else needs, the routes first', async () => {
    const { serviceId, routeId, consumerId } = await addShop();
    const { routes, rest, consumers } = selectAdoption(await read(), null, none);
    expect(consumers).toHaveLength(1);
    expect(routes).toEqual([{ kind: 'routes', id: routeId }]);
    expect(rest).toEqual([
      { kind: 'consumers', id: consumerId },
      { kind: 'services', id: serviceId },
    ]);
  });

  it('keeps a consumer whom a route that stays lets in, and a service with such a route', async () => {
    const { serviceId, routeId } = await addShop();
    await make(`/services/${serviceId}/routes`, { name: 'odd', paths: ['/odd'], preserve_host: true });
    const selection = selectAdoption(await read(), null, none);
    expect(selection.routes).toEqual([{ kind: 'routes', id: routeId }]);
    expect(selection.rest).toEqual([]);
    expect(selection.notAdopted).toContainEqual({
      kind: 'consumers',
      name: 'till',
      reason: expect.stringMatching(/stays on the gateway too/),
    });
  });

  it('leaves a service alone when one of its callers cannot come along', async () => {
    const { consumerId } = await addShop();
    await make('/plugins', { name: 'request-termination', consumer: { id: consumerId } });
    const selection = selectAdoption(await read(), null, none);
    expect(selection.services).toEqual([]);
    expect(selection.notAdopted[0]).toMatchObject({
      name: 'orders',
      reason: expect.stringMatching(/^till may call it/),
    });
  });
});
