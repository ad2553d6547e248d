import { SessionRefresher } from './session-refresher.js';
import type { Session } from './session.js';

const now = Date.parse('2026-01-01T00:00:00Z');
const clock = { now: () => new Date(now) };
const session = (accessForMs: number, refreshForMs = 1e9): Session => ({
  accessToken: 'old',
  accessTokenExpiresAtMs: now + accessForMs,
  refreshToken: 'refresh-1',
  refreshTokenExpiresAtMs: now + refreshForMs,
  csrfSecret: 'secret',
  user: { id: 'u', name: 'Dana', email: 'dana@example.com', isAdmin: false, isAuditor: false },
});

describe('SessionRefresher', () => {
  it('leaves a session alone while its access token lasts', async () => {
    const refresher = new SessionRefresher(clock, () => Promise.reject(new Error('not asked for')));
    const current = session(60_000);
    expect(await refresher.fresh(current)).toBe(current);
  });

  it('asks once for all requests that come with one refresh token, also for one that comes late', async () => {
    let asked = 0;
    const next = { ...session(900_000), accessToken: 'new', refreshToken: 'refresh-2' };
    const refresher = new SessionRefresher(clock, () => {
      asked += 1;
      return Promise.resolve(next);
    });
    const together = await Promise.all([refresher.fresh(session(0)), refresher.fresh(session(0))]);
    expect([...together, await refresher.fresh(session(0))]).toEqual([next, next, next]);
    expect(asked).toBe(1);
  });

  it('asks again after a failure', async () => {
    const answers = [Promise.reject(new Error('away')), Promise.resolve(undefined)];
    const refresher = new SessionRefresher(clock, () => answers.shift()!);
    await expect(refresher.fresh(session(0))).rejects.toThrow('away');
    expect(await refresher.fresh(session(0))).toBeUndefined();
  });

  it('ends a session whose refresh token has run out without asking', async () => {
    const refresher = new SessionRefresher(clock, () => Promise.reject(new Error('not asked for')));
    expect(await refresher.fresh(session(-1, -1))).toBeUndefined();
  });
});
