import { startFakeAdmin, type FakeAdmin, type Fault } from './fake-admin.js';

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
    expect(fake.requests).toMatchObject({ count: 2, bytes: 2 });
    expect(fake.requests.log.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /consumers/app',
      'GET /consumers',
    ]);
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
});
