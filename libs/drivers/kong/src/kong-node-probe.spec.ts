import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { conformanceSample, type DesiredGateway, type DesiredScope, type DesiredWatermark } from '#gateway';
import { startFakeAdmin, startFakeNode, type FakeAdmin, type FakeNode } from '#kong-admin';
import { anyAddress } from './any-address.fixture.js';
import { KongDriver } from './kong.driver.js';
import { KongNodeProbe, kongNodeProbeLimits } from './kong-node-probe.js';
import { probeMarks } from './probe-objects.js';

const token = 'AbC-token_1';
const gateway: DesiredGateway = {
  scope: 'gateway',
  usageLog: { url: 'http://127.0.0.1:9/', headers: {} },
  probe: { token },
};
const watermark = (number: number): DesiredWatermark => ({ scope: 'watermark', number, probe: { token } });
const { application } = conformanceSample;
const known = (application.credentials[0] as (typeof application.credentials)[0]).digests;
const unknown = { sha1: 'e'.repeat(40), sha256: 'e'.repeat(64) };
const alone = { ...application, subscriptions: [] };

describe('the probe of a Kong node', () => {
  let admin: FakeAdmin;
  let node: FakeNode;
  let driver: KongDriver;
  let probe: KongNodeProbe;

  beforeEach(async () => {
    admin = await startFakeAdmin();
    node = await startFakeNode({ model: admin.model });
    driver = newDriver('5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b');
    probe = new KongNodeProbe(anyAddress);
  });
  afterEach(() => Promise.all([admin.close(), node.close()]));

  const newDriver = (installationId: string) =>
    new KongDriver({ adminUrl: admin.url, checkAddress: anyAddress, installationId });
  const push = async (desired: DesiredScope, by = driver) => {
    for (const kind of by.kindOrder.kinds) {
      for (const object of objectsOf(desired, by)) if (object.kind === kind) await by.put(object);
    }
  };
  /** Without the log: Kong has one for everything, so of two installations one goes without. */
  const objectsOf = (desired: DesiredScope, by: KongDriver) =>
    by.toObjects(desired).filter(({ body }) => body.name !== 'http-log');
  const credential = async (digests = known) => (await probe.credential(node.url, token, digests)).outcome;
  const foreign = async (collection: string, body: Record<string, unknown>) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${admin.url}/${collection}`, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status).toBe(201);
  };

  it('is not ready before its own objects are there', async () => {
    expect(await credential()).toBe('not_ready');
    expect((await probe.watermark(node.url, token, 1)).outcome).toBe('not_ready');
  });

  it('is accepted with a digest that is on the gateway, and refused with any other', async () => {
    await push(gateway);
    expect(await credential()).toBe('refused');
    await push(alone);
    expect(await credential()).toBe('accepted');
    expect(await credential(unknown)).toBe('refused');
    await driver.remove(driver.toObjects(alone).find(({ kind }) => kind === 'key-auths') as never);
    expect(await credential()).toBe('refused');
  });

  it('tells nothing to whoever does not present the token', async () => {
    await push(gateway);
    await push(alone);
    expect(await probe.credential(node.url, 'another', known)).toMatchObject({ outcome: 'not_ready' });
    expect(await probe.watermark(node.url, 'another', 1)).toMatchObject({ outcome: 'not_ready' });
  });

  it('does not call a key live on a node that lets everybody in', async () => {
    await push(gateway);
    const guard = driver.toObjects(gateway).find(({ body }) => body.name === 'key-auth');
    await driver.remove(guard as never);
    expect(await probe.credential(node.url, token, unknown)).toEqual({
      outcome: 'not_ready',
      message: expect.stringContaining('lets every key in'),
    });
  });

  it('spends one call on a key when the node was seen to refuse one a short while ago', async () => {
    let nowMs = 0;
    probe = new KongNodeProbe(anyAddress, () => nowMs);
    await push(gateway);
    await push(alone);
    const callsFor = async () => {
      const before = node.calls;
      expect(await credential()).toBe('accepted');
      return node.calls - before;
    };
    expect([await callsFor(), await callsFor()]).toEqual([2, 1]);
    nowMs += kongNodeProbeLimits.guardSeenMs;
    expect(await callsFor()).toBe(2);
  });

  it('shows exactly the watermark that was written last', async () => {
    await push(gateway);
    await push(watermark(1));
    const shows = async (number: number) => (await probe.watermark(node.url, token, number)).outcome;
    expect([await shows(1), await shows(12), await shows(2)]).toEqual(['accepted', 'not_ready', 'not_ready']);
    await push(watermark(12));
    expect([await shows(12), await shows(1)]).toEqual(['accepted', 'not_ready']);
  });

  it('is not caught by routes that serve everything', async () => {
    await foreign('services', { name: 'all', url: 'http://127.0.0.1:9' });
    await foreign('routes', { name: 'a', paths: ['/'], service: { name: 'all' }, methods: ['GET'] });
    await foreign('routes', { name: 'b', paths: ['/.gatehouse/key/longer', '/.gatehouse'], service: { name: 'all' } });
    await foreign('routes', { name: 'c', paths: ['~/.*'], regex_priority: 9, service: { name: 'all' } });
    await foreign('routes', { name: 'd', hosts: ['127.0.0.1'], paths: ['/'], service: { name: 'all' } });
    await push({ ...conformanceSample.version, basePath: '', methods: undefined });
    await push(gateway);
    await push(watermark(3));
    expect(await credential()).toBe('refused');
    expect(await probe.watermark(node.url, token, 3)).toEqual({ outcome: 'accepted', message: null });
  });

  it('keeps two installations on one Kong apart', async () => {
    const other = newDriver('00000000-1c2d-4e3f-8a9b-0c1d2e3f4a5b');
    const theirs = { token: 'theirs' };
    await push(gateway);
    await push(watermark(1));
    await push({ ...gateway, probe: theirs }, other);
    await push({ ...watermark(2), probe: theirs }, other);
    const shown = async (presented: string, number: number) =>
      (await probe.watermark(node.url, presented, number)).outcome;
    expect(await shown(token, 1)).toBe('accepted');
    expect(await shown('theirs', 2)).toBe('accepted');
    expect(await shown(token, 2)).toBe('not_ready');
  });

  it('says that a node is away', async () => {
    node.away = true;
    expect(await probe.watermark(node.url, token, 1)).toEqual({
      outcome: 'unreachable',
      message: expect.stringMatching(/^The node cannot be reached \(\w+\)\.$/),
    });
  });
});

describe('the probe and what is no Kong', () => {
  let server: Server;
  let url: string;
  let handler: RequestListener;
  const probe = new KongNodeProbe(anyAddress);

  beforeAll(async () => {
    server = createServer((req, res) => handler(req, res));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });

  it.each([
    ['a page that is always there', 200, 'hello', /something other than the gateway/],
    ['the mark of the other probe', 200, probeMarks.watermark, /something other than the gateway/],
    ['a password prompt', 401, '{"message":"Password?"}', /status 401/],
    ['a key that did not arrive', 401, '{"message":"No API key found in request"}', /status 401/],
    ['a redirect', 302, '', /status 302/],
    ['a failure', 502, '', /status 502/],
    ['too many calls', 429, '', /status 429/],
    ['a flood', 200, 'x'.repeat(kongNodeProbeLimits.maxBodyBytes + 1), /more than a probe/],
  ])('does not take %s for an answer', async (_what, status, body, message) => {
    handler = (_req, res) => res.writeHead(status, { location: '/elsewhere', 'www-authenticate': 'Key' }).end(body);
    const answer = await probe.credential(url, token, known);
    expect(answer).toEqual({ outcome: 'unreachable', message: expect.stringMatching(message) });
  });

  it.each([
    ['key-auth', 'Key', 'refused'],
    ['key-auth of an older Kong', 'Key realm="kong"', 'refused'],
    ['jwt', 'Bearer', 'unreachable'],
    ['basic-auth', 'Basic realm="kong"', 'unreachable'],
    ['something with a similar name', 'Keyring', 'unreachable'],
    ['acl', undefined, 'unreachable'],
  ])('hears of a refusal by %s with %s: %s', async (_who, challenge, outcome) => {
    const headers = challenge === undefined ? {} : { 'www-authenticate': challenge };
    handler = (_req, res) => res.writeHead(401, headers).end('{"message":"Unauthorized"}');
    expect(await probe.credential(url, token, known)).toMatchObject({ outcome });
  });

  it('keeps the path of the node address, and says who is asking', async () => {
    const seen: (string | undefined)[] = [];
    handler = (req, res) => {
      seen.push(req.url, req.headers['user-agent'], String(req.headers['x-gatehouse-digest']));
      res.end(probeMarks.key);
    };
    expect((await probe.credential(`${url}/node-1/`, token, known)).outcome).toBe('not_ready');
    expect(seen).toEqual([
      ...['/node-1/.gatehouse/key', 'gatehouse-probe', known.sha1],
      ...['/node-1/.gatehouse/key', 'gatehouse-probe', 'gatehouse-nobody'],
    ]);
  });

  it.each(['not a url', 'http://127.0.0.1:1', 'ftp://127.0.0.1'])('does not reject for %s', async (nodeUrl) => {
    expect(await probe.watermark(nodeUrl, token, 1)).toMatchObject({ outcome: 'unreachable' });
  });

  it('repeats no token in what it says', async () => {
    const answer = await probe.watermark(url, 'tok\nen', 1);
    expect(answer).toMatchObject({ outcome: 'unreachable', message: expect.not.stringContaining('tok') });
  });
});
