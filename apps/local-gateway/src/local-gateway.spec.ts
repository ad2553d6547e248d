import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIGEST_SNIPPET, readTrace } from '#kong-admin';
import { startLocalGateway, type LocalGateway } from './local-gateway.js';
import { configure, send, serve, serveEcho, type Echo, type TestServer } from './local-gateway.fixture.js';

const sha1 = (key: string) => createHash('sha1').update(key).digest('hex');

describe('the local gateway', () => {
  let upstream: TestServer;
  let gateway: LocalGateway;
  const put = (path: string, body: object = {}) => configure(gateway.adminUrl, 'PUT', path, body);
  const call = (path: string, headers?: Record<string, string>, method = 'GET', body?: string) =>
    send(gateway.proxyUrl, method, path, headers, body);

  beforeAll(async () => {
    upstream = await serveEcho();
  });

  beforeEach(async () => {
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
  });

  afterEach(() => gateway.close());
  afterAll(() => upstream.close());

  /** One service `s1` under `/s1` with hashed keys, and a consumer `app1`. */
  async function guarded(): Promise<void> {
    await put('/services/s1', { url: upstream.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    await put('/consumers/app1');
    await put('/plugins/digest', {
      name: 'pre-function',
      service: { name: 's1' },
      config: { access: [DIGEST_SNIPPET] },
    });
    const config = { key_in_query: false, hide_credentials: true };
    await put('/plugins/auth', { name: 'key-auth', service: { name: 's1' }, config });
  }

  it('takes keys whose digest is stored, and not the digest itself, as recorded', async () => {
    await put('/services/s1', { url: upstream.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    await put('/consumers/app1');
    const exchanges = readTrace('hashed-keys');
    for (const { api, method, path, request_headers, request_body, status } of exchanges) {
      const base = api === 'admin' ? gateway.adminUrl : gateway.proxyUrl;
      const headers = { 'Content-Type': 'application/json', ...request_headers };
      const body = request_body ? JSON.stringify(request_body) : undefined;
      expect((await send(base, method, path, headers, body)).status).toBe(status);
    }
    expect(exchanges).toHaveLength(7);
  });

  it('takes a key for the very next call after its PUT and refuses it after its DELETE', async () => {
    await guarded();
    for (let n = 0; n < 20; n += 1) {
      const key = `key-${n}`;
      expect((await call('/s1/x', { apikey: key })).status).toBe(401);
      await put(`/consumers/app1/key-auth/${sha1(key)}`);
      expect((await call('/s1/x', { apikey: key })).status).toBe(200);
      await configure(gateway.adminUrl, 'DELETE', `/consumers/app1/key-auth/${sha1(key)}`);
      expect((await call('/s1/x', { apikey: key })).status).toBe(401);
    }
  });

  it('refuses all keys of a deleted consumer, and all calls of a deleted route, at once', async () => {
    await guarded();
    await put(`/consumers/app1/key-auth/${sha1('k')}`);
    await configure(gateway.adminUrl, 'DELETE', '/consumers/app1');
    expect((await call('/s1', { apikey: 'k' })).status).toBe(401);
    await configure(gateway.adminUrl, 'DELETE', '/routes/r1');
    expect((await call('/s1', { apikey: 'k' })).status).toBe(404);
  });

  it('hands neither the key nor a forged identity to the upstream', async () => {
    await guarded();
    await put(`/consumers/app1/key-auth/${sha1('k')}`);
    const forged = { 'X-Consumer-Custom-ID': 'someone', 'X-Anonymous-Consumer': 'true' };
    const { text } = await call('/s1', { apikey: 'k', ...forged });
    expect(text).not.toContain(sha1('k'));
    expect(text).not.toContain('someone');
    expect(new Map((JSON.parse(text) as Echo).headers).has('apikey')).toBe(false);
    expect(text).not.toMatch(/anonymous/i);
  });

  it('lets the more specific plan replace the general one', async () => {
    await guarded();
    await put(`/consumers/app1/key-auth/${sha1('k')}`);
    const limit = (name: string, minute: number, scope: object) =>
      put(`/plugins/${name}`, { name: 'rate-limiting', config: { minute }, ...scope });
    await limit('on-service', 1000, { service: { name: 's1' } });
    await limit('on-consumer', 50, { consumer: { username: 'app1' } });
    const limitOf = async () => (await call('/s1', { apikey: 'k' })).headers['ratelimit-limit'];
    expect(await limitOf()).toBe('50');
    await limit('on-both', 5, { service: { name: 's1' }, consumer: { username: 'app1' } });
    expect(await limitOf()).toBe('5');
    await configure(gateway.adminUrl, 'PATCH', '/plugins/on-both', { enabled: false });
    expect(await limitOf()).toBe('50');
  });

  it('puts headers of response-transformer on its own refusals too', async () => {
    await guarded();
    const config = { add: { headers: ['Deprecation:@1688169599', 'Sunset:Sun, 30 Jun 2024 23:59:59 GMT'] } };
    await put('/plugins/rt', { name: 'response-transformer', service: { name: 's1' }, config });
    const { status, headers } = await call('/s1');
    expect([status, headers['deprecation'], headers['sunset']]).toEqual([
      401,
      '@1688169599',
      'Sun, 30 Jun 2024 23:59:59 GMT',
    ]);
  });

  it('answers 404 to a preflight when the route lists methods without OPTIONS', async () => {
    await put('/services/s1', { url: upstream.url });
    await put('/routes/r1', { paths: ['/s1'], methods: ['GET'], service: { name: 's1' } });
    expect((await call('/s1', { Origin: 'https://a', 'Access-Control-Request-Method': 'GET' }, 'OPTIONS')).status).toBe(
      404,
    );
  });

  it('keeps one connection to the upstream for calls in a row', async () => {
    const ports = new Set<number | undefined>();
    const counting = await serve((req, res) => {
      ports.add(req.socket.remotePort);
      res.end('ok');
    });
    await put('/services/s1', { url: counting.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    for (let n = 0; n < 5; n += 1) expect((await call('/s1')).text).toBe('ok');
    expect(ports.size).toBe(1);
    await counting.close();
  });

  it('streams a body up and down while it is still being sent', async () => {
    const pingPong = await serve((req, res) => req.pipe(res.writeHead(200)));
    await put('/services/s1', { url: pingPong.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    const echoed = await new Promise<string[]>((resolve, reject) => {
      const pieces: string[] = [];
      const request = http.request(`${gateway.proxyUrl}/s1`, { method: 'POST', agent: false }, (response) => {
        response.setEncoding('utf8').on('data', (piece: string) => {
          pieces.push(piece);
          if (pieces.length < 3) request.write(`piece ${pieces.length}`);
          else request.end();
        });
        response.on('end', () => resolve(pieces));
      });
      request.on('error', reject).write('piece 0');
    });
    expect(echoed).toEqual(['piece 0', 'piece 1', 'piece 2']);
    await pingPong.close();
  });

  it('answers 504 when the upstream is too slow and 502 when it breaks off, as JSON for who accepts it', async () => {
    const silent = await serve((req, res) => void (req.url === '/cut' && res.destroy()));
    await put('/services/s1', { url: silent.url, read_timeout: 50, retries: 0 });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    const slow = await call('/s1/slow', { Accept: 'application/json' });
    expect([slow.status, JSON.parse(slow.text)]).toMatchObject([504, { message: 'The upstream server is timing out' }]);
    // With time enough that on a busy machine, too, it is the end of the line that is noticed.
    await put('/services/s1', { url: silent.url, retries: 0 });
    expect((await call('/s1/cut')).status).toBe(502);
    await silent.close();
  });

  it('keeps its configuration over a restart, readable by its owner only', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'local-gateway-'));
    const statePath = join(folder, 'state', 'gateway.json');
    await gateway.close();
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0, statePath });
    await guarded();
    await put(`/consumers/app1/key-auth/${sha1('k')}`);
    await gateway.close();
    expect((await stat(statePath)).mode & 0o777).toBe(0o600);
    expect(await readFile(statePath, 'utf8')).toContain('app1');
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0, statePath });
    expect((await call('/s1', { apikey: 'k' })).status).toBe(200);
    expect((await call('/s1', { apikey: 'other' })).status).toBe(401);
    await gateway.close();
    await writeFile(statePath, '{"services": [');
    await expect(startLocalGateway({ proxyPort: 0, adminPort: 0, statePath })).rejects.toThrow(/cannot be read/);
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
    await rm(folder, { recursive: true });
  });

  it('lets a call under way end when it is closed, and takes no new one', async () => {
    let release = () => {};
    const arrived = new Promise<void>((resolve) => {
      void serve((_req, res) => {
        release = () => res.end('late');
        resolve();
      }).then(async (held) => {
        await put('/services/s1', { url: held.url });
        await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
        running = call('/s1').finally(() => held.close());
      });
    });
    let running: ReturnType<typeof call> | undefined;
    await arrived;
    const closed = gateway.close();
    await expect(call('/s1')).rejects.toThrow();
    release();
    expect((await running)?.text).toBe('late');
    await closed;
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
  });

  it('keeps pages in a browser away from the Admin API', async () => {
    const status = async (headers: Record<string, string>) =>
      (await send(gateway.adminUrl, 'POST', '/consumers', headers, 'username=x')).status;
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(await status({ ...form, Origin: 'https://evil.test' })).toBe(403);
    expect(await status({ ...form, Host: 'rebound.evil.test:8001' })).toBe(403);
    expect(await status({ ...form, Host: 'localhost:8001' })).toBe(201);
  });

  it('survives what it cannot forward, and goes on', async () => {
    await put('/services/s1', { url: upstream.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    const config = { add: { headers: ['bad name:x'] } };
    await put('/plugins/rt', { name: 'response-transformer', service: { name: 's1' }, config });
    await expect(call('/s1')).rejects.toThrow();
    await configure(gateway.adminUrl, 'DELETE', '/plugins/rt');
    expect((await call('/s1')).status).toBe(200);
  });

  it('logs a client that went away with 499 and lets the upstream go', async () => {
    const entries: { response: { status: number } }[] = [];
    const sink = await serve((req, res) => {
      let text = '';
      req.on('data', (piece: Buffer) => (text += piece.toString()));
      req.on('end', () => res.end(void entries.push(JSON.parse(text) as (typeof entries)[number])));
    });
    let upstreamClosed: Promise<unknown> | undefined;
    const slow = await serve((req) => {
      upstreamClosed = new Promise((resolve) => req.on('close', resolve));
      client.destroy();
    });
    await put('/services/s1', { url: slow.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    await put('/plugins/log', { name: 'http-log', config: { http_endpoint: `${sink.url}/log` } });
    const client = http.get(`${gateway.proxyUrl}/s1`);
    await new Promise((resolve) => client.on('close', resolve).on('error', () => undefined));
    await upstreamClosed;
    await gateway.close();
    expect(entries.map(({ response }) => response.status)).toEqual([499]);
    await Promise.all([sink.close(), slow.close()]);
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
  });

  it('says which port is taken instead of starting half', async () => {
    const proxyPort = Number(new URL(gateway.proxyUrl).port);
    await expect(startLocalGateway({ proxyPort, adminPort: 0 })).rejects.toThrow(String(proxyPort));
  });
});
