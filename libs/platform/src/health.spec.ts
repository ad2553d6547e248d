import { Health } from './health.js';

describe('Health', () => {
  it('is ready when every check passes', async () => {
    const health = new Health();
    health.add('database', () => Promise.resolve());
    expect(await health.readiness()).toMatchObject({ ready: true, checks: { database: { ok: true } } });
  });

  it('says which check failed and why', async () => {
    const health = new Health();
    health.add('database', () => Promise.reject(new Error('connection refused')));
    health.add('queue', () => Promise.resolve());
    const readiness = await health.readiness();
    expect(readiness.ready).toBe(false);
    expect(readiness.checks).toMatchObject({
      database: { ok: false, problem: 'connection refused' },
      queue: { ok: true },
    });
  });

  it('takes a check that does not answer for a failed one', async () => {
    const health = new Health(20);
    health.add('database', () => new Promise(() => undefined));
    expect(await health.readiness()).toMatchObject({
      ready: false,
      checks: { database: { problem: 'no answer within 20 ms' } },
    });
  });
});
