import { parseOptions } from '@node-rs/argon2';
import { expectProblem, expectStatus } from '#testing';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { EnsureAdmin } from './ensure-admin.js';
import { SIGN_UPS_PER_NETWORK } from './sign-up.js';

const password = 'five green doors 7';
let api: TestApp;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.stop());

const signUp = (email: string, rest: object = {}) =>
  api.http.post('/v1/users', { body: { email, displayName: 'Dana', password, ...rest } });
const storedHash = async (email: string) =>
  (await api.database.prisma.user.findUniqueOrThrow({ where: { email } })).passwordHash;

it('makes an account, its personal team and an audit entry', async () => {
  const user = expectStatus(await signUp('Dana@Example.com'), 201);
  expect(user).toEqual({ id: user.id, email: 'dana@example.com', displayName: 'Dana', platformRole: 'member' });
  const session = expectStatus(await api.http.post('/v1/sessions', { body: { email: user.email, password } }), 201);
  const me = expectStatus(await api.http.get('/v1/me', { token: session.accessToken }), 200);
  expect(me.user).toEqual(user);
  expect(me.memberships).toEqual([expect.objectContaining({ teamKind: 'personal', role: 'owner', teamName: 'Dana' })]);
  const entry = await api.database.prisma.auditEntry.findFirst({ where: { subjectId: user.id } });
  expect(entry).toMatchObject({ action: 'user.signed_up', actorId: user.id, actorLabel: user.email });
});

it('keeps the password as argon2id with the parameters that OWASP asks for', async () => {
  expectStatus(await signUp('argon@example.com'), 201);
  expect(parseOptions(await storedHash('argon@example.com'))).toMatchObject({
    algorithm: 2,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  });
});

it('refuses a mail address that is taken, in any spelling, and leaves the account as it is', async () => {
  expectStatus(await signUp('twice@example.com'), 201);
  const before = await storedHash('twice@example.com');
  expectProblem(await signUp('TWICE@example.com', { password: 'another long one 8' }), 409, 'user.email_taken');
  expect(await storedHash('twice@example.com')).toBe(before);
});

it('makes one account out of 10 sign-ups at the same time', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => signUp('race@example.com')));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array<number>(9).fill(409)]);
  expect(
    await api.database.prisma.team.count({
      where: { name: 'Dana', memberships: { some: { user: { email: 'race@example.com' } } } },
    }),
  ).toBe(1);
});

it.each([
  ['email', { email: 'nobody' }],
  ['password', { password: 'too short' }],
  ['password', { password: 'weak@example.com 1' }],
  ['platformRole', { platformRole: 'admin' }],
])('refuses a wrong %s, naming it', async (field, rest) => {
  const { errors } = expectProblem(await signUp('weak@example.com', rest), 400, 'request.invalid');
  expect(errors.map((error: { field: string }) => error.field)).toContain(field);
});

it('limits how many sign up from one network', async () => {
  const busy = await startTestApp();
  try {
    const again = () => busy.http.post('/v1/users', { body: { email: 'x@example.com', displayName: 'X', password } });
    for (let count = 0; count < SIGN_UPS_PER_NETWORK.attempts; count++) await again();
    const refused = await again();
    expectProblem(refused, 429, 'request.too_many');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
  } finally {
    await busy.stop();
  }
});

it('is refused where signing up is switched off', async () => {
  const closed = await startTestApp({ env: { SIGN_UP_ENABLED: 'false' } });
  try {
    const body = { email: 'late@example.com', displayName: 'Late', password };
    const headers = { host: 'localhost', 'x-forwarded-host': 'elsewhere.example' };
    expectProblem(await closed.http.post('/v1/users', { body, headers }), 403, 'user.sign_up_disabled');
    expect(await closed.database.prisma.user.count()).toBe(0);
  } finally {
    await closed.stop();
  }
});

describe('the first admin', () => {
  const admin = { email: 'root@example.com', password };

  it('is made once, and can sign in', async () => {
    const ensure = api.app.get(EnsureAdmin);
    expect(await ensure.run(admin)).toBe('created');
    expect(await ensure.run(admin)).toBe('unchanged');
    const session = expectStatus(await api.http.post('/v1/sessions', { body: admin }), 201);
    expect(session.user.platformRole).toBe('admin');
  });

  it('may be an account that is there, whose password stays', async () => {
    expectStatus(await signUp('promoted@example.com'), 201);
    const before = await storedHash('promoted@example.com');
    expect(await api.app.get(EnsureAdmin).run({ email: 'promoted@example.com', password: 'not this one 55' })).toBe(
      'promoted',
    );
    expect(await storedHash('promoted@example.com')).toBe(before);
    const user = await api.database.prisma.user.findUniqueOrThrow({ where: { email: 'promoted@example.com' } });
    expect(user.platformRole).toBe('admin');
  });
});
