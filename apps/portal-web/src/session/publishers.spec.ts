import { ApiUnreachable } from '../api-client/api-problem.js';
import type { Visitor } from '../http/visitor.js';
import { Publishers } from './publishers.js';

function setUp(isAdmin = false) {
  let nowMs = 0;
  let kinds: string[] | undefined = ['personal'];
  let asked = 0;
  const call = () => {
    asked += 1;
    if (kinds === undefined) return Promise.reject(new ApiUnreachable('away'));
    return Promise.resolve({ memberships: kinds.map((teamKind) => ({ teamKind })) });
  };
  const visitor = { session: { user: { id: 'u1', isAdmin } }, api: { call } } as unknown as Visitor;
  const publishers = new Publishers({ now: () => new Date(nowMs) });
  return {
    includes: () => publishers.includes(visitor),
    remembers: () => publishers.remembers(visitor),
    pass: (ms: number) => (nowMs += ms),
    join: (next: string[] | undefined) => (kinds = next),
    asked: () => asked,
  };
}

describe('Publishers', () => {
  it('notices within a quarter of a minute that somebody was taken into a provider team, without a new sign-in', async () => {
    const { includes, join, pass, asked } = setUp();
    expect(await includes()).toBe(false);
    join(['personal', 'provider']);
    expect([await includes(), asked()]).toEqual([false, 1]);
    pass(15_000);
    expect([await includes(), asked()]).toEqual([true, 2]);
  });

  it('leaves it as it was while the API is away', async () => {
    const { includes, remembers, join, pass } = setUp();
    join(['provider']);
    expect(await includes()).toBe(true);
    join(undefined);
    pass(15_000);
    expect([await includes(), remembers()]).toEqual([true, true]);
  });

  it('knows admins without asking', async () => {
    const { includes, asked } = setUp(true);
    expect([await includes(), asked()]).toEqual([true, 0]);
  });
});
