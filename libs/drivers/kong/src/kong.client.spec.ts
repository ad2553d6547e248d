import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GatewayFault } from '#gateway';
import { anyAddress } from './any-address.fixture.js';
import { retryAfterMsOf } from './kong-fault.js';
import { KongClient, kongClientLimits } from './kong.client.js';
import { KongDriver } from './kong.driver.js';

type Handler = (req: IncomingMessage, res: ServerResponse) => void;

function answer(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_req, res) => res.writeHead(status, headers).end(body);
}

describe('KongClient', () => {
  let server: Server;
  let adminUrl: string;
  let handler: Handler;
  let seen: IncomingMessage[];

  // A server for each test: a call that was given up may still arrive after its test.
  beforeEach(async () => {
    seen = [];
    server = createServer((req, res) => {
      seen.push(req);
      handler(req, res);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    adminUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  const client = (options = {}) => new KongClient({ adminUrl, checkAddress: anyAddress, ...options });
  const faultOf = async (call: Promise<unknown>): Promise<GatewayFault> => {
    const outcome = await call.then(
      () => 'no fault',
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(GatewayFault);
    return outcome as GatewayFault;
  };
  const collect = async (list: AsyncIterable<Record<string, unknown>>) => {
    const items = [];
    for await (const item of list) items.push(item);
    return items;
  };

  it.each([
    [401, {}, { kind: 'unauthorized' }],
    [403, {}, { kind: 'unauthorized' }],
    [429, { 'retry-after': '7' }, { kind: 'busy', retryAfterMs: 7000 }],
    [503, {}, { kind: 'busy', retryAfterMs: undefined }],
    [500, {}, { kind: 'unknown_outcome' }],
    [400, {}, { kind: 'refused', message: 'said Kong' }],
    [404, {}, { kind: 'refused' }],
    [302, { location: 'http://127.0.0.1:1/' }, { kind: 'refused' }],
  ])('takes a %i to a PUT for what it is', async (status, headers, fault) => {
    handler = answer(status, '{"message":"said Kong"}', headers);
    expect(await faultOf(client().put('/services/x', {}, []))).toMatchObject({ status, ...fault });
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['something else', { message: 'sekret', path: '/internal' }, 'The Admin API answered with status 400.'],
    ['no message', { error: 'sekret' }, 'The Admin API answered with status 400.'],
    ['a message that is no text', { message: { a: 'sekret' } }, 'The Admin API answered with status 400.'],
    ['no object', ['sekret'], 'The Admin API answered with status 400.'],
    ['a long message', { message: 'a'.repeat(1_000) }, 'a'.repeat(400)],
    ['a misleading message', { message: 'a\u202Eb', code: 2 }, 'a\uFFFDb'],
    [
      'an error of Kong',
      { message: 'schema violation', name: 'x', code: 2, fields: { host: 'no' } },
      'schema violation',
    ],
  ])('shows of an answer with %s no word that Kong would not say', async (_what, body, message) => {
    handler = answer(400, JSON.stringify(body));
    const { message: shown } = await faultOf(client().put('/services/x', {}, []));
    expect(shown).toBe(message);
    expect(shown).not.toContain('sekret');
  });

  it('shows nothing of an answer that is no JSON', async () => {
    handler = answer(502, '<h1>sekret</h1>');
    expect((await faultOf(client().get('/status'))).message).toBe('The Admin API answered with status 502.');
  });

  it('takes a missing object for null on GET and for done on DELETE', async () => {
    handler = answer(404, '{"message":"Not found"}');
    expect(await client().get('/services/x')).toBeNull();
    await expect(client().delete('/key-auths/x')).resolves.toBeUndefined();
  });

  it('says that a gateway which nobody listens for is unreachable', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    const away = new KongClient({ adminUrl: `http://127.0.0.1:${port}`, checkAddress: anyAddress });
    expect(await faultOf(away.get('/status'))).toMatchObject({ kind: 'unreachable' });
  });

  it.each<[string, Handler]>([
    ['a cut line', (_req, res) => void res.destroy()],
    [
      'half an answer',
      (_req, res) => void res.writeHead(200, { 'content-length': '99' }).write('{', () => res.destroy()),
    ],
    ['what is no JSON', answer(200, '<html>')],
    ['an empty body', answer(200, '')],
    ['JSON nested too deeply', answer(200, '['.repeat(5000) + ']'.repeat(5000))],
    ['more bytes than allowed', answer(200, JSON.stringify('x'.repeat(kongClientLimits.maxBodyBytes)))],
  ])('takes %s for an unknown outcome', async (_what, answers) => {
    handler = answers;
    expect(await faultOf(client().put('/services/x', {}, []))).toMatchObject({ kind: 'unknown_outcome' });
  });

  it('takes silence for an unknown outcome, after a bounded time', async () => {
    handler = () => undefined;
    const fault = await faultOf(client({ requestTimeoutMs: 1_000 }).put('/services/x', {}, []));
    expect(fault).toMatchObject({ kind: 'unknown_outcome', message: expect.stringContaining('in time') as unknown });
  });

  it('sends the admin token and repeats neither it nor a secret of the body', async () => {
    handler = answer(400, '{"message":"bad token-1 and key-1"}');
    const adminAuth = { header: 'kong-admin-token', value: 'token-1' };
    const fault = await faultOf(client({ adminAuth }).put('/key-auths/x', { key: 'key-1' }, ['key-1']));
    expect(seen[0]?.headers['kong-admin-token']).toBe('token-1');
    expect(fault.message).toBe('bad … and …');
  });

  it('keeps the path of the base URL', async () => {
    handler = answer(200, '{}');
    await new KongClient({ adminUrl: `${adminUrl}/admin/`, checkAddress: anyAddress }).get('/status');
    expect(seen[0]?.url).toBe('/admin/status');
  });

  it('follows pages by offset, with size and tags on each', async () => {
    handler = (req, res) => {
      const offset = new URL(req.url ?? '', adminUrl).searchParams.get('offset');
      const next = offset === null ? 'p2' : offset === 'p2' ? 'p3' : undefined;
      res.end(JSON.stringify({ data: [{ id: offset ?? 'p1' }], offset: next, next: '/services?offset=wrong' }));
    };
    expect(await collect(client().list('services', 'mine'))).toEqual([{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }]);
    expect(seen.map((req) => req.url)).toEqual([
      '/services?size=1000&tags=mine',
      '/services?size=1000&tags=mine&offset=p2',
      '/services?size=1000&tags=mine&offset=p3',
    ]);
  });

  it('does not take an address without the collection for an empty gateway', async () => {
    handler = answer(404, '{"message":"Not found"}');
    expect(await faultOf(collect(client().list('services', 'mine')))).toMatchObject({ kind: 'refused' });
  });

  it.each(['{"data":[null]}', '{"data":{}}', '{"data":[],"offset":7}', '[]', '{}'])(
    'does not take the list %s for an empty one',
    async (text) => {
      handler = answer(200, text);
      expect(await faultOf(collect(client().list('services', 'mine')))).toMatchObject({ kind: 'unknown_outcome' });
    },
  );

  it('notices pages that go round in a circle', async () => {
    handler = answer(200, '{"data":[],"offset":"again"}');
    expect((await faultOf(collect(client().list('services', 'mine')))).message).toContain('circle');
    expect(seen).toHaveLength(2);
  });

  it('stops after the largest number of pages', async () => {
    handler = (_req, res) => res.end(JSON.stringify({ data: [], offset: `page-${seen.length}` }));
    expect((await faultOf(collect(client().list('services', 'mine')))).message).toContain('pages');
    expect(seen).toHaveLength(kongClientLimits.maxPages);
  });

  it.each<[string, Handler, object]>([
    [
      'names version and edition',
      answer(200, '{}', { server: 'kong/3.9.3' }),
      { reachable: true, version: '3.9.3', edition: 'open source' },
    ],
    [
      'knows Enterprise',
      answer(200, '{}', { server: 'kong/3.9.0.1-enterprise-edition' }),
      { version: '3.9.0.1', edition: 'enterprise' },
    ],
    [
      'asks the root where the header is off',
      answer(200, '{"version":"3.8.0"}'),
      { reachable: true, version: '3.8.0' },
    ],
    [
      'refuses a Kong before 3.4',
      answer(200, '{}', { server: 'kong/3.3.1' }),
      { reachable: false, fault: { kind: 'refused' } },
    ],
    [
      'sees that a Kong takes whole documents',
      answer(200, '{"configuration_hash":"0"}', { server: 'kong/3.9.3' }),
      { reachable: true, writes: 'document' },
    ],
    [
      'sees it at the root where the status tells no hash',
      answer(200, '{"version":"3.9.3","configuration":{"database":"off"}}', { server: 'kong/3.9.3' }),
      { reachable: true, writes: 'document' },
    ],
    [
      'sees that a Kong takes objects',
      answer(200, '{"database":{"reachable":true}}', { server: 'kong/3.9.3' }),
      { reachable: true, writes: 'objects', edition: 'open source' },
    ],
    [
      'knows Enterprise by what the root says',
      answer(200, '{"version":"3.9.0.1","edition":"enterprise"}'),
      { version: '3.9.0.1', edition: 'enterprise' },
    ],
    ['sees that the database is away', answer(200, '{"database":{"reachable":false}}'), { fault: { kind: 'busy' } }],
    [
      'refuses what is no Admin API',
      answer(404, 'nginx'),
      { reachable: false, version: null, fault: { kind: 'refused' } },
    ],
    [
      'reports a failure instead of throwing',
      answer(500, '{}'),
      { reachable: false, fault: { kind: 'unknown_outcome' } },
    ],
  ])('check %s', async (_what, answers, info) => {
    handler = answers;
    const driver = new KongDriver({
      adminUrl,
      checkAddress: anyAddress,
      installationId: '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b',
    });
    expect(await driver.check()).toMatchObject(info);
  });

  it('does not believe an answer about another object', async () => {
    handler = answer(200, '{"id":"other"}');
    const driver = new KongDriver({
      adminUrl,
      checkAddress: anyAddress,
      installationId: '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b',
    });
    expect(await faultOf(driver.read({ kind: 'services', id: 'mine' }))).toMatchObject({ kind: 'unknown_outcome' });
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [null, undefined],
    ['3', 3000],
    ['Thu, 01 Jan 2026 00:00:09 GMT', 9000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(retryAfterMsOf(header, now)).toBe(ms);
  });
});
