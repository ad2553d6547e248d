import { createHash } from 'node:crypto';
import { DIGEST_SNIPPET } from '#kong-admin';
import { startLocalGateway, type LocalGateway } from './local-gateway.js';
import { configure, send, serveEcho, type TestServer } from './local-gateway.fixture.js';

const sha1 = (key: string) => createHash('sha1').update(key).digest('hex');
const token = { 'x-gatehouse-probe': 'token' };

describe('the local gateway with the objects that probes ask for', () => {
  let upstream: TestServer;
  let gateway: LocalGateway;
  const put = (path: string, body: object = {}) => configure(gateway.adminUrl, 'PUT', path, body);
  const remove = (path: string) => configure(gateway.adminUrl, 'DELETE', path);
  const call = async (path: string, headers?: Record<string, string>, method = 'GET') => {
    const { status, text } = await send(gateway.proxyUrl, method, path, headers);
    return [status, text];
  };
  const statusOf = async (...given: Parameters<typeof call>) => (await call(...given))[0];

  beforeAll(async () => {
    upstream = await serveEcho();
  });

  beforeEach(async () => {
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
    await put('/services/s1', { url: upstream.url });
    await put('/routes/r1', { paths: ['/'], service: { name: 's1' } });
    const service = { name: 's1' };
    await put('/plugins/digest', { name: 'pre-function', service, config: { access: [DIGEST_SNIPPET] } });
    await put('/plugins/auth', { name: 'key-auth', service, config: { key_in_query: false } });
    await put('/consumers/app');
    await put(`/consumers/app/key-auth/${sha1('k')}`);
  });

  afterEach(() => gateway.close());
  afterAll(() => upstream.close());

  /** A service that answers by itself, and a route to it for who presents the token. */
  async function probe(name: string, path: string): Promise<void> {
    await put(`/services/${name}`, { host: '127.0.0.1', port: 9 });
    const config = { status_code: 200, content_type: 'text/plain', body: `probe ${name}` };
    await put(`/plugins/${name}-answer`, { name: 'request-termination', service: { name }, config });
    const match = { methods: ['GET'], headers: { 'x-gatehouse-probe': ['token'] }, paths: [path] };
    await put(`/routes/${name}`, { ...match, service: { name } });
  }

  it('looks up a digest in another header in the same keys as presented keys, and answers without an upstream', async () => {
    await probe('key', '/.gatehouse/key');
    const config = { key_names: ['x-gatehouse-digest'], key_in_query: false, hide_credentials: true };
    await put('/plugins/key-guard', { name: 'key-auth', route: { name: 'key' }, config });
    const ask = (digest: string) => call('/.gatehouse/key', { ...token, 'x-gatehouse-digest': digest });
    expect(await ask(sha1('k'))).toEqual([200, 'probe key']);
    expect(await ask(sha1('other'))).toEqual([401, expect.stringContaining('"Unauthorized"')]);
    expect(await statusOf('/.gatehouse/key', { ...token, apikey: 'k' })).toBe(401);
    await put(`/consumers/app/key-auth/${sha1('other')}`);
    expect((await ask(sha1('other')))[0]).toBe(200);
    await remove(`/consumers/app/key-auth/${sha1('k')}`);
    expect((await ask(sha1('k')))[0]).toBe(401);
  });

  it('shows a watermark to who presents the token, and to nobody else, though another route serves every path', async () => {
    await probe('mark', '/.gatehouse/watermark/7/');
    expect(await call('/.gatehouse/watermark/7/', token)).toEqual([200, 'probe mark']);
    expect(await statusOf('/.gatehouse/watermark/7/', { 'x-gatehouse-probe': 'guess' })).toBe(401);
    expect(await statusOf('/.gatehouse/watermark/7/')).toBe(401);
    expect(await statusOf('/.gatehouse/watermark/7/', token, 'POST')).toBe(401);
    await remove('/routes/r1');
    expect(await statusOf('/.gatehouse/watermark/7/')).toBe(404);
    expect(await statusOf('/.gatehouse/watermark/71/', token)).toBe(404);
    await put('/routes/mark', {
      paths: ['/.gatehouse/watermark/71/'],
      headers: { 'x-gatehouse-probe': ['token'] },
      service: { name: 'mark' },
    });
    expect(await statusOf('/.gatehouse/watermark/71/', token)).toBe(200);
    expect(await statusOf('/.gatehouse/watermark/7/', token)).toBe(404);
  });

  it('runs the instance of the route in place of the one of the service', async () => {
    const config = { key_names: ['x-other'], key_in_query: false };
    await put('/plugins/of-route', { name: 'key-auth', route: { name: 'r1' }, config });
    expect(await statusOf('/x', { 'x-other': sha1('k') })).toBe(200);
    expect(await statusOf('/x', { apikey: 'k' })).toBe(401);
    await remove('/plugins/of-route');
    expect(await statusOf('/x', { apikey: 'k' })).toBe(200);
  });
});
