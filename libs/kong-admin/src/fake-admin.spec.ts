import { waitUntil } from '#testing';
import type { Fault } from './admin-fault.js';
import { startFakeAdmin, type FakeAdmin } from './fake-admin.js';

describe('the fake Admin API', () => {
  let fake: FakeAdmin;

  beforeEach(async () => {
    fake = await startFakeAdmin();
  });

  afterEach(() => fake.close());

  const put = () =>
    fetch(`${fake.url}/consumers/app`, { method: 'PUT', body: '{}', headers: { 'Content-Type': 'application/json' } });
  const strike = (fault: Fault) => (fake.plan = (_request, index) => (index === 0 ? fault : undefined));

  it('counts and remembers what it is asked', async () => {
    await put();
    await fetch(`${fake.url}/consumers`);
    expect(fake.requests).toMatchObject({ count: 2, methods: { PUT: 1, GET: 1 }, bytes: 2 });
    expect(fake.requests.log.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /consumers/app',
      'GET /consumers',
    ]);
  });

  it('counts the bytes of its answers, begins anew on demand, and remembers nothing when it is told so', async () => {
    const silent = await startFakeAdmin({ log: false });
    const bodies = [await fetch(`${silent.url}/`), await fetch(`${silent.url}/none`)].map((one) => one.arrayBuffer());
    const sizes = (await Promise.all(bodies)).map((body) => body.byteLength);
    const responseBytes = sizes.reduce((sum, size) => sum + size);
    expect(silent.requests).toMatchObject({ count: 2, responseBytes, log: [] });
    silent.requests.reset();
    expect(silent.requests).toMatchObject({ count: 0, methods: {}, bytes: 0, responseBytes: 0 });
    await silent.close();
  });

  it('refuses a body that is larger than a gateway takes', async () => {
    const body = JSON.stringify({ username: 'x'.repeat(10 * 1024 * 1024) });
    expect((await fetch(`${fake.url}/consumers`, { method: 'POST', body })).status).toBe(413);
    expect(fake.requests.count).toBe(0);
  });

  it('refuses with a status and Retry-After without applying', async () => {
    strike({ kind: 'refuse', status: 429, retryAfterSeconds: 3 });
    const response = await put();
    expect([response.status, response.headers.get('retry-after'), fake.model.count('consumers')]).toEqual([
      429,
      '3',
      0,
    ]);
    expect((await put()).status).toBe(200);
  });

  it('applies and answers 500', async () => {
    strike({ kind: 'apply-and-fail' });
    expect([(await put()).status, fake.model.count('consumers')]).toEqual([500, 1]);
  });

  it.each([
    ['cut', 0],
    ['apply-and-cut', 1],
  ] as const)('%s: no answer, %d applied', async (kind, applied) => {
    strike({ kind });
    await expect(put()).rejects.toThrow();
    expect(fake.model.count('consumers')).toBe(applied);
  });

  it('breaks off in the middle of an answer', async () => {
    strike({ kind: 'half-answer' });
    const response = await put();
    await expect(response.text()).rejects.toThrow();
    expect(fake.model.count('consumers')).toBe(1);
  });

  it('answers late', async () => {
    strike({ kind: 'delay', delayMs: 30 });
    const startedAt = performance.now();
    expect((await put()).status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(25);
  });

  it('answers when what it waits for is over', async () => {
    let end: () => void = () => undefined;
    strike({ kind: 'wait', until: new Promise<void>((resolve) => (end = resolve)) });
    const answer = put();
    await waitUntil('the request to be there', () => fake.requests.count === 1);
    expect(await Promise.race([answer, put().then(() => 'the next one')])).toBe('the next one');
    end();
    expect((await answer).status).toBe(200);
  });

  it.each([
    ['hold', 0],
    ['apply-and-hold', 1],
  ] as const)('%s: never an answer, %d applied', async (kind, applied) => {
    const arrived = new Promise<void>((resolve) => {
      fake.plan = ({ path }) => (path.endsWith('/held') ? (resolve(), { kind }) : undefined);
    });
    const isOver = new AbortController();
    const response = fetch(`${fake.url}/consumers/held`, { method: 'PUT', signal: isOver.signal });
    await arrived;
    await put();
    expect(await Promise.race([response, 'nothing'])).toBe('nothing');
    expect(fake.model.count('consumers')).toBe(1 + applied);
    isOver.abort();
    await expect(response).rejects.toThrow();
  });

  it('answers with more than anybody asked for, and stops when nobody listens', async () => {
    strike({ kind: 'drip', megabytes: 2 });
    expect((await (await put()).text()).length).toBeGreaterThan(2 * 1024 * 1024);
    expect(fake.model.count('consumers')).toBe(0);
    fake.requests.reset();
    strike({ kind: 'drip', megabytes: Infinity });
    const response = await put();
    await response.body?.cancel();
    expect((await put()).status).toBe(200);
  });

  it('answers with what is no JSON', async () => {
    strike({ kind: 'garbage' });
    const response = await put();
    await expect(response.json()).rejects.toThrow();
    expect([response.status, fake.model.count('consumers')]).toEqual([200, 0]);
  });

  it('names a page of a list as its own next one', async () => {
    for (const name of ['a', 'b', 'c']) await fetch(`${fake.url}/consumers/${name}`, { method: 'PUT' });
    fake.plan = () => ({ kind: 'endless-pages' });
    const page = async (path: string) =>
      (await (await fetch(fake.url + path)).json()) as { next: string; offset: string; data: { username: string }[] };
    const first = await page('/consumers?size=2');
    const again = await page(first.next);
    expect([first.data.length, again]).toEqual([2, first]);
    const viaOffset = await page(`/consumers?size=2&offset=${first.offset}`);
    expect(viaOffset).toEqual(first);
  });
});
