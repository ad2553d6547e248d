import { createHmac } from 'node:crypto';
import { derive, Secret, sha256Hex } from '#platform';
import { expectProblem, expectStatus, HttpHarness } from '#testing';
import { startTestApp, TEST_MASTER_SECRET, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { FAILURES_PER_ACCOUNT_AND_NETWORK } from './sign-in.js';

const password = 'five green doors 7';
const startMs = Date.now();
const clock = { nowMs: startMs, now: () => new Date(clock.nowMs) };
let api: TestApp;
beforeAll(async () => {
  api = await startTestApp({ clock, env: { TRUST_PROXY: '127.0.0.1' } });
});
afterAll(() => api.stop());
beforeEach(() => {
  clock.nowMs = Math.max(Date.now(), clock.nowMs);
});

let count = 0;
async function newAccount(): Promise<string> {
  const email = `someone${++count}@example.com`;
  expectStatus(await api.http.post('/v1/users', { body: { email, displayName: 'S', password } }), 201);
  return email;
}
const signIn = (email: string, given = password, headers: Record<string, string> = {}) =>
  api.http.post('/v1/sessions', { body: { email, password: given }, headers });
const newSession = async () => expectStatus(await signIn(await newAccount()), 201);
const refresh = (refreshToken: string, http: HttpHarness = api.http) =>
  http.post('/v1/sessions/refresh', { body: { refreshToken } });
const me = (token: string) => api.http.get('/v1/me', { token });

describe('signing in', () => {
  it('gives an access token for 15 minutes and a refresh token for 30 days', async () => {
    const session = await newSession();
    expectStatus(await me(session.accessToken), 200);
    expect(Date.parse(session.accessTokenExpiresAt) - clock.nowMs).toBeLessThanOrEqual(15 * 60_000);
    expect(Date.parse(session.refreshTokenExpiresAt) - clock.nowMs).toBe(30 * 24 * 60 * 60_000);
    expect(Buffer.from(session.refreshToken, 'base64url')).toHaveLength(32);
  });

  it('keeps only the digest of the refresh token', async () => {
    const { refreshToken } = await newSession();
    const row = await api.database.prisma.refreshToken.findUnique({ where: { digest: sha256Hex(refreshToken) } });
    expect(row).not.toBeNull();
    const { rows } = await api.database.pool.query('SELECT t::text AS row FROM refresh_token t');
    expect(JSON.stringify(rows)).not.toContain(refreshToken);
  });

  it('answers an unknown address, a wrong password and a disabled account alike', async () => {
    const disabled = await newAccount();
    await api.database.prisma.user.update({ where: { email: disabled }, data: { disabledAt: new Date() } });
    const answers = [
      await signIn('nobody@example.com'),
      await signIn(await newAccount(), 'not the password'),
      await signIn(disabled),
      await signIn('no address at all'),
    ].map((answer) => ({ ...expectProblem(answer, 401, 'session.invalid_credentials'), requestId: '' }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('computes as long for an unknown address as for a wrong password', async () => {
    const email = await newAccount();
    const timed = async (address: string) => {
      const before = performance.now();
      await signIn(address, 'not the password', { 'x-forwarded-for': `198.51.100.${++count % 250}` });
      return performance.now() - before;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 15; round++) {
      known.push(await timed(email));
      unknown.push(await timed(`nobody${round}@example.com`));
    }
    // Without the dummy hash the ratio is below 0.3. Whatever else the machine does makes single answers slower only.
    expect(Math.min(...unknown) / Math.min(...known)).toBeGreaterThan(0.5);
  });

  it('does not look at an old access token that comes along', async () => {
    const email = await newAccount();
    const headers = { authorization: 'Bearer old.and.wrong' };
    expectStatus(await signIn(email, password, headers), 201);
  });
});

describe('guessing', () => {
  const from = (ip: string) => ({ 'x-forwarded-for': ip });

  it('is stopped by account and network, also in parallel, and says how long to wait', async () => {
    const email = await newAccount();
    const tries = FAILURES_PER_ACCOUNT_AND_NETWORK.attempts + 5;
    const guesses = Array.from({ length: tries }, () => signIn(email, 'a wrong guess', from('203.0.113.1')));
    const answers = await Promise.all(guesses);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(FAILURES_PER_ACCOUNT_AND_NETWORK.attempts);
    const refused = await signIn(email, password, from('203.0.113.1'));
    expectProblem(refused, 429, 'request.too_many');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    // The owner, elsewhere, is not locked out.
    expectStatus(await signIn(email, password, from('203.0.113.2')), 201);
    clock.nowMs += FAILURES_PER_ACCOUNT_AND_NETWORK.windowMs;
    expectStatus(await signIn(email, password, from('203.0.113.1')), 201);
  });

  it('cannot be hidden behind an address that a client claims, where no proxy is trusted', async () => {
    const open = await startTestApp();
    try {
      const guess = (nth: number) =>
        open.http.post('/v1/sessions', {
          body: { email: 'a@example.com', password: 'a wrong guess' },
          headers: from(`203.0.113.${nth}`),
        });
      for (let nth = 0; nth < FAILURES_PER_ACCOUNT_AND_NETWORK.attempts; nth++) await guess(nth);
      expectProblem(await guess(99), 429, 'request.too_many');
    } finally {
      await open.stop();
    }
  });
});

describe('refreshing', () => {
  it('gives new tokens, and the access token before stays good', async () => {
    const first = await newSession();
    const second = expectStatus(await refresh(first.refreshToken), 200);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expectStatus(await me(first.accessToken), 200);
    expectStatus(await me(second.accessToken), 200);
    expectStatus(await refresh(second.refreshToken), 200);
  });

  it('does not log out pages that refresh at the same time', async () => {
    const { refreshToken } = await newSession();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refreshToken)));
    const tokens = answers.map((answer) => expectStatus(answer, 200).refreshToken);
    expect(new Set(tokens).size).toBe(5);
    for (const token of tokens) expectStatus(await refresh(token), 200);
  });

  it('ends the whole session when a token is used again later', async () => {
    const first = await newSession();
    const second = expectStatus(await refresh(first.refreshToken), 200);
    clock.nowMs += 10_001;
    expectProblem(await refresh(first.refreshToken), 401, 'session.refresh_reused');
    expectProblem(await refresh(second.refreshToken), 401, 'request.unauthenticated');
    expectProblem(await me(second.accessToken), 401, 'request.unauthenticated');
    const entry = await api.database.prisma.auditEntry.findFirst({
      where: { action: 'session.ended', actorId: first.user.id },
    });
    expect(entry?.after).toEqual({ reason: 'refresh_reused' });
  });

  it('is refused after 30 days, and for a token that never was', async () => {
    const { refreshToken } = await newSession();
    clock.nowMs += 30 * 24 * 60 * 60_000;
    expectProblem(await refresh(refreshToken), 401, 'request.unauthenticated');
    expectProblem(await refresh('x'.repeat(43)), 401, 'request.unauthenticated');
    clock.nowMs = startMs;
  });

  it('is refused for a user who was disabled, whose access token is refused too', async () => {
    const { refreshToken, accessToken, user } = await newSession();
    await api.database.prisma.user.update({ where: { id: user.id }, data: { disabledAt: new Date() } });
    expectProblem(await refresh(refreshToken), 401, 'request.unauthenticated');
    expectProblem(await me(accessToken), 401, 'request.unauthenticated');
  });
});

describe('signing out', () => {
  it('ends this session at once and no other', async () => {
    const email = await newAccount();
    const [one, other] = [expectStatus(await signIn(email), 201), expectStatus(await signIn(email), 201)];
    expectStatus(await api.http.delete('/v1/sessions/current', { token: one.accessToken }), 204);
    expectProblem(await me(one.accessToken), 401, 'request.unauthenticated');
    expectProblem(await refresh(one.refreshToken), 401, 'request.unauthenticated');
    expectStatus(await me(other.accessToken), 200);
  });
});

describe('an access token', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const secret = derive(new Secret(TEST_MASTER_SECRET), 'access-token');
  const signed = (header: object, payload: object, key: Buffer = secret, algorithm = 'sha256') => {
    const text = `${encode(header)}.${encode(payload)}`;
    return `${text}.${createHmac(algorithm, key).update(text).digest('base64url')}`;
  };

  it('stands for its own user, however many ask at the same time', async () => {
    const people: TestUser[] = [];
    for (let nth = 0; nth < 10; nth++) people.push(await api.addUser(`crowd${nth}`));
    const asked = Array.from({ length: 10 }, () => people).flat();
    const answers = await Promise.all(asked.map(({ token }) => me(token)));
    expect(answers.map((answer) => expectStatus(answer, 200).user.email)).toEqual(asked.map(({ email }) => email));
  });

  it('is refused unless everything about it is right', async () => {
    const { accessToken } = await newSession();
    const payload = JSON.parse(Buffer.from(accessToken.split('.')[1]!, 'base64url').toString());
    const header = { alg: 'HS256', typ: 'JWT' };
    expectStatus(await me(signed(header, payload)), 200);
    const nowSeconds = Math.floor(Date.now() / 1000);
    const wrong = [
      `${encode({ alg: 'none', typ: 'JWT' })}.${encode(payload)}.`,
      signed({ alg: 'HS512', typ: 'JWT' }, payload, secret, 'sha512'),
      signed(header, payload, derive(new Secret('another master secret: 9876543210 zyxwvu'), 'access-token')),
      signed(header, { ...payload, exp: nowSeconds - 1 }),
      signed(header, { ...payload, nbf: nowSeconds + 60 }),
      signed(header, { ...payload, aud: 'another' }),
      signed(header, { ...payload, iss: 'another' }),
      signed(header, { ...payload, sid: '00000000-0000-0000-0000-000000000000' }),
      signed(header, { ...payload, sid: "' OR 1=1" }),
      signed(header, { ...payload, sid: undefined }),
      'not a token',
      '',
    ];
    for (const token of wrong) expectProblem(await me(token), 401, 'request.unauthenticated');
    const basic = await api.http.get('/v1/me', { headers: { authorization: `Basic ${accessToken}` } });
    expectProblem(basic, 401, 'request.unauthenticated');
    expect(basic.headers.get('www-authenticate')).toBe('Bearer');
  });
});
