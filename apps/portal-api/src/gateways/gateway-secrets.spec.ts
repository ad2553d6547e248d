import { type FakeAdmin, startFakeAdmin } from '#kong-admin';
import { expectProblem, expectStatus } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let admin: TestUser;
let fake: FakeAdmin;
let other: FakeAdmin;

beforeAll(async () => {
  api = await startTestApp();
  admin = await api.addUser('admin', 'admin');
  [fake, other] = await Promise.all([startFakeAdmin(), startFakeAdmin()]);
});
afterAll(async () => {
  await api.stop();
  await Promise.all([fake.close(), other.close()]);
});

const register = (input: object) => {
  const fixed = { kind: 'kong', environment: 'live', proxyUrl: 'http://127.0.0.1:1', evenIfUnreachable: true };
  return api.http.post('/v1/gateways', {
    token: admin.token,
    body: { ...fixed, name: 'Kong', adminUrl: fake.url, ...input },
  });
};

it('never sends a stored token to a host that it was not typed for', async () => {
  const { id, revision } = expectStatus(await register({ adminToken: 'not to be seen' }), 201);
  const move = (body: object, ifMatch: number) =>
    api.http.patch(`/v1/gateways/${id}`, { token: admin.token, headers: { 'if-match': `"${ifMatch}"` }, body });
  const problem = expectProblem(await move({ adminUrl: other.url }, revision), 400, 'request.invalid');
  expect(problem.errors).toEqual([{ field: 'adminToken', message: expect.stringContaining('again') }]);
  expectProblem(await move({ adminUrl: other.url, evenIfUnreachable: true }, revision), 400, 'request.invalid');
  expect(other.requests.count).toBe(0);
  const within = expectStatus(await move({ adminUrl: `${fake.url}/admin`, evenIfUnreachable: true }, revision), 200);
  expectStatus(await move({ adminUrl: other.url, adminToken: 'typed for it' }, within.revision), 200);
  expect(other.requests.count).toBeGreaterThan(0);
  await api.database.prisma.gateway.delete({ where: { id } });
});

it.each([
  [{ adminUrl: 'http://user:not-to-be-seen@127.0.0.1:8001' }, 'adminUrl'],
  [{ proxyUrl: 'http://user:not-to-be-seen@127.0.0.1:8000' }, 'proxyUrl'],
  [{ nodeUrls: ['http://user:not-to-be-seen@127.0.0.1:8000'] }, 'nodeUrls'],
])(
  'takes no password in an address, because everybody who reads of the gateway would read it: %j',
  async (input, field) => {
    const problem = expectProblem(await register(input), 400, 'request.invalid');
    expect(problem.errors).toEqual([{ field, message: expect.stringContaining('without a user name') }]);
    expect(JSON.stringify(problem)).not.toContain('not-to-be-seen');
  },
);

it('refuses a cursor that no list can have given', async () => {
  const { id } = expectStatus(await register({}), 201);
  for (const [list, length] of [
    ['drift', 2],
    ['foreign', 3],
    ['failures', 1],
  ] as const) {
    const cursor = Buffer.from(JSON.stringify(Array.from({ length }, () => 'a\0b'))).toString('base64url');
    const answer = await api.http.get(`/v1/gateways/${id}/${list}?cursor=${cursor}`, { token: admin.token });
    expectProblem(answer, 400, 'request.invalid');
  }
});
