import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import { addProvider, addPublished, addService, type TestProvider } from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let slug: string;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  slug = await addPublished(api, owner, 'Orders');
});
afterAll(() => api.stop());

const at = (rest = '') => `/v1/services/${slug}/plans${rest}`;
const add = (body: unknown, user: TestUser = owner) => api.http.post(at(), { token: user.token, body });
const patch = (plan: string, revision: number, body: unknown, user: TestUser = owner) =>
  api.http.patch(at(`/${plan}`), { token: user.token, headers: { 'if-match': `"${revision}"` }, body });

it('adds a plan with its terms in words', async () => {
  const answer = await add({ name: 'Free', approval: 'auto', limits: { minute: 5, month: 1000 } });
  expect(expectStatus(answer, 201)).toMatchObject({
    slug: 'free',
    limits: { minute: 5, month: 1000 },
    limitsText: '5 per minute, 1,000 per month',
    archivedAt: null,
    revision: 1,
  });
  expectProblem(await add({ name: 'Free', approval: 'auto', limits: { minute: 5 } }), 409, 'plan.slug_taken');
});

it.each([
  ['none', {}, 422, 'plan.limits_invalid'],
  ['a longer window below a shorter one', { minute: 5, hour: 4 }, 422, 'plan.limits_invalid'],
  ['more than a gateway counts', { minute: 2_147_483_647 }, 400, 'request.invalid'],
  ['zero', { minute: 0 }, 400, 'request.invalid'],
  ['an unknown window', { week: 1 }, 400, 'request.invalid'],
])('refuses as limits: %s', async (_, limits, status, code) => {
  expectProblem(await add({ name: 'Bad', approval: 'auto', limits }), status, code);
});

it('wishes the applications under the plan anew when its limits change, and only then', async () => {
  const { prisma } = api.database;
  const plan = expectStatus(await add({ name: 'Gold', approval: 'manual', limits: { minute: 600 } }), 201);
  const service = await prisma.service.findUniqueOrThrow({ where: { slug } });
  const environment = { id: uuid(), slug: 'spec', name: 'Spec', keyLetter: 's' };
  await prisma.environment.create({ data: environment });
  const urls = { adminUrl: 'http://127.0.0.1:1', proxyUrl: 'http://127.0.0.1:2' };
  await prisma.gateway.create({
    data: { id: uuid(), slug: 'kong', name: 'Kong', kind: 'kong', environmentId: environment.id, ...urls },
  });
  const application = { id: uuid(), teamId: stranger.personalTeamId, name: 'App' };
  await prisma.application.create({ data: application });
  const subscription = { applicationId: application.id, serviceId: service.id, planId: plan.id };
  await prisma.subscription.create({ data: { id: uuid(), state: 'active', ...subscription } });
  const scopes = async () => (await prisma.syncScope.findMany()).map(({ scope }) => scope);

  expectStatus(await patch('gold', 1, { description: 'For many calls', limits: { minute: 600 } }), 200);
  expect(await scopes()).toEqual([]);
  const changed = expectStatus(await patch('gold', 2, { limits: { hour: 9000 } }), 200);
  expect(changed).toMatchObject({ limits: { hour: 9000 }, limitsText: '9,000 per hour', revision: 3 });
  const gold = async (token?: string) =>
    expectStatus(await api.http.get(at(), { token }), 200).items.find((item: { slug: string }) => item.slug === 'gold');
  expect(changed.warnings).toEqual([expect.stringMatching(/^Kong: Each gateway node counts for itself/)]);
  expect(await gold(owner.token)).toEqual({ ...changed, sync: [expect.objectContaining({ total: 1, pending: 1 })] });
  expect(await gold()).not.toHaveProperty('warnings');
  expect(await gold()).not.toHaveProperty('sync');
  expect(await scopes()).toEqual([`application:${application.id}`]);
  expectProblem(await patch('gold', 2, { name: 'Late' }), 412, 'request.precondition_failed');
  expectProblem(await patch('gold', 3, { limits: {} }), 422, 'plan.limits_invalid');
});

it('says to its team how many subscriptions each gateway has, in as many statements as for none', async () => {
  const { prisma } = api.database;
  const listed = () => api.http.get(at(), { token: owner.token });
  const before = await countStatements(listed);
  const plan = expectStatus(await add({ name: 'Busy', approval: 'auto', limits: { minute: 7 } }), 201);
  const service = await prisma.service.findUniqueOrThrow({ where: { slug } });
  const environment = await prisma.environment.findUniqueOrThrow({ where: { slug: 'spec' } });
  const gateway = { id: uuid(), slug: 'two-nodes', name: 'Two nodes', kind: 'kong', environmentId: environment.id };
  await prisma.gateway.create({ data: { ...gateway, adminUrl: 'http://127.0.0.1:1', proxyUrl: 'http://127.0.0.1:1' } });
  const node = { gatewayId: gateway.id, reachable: true };
  await prisma.gatewayNode.createMany({
    data: [
      { ...node, url: 'a', position: 0, watermark: 9 },
      { ...node, url: 'b', position: 1, watermark: 5 },
      { ...node, url: 'c', position: 2, watermark: 1, reachable: false },
    ],
  });
  const pushes = [
    { applied: 0 },
    { applied: 1, watermark: 4 },
    { applied: 1, watermark: 6 },
    { applied: 1, watermark: 9 },
  ];
  for (const push of pushes) {
    const application = { id: uuid(), teamId: stranger.personalTeamId, name: uuid() };
    await prisma.application.create({ data: application });
    const subscription = { applicationId: application.id, serviceId: service.id, planId: plan.id };
    await prisma.subscription.create({ data: { id: uuid(), state: 'active', ...subscription } });
    await prisma.syncScope.create({ data: { gatewayId: gateway.id, scope: `application:${application.id}`, ...push } });
  }
  const busy = expectStatus(await listed(), 200).items.find(({ id }: { id: string }) => id === plan.id);
  const place = { gatewayId: gateway.id, gatewayName: 'Two nodes', environment: 'spec' };
  expect(busy.sync).toEqual([{ ...place, total: 4, pending: 1, taken: 2 }]);
  expect(await countStatements(listed)).toBe(before);
});

it('archives a plan: its team still sees it, others do not, and it changes no more', async () => {
  expectStatus(await add({ name: 'Old', approval: 'auto', limits: { day: 10 } }), 201);
  const archived = expectStatus(await api.http.post(at('/old/archive'), { token: owner.token }), 200);
  expect(archived.archivedAt).not.toBeNull();
  expect(expectStatus(await api.http.post(at('/old/archive'), { token: owner.token }), 200)).toEqual(archived);
  const slugs = async (token?: string) =>
    expectStatus(await api.http.get(at(), { token }), 200).items.map((plan: { slug: string }) => plan.slug);
  expect(await slugs()).not.toContain('old');
  expect(await slugs(owner.token)).toContain('old');
  expectProblem(await patch('old', archived.revision, { name: 'New' }), 400, 'request.invalid');
});

it('is for the team of the service: 403 where it is seen, 404 where it is not', async () => {
  const body = { name: 'Mine', approval: 'auto', limits: { minute: 1 } };
  expectProblem(await add(body, stranger), 403, 'request.forbidden');
  expectProblem(await patch('free', 1, { name: 'Mine' }, stranger), 403, 'request.forbidden');
  expectProblem(await api.http.post(at('/free/archive'), { token: stranger.token }), 403, 'request.forbidden');
  const hidden = `/v1/services/${await addService(api, owner, 'Hidden')}/plans`;
  expectProblem(await api.http.get(hidden), 404, 'request.not_found');
  expectProblem(await api.http.post(hidden, { token: stranger.token, body }), 404, 'request.not_found');
  expectProblem(await patch('none', 1, { name: 'Mine' }), 404, 'request.not_found');
});
