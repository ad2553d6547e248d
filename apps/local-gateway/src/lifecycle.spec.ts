import { createHash } from 'node:crypto';
import { brownoutSnippet, DIGEST_SNIPPET, problemSnippet } from '#kong-admin';
import { startLocalGateway, type LocalGateway } from './local-gateway.js';
import { configure, send, serve, serveEcho, type TestServer } from './local-gateway.fixture.js';

const sha1 = (key: string) => createHash('sha1').update(key).digest('hex');
const endsAt = Date.parse('2026-11-22T12:00:00Z');
const gone = { status: 410, body: '{"title":"Gone"}' };

describe('the later life of a version on the local gateway', () => {
  let upstream: TestServer;
  let gateway: LocalGateway;
  let nowMs = endsAt - 1;
  let dice = 1;
  const put = (path: string, body: object = {}) => configure(gateway.adminUrl, 'PUT', path, body);
  const plugin = (name: string, config: object) => put(`/plugins/${name}`, { name, service: { name: 's1' }, config });
  const call = (key?: string, path = '/s1') =>
    send(gateway.proxyUrl, 'GET', path, key === undefined ? {} : { apikey: key });
  const statusOf = async (key?: string) => (await call(key)).status;

  beforeAll(async () => {
    upstream = await serveEcho();
    gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0, nowMs: () => nowMs, roll: () => dice });
    await put('/services/s1', { url: upstream.url });
    await put('/routes/r1', { paths: ['/s1'], service: { name: 's1' } });
    await plugin('pre-function', { access: [DIGEST_SNIPPET] });
    await plugin('key-auth', { key_in_query: false });
    await plugin('acl', { allow: ['in'] });
    for (const name of ['member', 'limited', 'stranger']) {
      await put(`/consumers/${name}`);
      await put(`/consumers/${name}/key-auth/${sha1(name)}`);
    }
    for (const name of ['member', 'limited']) await put(`/consumers/${name}/acls/in`);
    const limit = { name: 'rate-limiting', service: { name: 's1' }, consumer: { username: 'limited' } };
    await put('/plugins/limit', { ...limit, config: { minute: 1 } });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  it('puts the headers on every answer: of the upstream, 401, 403, 429, 404 of the upstream and 502', async () => {
    const dates = ['Deprecation:@1688169599', 'Sunset:Sun, 30 Jun 2024 23:59:59 GMT'];
    const link = '<http://portal/orders/v1>; rel="deprecation"';
    const append = { headers: [`Link:${link}`] };
    await plugin('response-transformer', { replace: { headers: dates }, add: { headers: dates }, append });
    const answers = [await call('member'), await call(), await call('stranger'), await call('limited')];
    answers.push(await call('limited'));
    await withUpstream(404, async () => void answers.push(await call('member')));
    await put('/services/s1', { url: 'http://127.0.0.1:9', retries: 0 });
    answers.push(await call('member'));
    await put('/services/s1', { url: upstream.url });
    expect(answers.map(({ status }) => status)).toEqual([200, 401, 403, 200, 429, 404, 502]);
    for (const { headers } of answers) {
      const { deprecation, sunset, link: sent } = headers;
      expect([deprecation, sunset]).toEqual(['@1688169599', 'Sun, 30 Jun 2024 23:59:59 GMT']);
      expect(sent).toContain(link);
    }
  });

  it('says what was announced, whatever the upstream says of its end, and keeps its links', async () => {
    await withUpstream(200, async () => {
      const { headers } = await call('member');
      expect([headers['deprecation'], headers['link']]).toEqual([
        '@1688169599',
        '</next>; rel="next", <http://portal/orders/v1>; rel="deprecation"',
      ]);
    });
  });

  it('refuses a share of those who are let in, until the end', async () => {
    const body = '{"title":"Brown-out"}';
    const brownout = { status: 503, body, sharePercent: 25, endsAtSeconds: endsAt / 1000, retryAfter: 'later' };
    await plugin('post-function', { access: [brownoutSnippet(brownout)] });
    dice = 25;
    const refused = await call('member');
    expect([refused.status, refused.text, refused.headers['retry-after']]).toEqual([503, body, 'later']);
    expect(refused.headers).toMatchObject({ 'content-type': 'application/problem+json', deprecation: '@1688169599' });
    expect(await statusOf()).toBe(401);
    dice = 26;
    expect(await statusOf('member')).toBe(200);
    dice = 1;
    nowMs = endsAt;
    expect(await statusOf('member')).toBe(200);
  });

  it('answers everybody 410 with the problem, key or not', async () => {
    await plugin('pre-function', { access: [problemSnippet(gone)] });
    for (const answer of [await call('member'), await call('stranger'), await call(), await call('x', '/s1/any')]) {
      expect([answer.status, answer.text]).toEqual([410, gone.body]);
      expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', deprecation: '@1688169599' });
    }
  });

  /** With an upstream that answers so, and has its own idea of the version's end. */
  async function withUpstream(status: number, work: () => Promise<void>): Promise<void> {
    const headers = { deprecation: '@1', link: '</next>; rel="next"' };
    const other = await serve((_req, res) => res.writeHead(status, headers).end());
    await put('/services/s1', { url: other.url });
    await work();
    await put('/services/s1', { url: upstream.url });
    await other.close();
  }
});
