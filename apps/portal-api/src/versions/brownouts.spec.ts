import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import { addTeam } from '../../test-support/offered-service.js';
import { addOfferedService, type OfferedService } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

const HOUR_MS = 3_600_000;

let api: TestApp;
let stranger: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  stranger = await api.addUser('stranger');
});
afterAll(() => api.stop());

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const window = (from: number, to = from + 1) => ({ startsAt: inHours(from), endsAt: inHours(to), sharePercent: 25 });

/** A deprecated version that ends in 1,000 hours, with its routes. */
async function deprecated(slug: string) {
  const service = await addOfferedService(api, slug);
  const base = `/v1/services/${slug}/versions/v1`;
  const { token } = service.owner;
  const body = { sunsetAt: inHours(1000) };
  expectStatus(await api.http.post(`${base}/deprecate`, { token, body }), 200);
  return {
    ...service,
    base,
    plan: (input: object) => api.http.post(`${base}/brownouts`, { token, body: input }),
    cancel: (id: string) => api.http.delete(`${base}/brownouts/${id}`, { token }),
    list: async (user?: TestUser) =>
      expectStatus(await api.http.get(`${base}/brownouts`, { token: (user ?? service.owner).token }), 200).items,
  };
}

/** An application of a team with these people, that called the version some days ago. */
async function addCaller({ serviceId, versionId, gatewayId }: OfferedService, daysAgo: number, ...people: TestUser[]) {
  const { prisma } = api.database;
  const application = { id: uuid(), teamId: await addTeam(api, 'developer', ...people), name: uuid() };
  await prisma.application.create({ data: application });
  const start = new Date(Date.now() - daysAgo * 24 * HOUR_MS);
  start.setUTCHours(0, 0, 0, 0);
  const ids = { applicationId: application.id, serviceId, versionId, gatewayId };
  const counts = { calls: 3n, latencySumMs: 1n, latencyMaxMs: 1, responseBytes: 1n };
  await prisma.usageBucket.create({
    data: { ...ids, ...counts, grain: 'day', start, operation: 'GET /orders', status: 200 },
  });
}

async function mails(): Promise<{ to: string; subject: string; text: string }[]> {
  const { rows } = await api.database.pool.query<{ payload: { to: string; subject: string; text: string } }>(
    `SELECT p.payload FROM graphile_worker._private_jobs p JOIN graphile_worker._private_tasks t ON t.id = p.task_id
     WHERE t.identifier = 'send-mail' ORDER BY p.id`,
  );
  return rows.map(({ payload }) => payload);
}

it('tells the people behind those who called in the last 30 days, each once, and nobody else', async () => {
  const service = await deprecated('told');
  const [ada, ben, old] = [await api.addUser('ada'), await api.addUser('ben'), await api.addUser('old')];
  await addCaller(service, 3, ada, ben);
  await addCaller(service, 29, ada);
  await addCaller(service, 40, old);
  const input = window(24);
  expect(expectStatus(await service.plan(input), 201)).toMatchObject({ ...input, state: 'planned' });
  const sent = await mails();
  expect(sent.map(({ to }) => to)).toEqual(['ada@example.com', 'ben@example.com']);
  expect(sent[0]).toMatchObject({ subject: 'TOLD v1: some calls will be refused for a while' });
  expect(sent[0]?.text).toContain('25 of 100 calls');
  expect(sent[0]?.text).toContain('http://localhost:3000/services/told/v1');
  const [row] = await api.database.prisma.brownout.findMany({ where: { versionId: service.versionId } });
  expect(row?.announcedAt).not.toBeNull();
  expect(await api.database.prisma.auditEntry.count({ where: { action: 'version.brownout_planned' } })).toBe(1);
});

it('is planned by who may publish, seen by everybody, and cancelled once', async () => {
  const { base, plan, cancel, list } = await deprecated('cancelled');
  expectProblem(
    await api.http.post(`${base}/brownouts`, { token: stranger.token, body: window(5) }),
    403,
    'request.forbidden',
  );
  const { id } = expectStatus(await plan(window(5)), 201);
  expect(await list(stranger)).toMatchObject([{ id, state: 'planned', sharePercent: 25 }]);
  expectStatus(await cancel(id), 204);
  expectProblem(await cancel(id), 404, 'request.not_found');
  expectProblem(await cancel('x'), 404, 'request.not_found');
  expect(await list()).toMatchObject([{ id, state: 'cancelled' }]);
  expectStatus(await plan(window(5)), 201);
});

it.each([
  ['no share', { sharePercent: 0 }, 'sharePercent'],
  ['more than all', { sharePercent: 101 }, 'sharePercent'],
  ['part of a call', { sharePercent: 2.5 }, 'sharePercent'],
  ['the past', { startsAt: inHours(-1) }, 'startsAt'],
  ['half a minute', { endsAt: new Date(Date.now() + 5 * HOUR_MS + 30_000).toISOString() }, 'endsAt'],
  ['more than a day', { endsAt: inHours(30) }, 'endsAt'],
  ['no date', { endsAt: 'later' }, 'endsAt'],
])('refuses %s, beside the field', async (_, changes, field) => {
  const { plan } = (refusing ??= await deprecated('refusing'));
  const problem = expectProblem(await plan({ ...window(5), ...changes }), 400, 'request.invalid');
  expect(problem.errors.map((one: { field: string }) => one.field)).toEqual([field]);
});
let refusing: Awaited<ReturnType<typeof deprecated>> | undefined;

it('comes before the end of the version, which cannot be moved before it', async () => {
  const { plan, base, owner } = await deprecated('ending');
  expectProblem(await plan(window(1001)), 400, 'request.invalid');
  expectStatus(await plan(window(500)), 201);
  const { revision } = expectStatus(await api.http.get(base, { token: owner.token }), 200);
  const headers = { 'if-match': `"${revision}"` };
  const body = { sunsetAt: inHours(400) };
  expectProblem(await api.http.put(`${base}/lifecycle`, { token: owner.token, headers, body }), 400, 'request.invalid');
});

it('is called off with the deprecation, and ends with the version', async () => {
  const { plan, base, owner, list } = await deprecated('off');
  expectStatus(await plan(window(5)), 201);
  expectStatus(await api.http.post(`${base}/undeprecate`, { token: owner.token }), 200);
  expect(await list()).toMatchObject([{ state: 'cancelled' }]);
  expectProblem(await plan(window(5)), 409, 'version.illegal_transition');
});

it('refuses the twenty-first that is planned', async () => {
  const { plan } = await deprecated('many');
  for (let hours = 1; hours <= 20; hours++) expectStatus(await plan(window(hours * 2)), 201);
  expectProblem(await plan(window(100)), 409, 'version.too_many_brownouts');
});
