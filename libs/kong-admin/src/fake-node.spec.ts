import { createHash } from 'node:crypto';
import { DIGEST_SNIPPET } from './digest-snippet.js';
import { startFakeNode, type FakeNode } from './fake-node.js';
import { KongAdminModel } from './kong-admin-model.js';

const sha1 = (key: string) => createHash('sha1').update(key).digest('hex');

describe('a fake node', () => {
  const headers = { 'content-type': 'application/json' };
  let model: KongAdminModel;
  let nodes: FakeNode[];
  let nowMs: number;

  beforeEach(async () => {
    nowMs = 1000;
    model = new KongAdminModel();
    nodes = await Promise.all([1, 2].map(() => startFakeNode({ model, nowMs: () => nowMs })));
  });

  afterEach(() => Promise.all(nodes.map((node) => node.close())));

  function admin(method: string, path: string, body: object = {}): void {
    const { status } = model.handle({ method, path, headers, body: JSON.stringify(body) });
    if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
  }

  const first = () => nodes[0] as FakeNode;
  const second = () => nodes[1] as FakeNode;
  const call = (path: string, sent: Record<string, string> = {}, node = first()) =>
    fetch(node.url + path, { headers: sent });
  const statusOf = async (...given: Parameters<typeof call>) => (await call(...given)).status;
  const key = (name: string) => admin('PUT', `/consumers/app/key-auth/${sha1(name)}`);
  const revoke = (name: string) => admin('DELETE', `/consumers/app/key-auth/${sha1(name)}`);

  /** A service under `/s` for the group `gold` with hashed keys, and a consumer `app` in that group. */
  function guarded(): void {
    admin('PUT', '/services/s', { url: 'http://127.0.0.1:9' });
    admin('PUT', '/routes/r', { paths: ['/s'], service: { name: 's' } });
    const service = { name: 's' };
    admin('PUT', '/plugins/digest', { name: 'pre-function', service, config: { access: [DIGEST_SNIPPET] } });
    admin('PUT', '/plugins/auth', { name: 'key-auth', service, config: { key_in_query: false } });
    admin('PUT', '/plugins/gate', { name: 'acl', service, config: { allow: ['gold'] } });
    admin('PUT', '/consumers/app');
    admin('PUT', '/consumers/app/acls/gold');
  }

  it('answers as the recorded gateway did: no route, no key, a wrong key, the wrong group, and through', async () => {
    guarded();
    key('k');
    admin('PUT', '/consumers/other');
    admin('PUT', `/consumers/other/key-auth/${sha1('o')}`);
    const answers = [call('/none'), call('/s'), call('/s', { apikey: 'x' }), call('/s', { apikey: 'o' })];
    const seen = (await Promise.all(answers)).map(async (response) => [
      response.status,
      response.headers.get('www-authenticate'),
      await response.json(),
    ]);
    expect(await Promise.all(seen)).toEqual([
      [404, null, { message: 'no Route matched with those values' }],
      [401, 'Key', { message: 'No API key found in request' }],
      [401, 'Key', { message: 'Unauthorized' }],
      [403, null, { message: 'You cannot consume this service' }],
    ]);
    const through = await call('/s/x?y', { apikey: 'k' });
    expect([through.status, await through.json()]).toEqual([200, { route: 'r', service: 's', consumer: 'app' }]);
    expect(await statusOf('/s', { apikey: sha1('k') })).toBe(401);
    expect(first().calls).toBe(6);
  });

  it('serves the probe of a key and the watermark: header match, digest as presented, answered without an upstream', async () => {
    guarded();
    const probe = { headers: { 'x-gatehouse-probe': ['token'] }, service: { name: 'probe' } };
    admin('PUT', '/services/probe', { host: '127.0.0.1', port: 9 });
    admin('PUT', '/plugins/ok', {
      name: 'request-termination',
      service: { name: 'probe' },
      config: { status_code: 200, message: 'accepted' },
    });
    admin('PUT', '/routes/key', { ...probe, paths: ['/.gatehouse/key'] });
    admin('PUT', '/plugins/probe-auth', {
      name: 'key-auth',
      route: { name: 'key' },
      config: { key_names: ['x-gatehouse-digest'], key_in_query: false },
    });
    admin('PUT', '/routes/mark', { ...probe, paths: ['/.gatehouse/watermark/7'] });
    key('k');
    const token = { 'x-gatehouse-probe': 'token' };
    expect(await statusOf('/.gatehouse/key', { ...token, 'x-gatehouse-digest': sha1('k') })).toBe(200);
    expect(await statusOf('/.gatehouse/key', { ...token, 'x-gatehouse-digest': sha1('none') })).toBe(401);
    expect(await statusOf('/.gatehouse/key', { 'x-gatehouse-digest': sha1('k') })).toBe(404);
    expect(await statusOf('/.gatehouse/watermark/7', token)).toBe(200);
    expect(await statusOf('/.gatehouse/watermark/8', token)).toBe(404);
    expect(await (await call('/.gatehouse/watermark/7', token)).json()).toEqual({ message: 'accepted' });
  });

  it('runs the instance of the route in place of the one of the service', async () => {
    guarded();
    const config = { key_names: ['x-other'] };
    admin('PUT', '/plugins/of-route', { name: 'key-auth', route: { name: 'r' }, config });
    key('k');
    expect(await statusOf('/s', { 'x-other': sha1('k') })).toBe(200);
    expect(await statusOf('/s', { apikey: 'k' })).toBe(401);
  });

  it('goes on accepting a key that it has seen until the news of its deletion arrives, each node for itself', async () => {
    guarded();
    key('k');
    first().lag.credentialsMs = 5000;
    expect(await statusOf('/s', { apikey: 'k' })).toBe(200);
    revoke('k');
    const both = () => Promise.all(nodes.map((node) => statusOf('/s', { apikey: 'k' }, node)));
    expect(await both()).toEqual([200, 401]);
    nowMs += 4999;
    expect(await both()).toEqual([200, 401]);
    nowMs += 1;
    expect(await both()).toEqual([401, 401]);
  });

  it('refuses a key that was tried before it existed until the news arrives, and takes any other at once', async () => {
    guarded();
    Object.assign(first().lag, { credentialsMs: Infinity });
    expect(await statusOf('/s', { apikey: 'k' })).toBe(401);
    key('k');
    key('fresh');
    expect(await statusOf('/s', { apikey: 'k' })).toBe(401);
    expect(await statusOf('/s', { apikey: 'fresh' })).toBe(200);
    first().propagate();
    expect(await statusOf('/s', { apikey: 'k' })).toBe(200);
  });

  it('forgets misses when it is told to remember none', async () => {
    guarded();
    Object.assign(first().lag, { credentialsMs: Infinity, cachedMisses: false });
    expect(await statusOf('/s', { apikey: 'k' })).toBe(401);
    key('k');
    expect(await statusOf('/s', { apikey: 'k' })).toBe(200);
  });

  it('shows routes and plugins late, in the order of their changes', async () => {
    Object.assign(second().lag, { routesMs: 3000 });
    guarded();
    expect([await statusOf('/s'), await statusOf('/s', {}, second())]).toEqual([401, 404]);
    nowMs += 3000;
    expect(await statusOf('/s', {}, second())).toBe(401);
    admin('DELETE', '/plugins/auth');
    admin('DELETE', '/plugins/gate');
    expect([await statusOf('/s'), await statusOf('/s', {}, second())]).toEqual([200, 401]);
    second().lag.routesMs = 0;
    expect(await statusOf('/s', {}, second())).toBe(200);
  });

  it('sees on its start what the model holds', async () => {
    guarded();
    const late = await startFakeNode({ model, lag: { routesMs: Infinity } });
    expect(await statusOf('/s', {}, late)).toBe(401);
    await late.close();
  });

  it('resets connections while it is away, and comes back', async () => {
    guarded();
    expect(await statusOf('/s')).toBe(401);
    first().away = true;
    await expect(call('/s')).rejects.toThrow();
    expect(first().away).toBe(true);
    first().away = false;
    expect([await statusOf('/s'), first().calls]).toEqual([401, 2]);
  });
});
