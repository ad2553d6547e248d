import { type FakeAdmin, startFakeAdmin } from '#kong-admin';
import { createLogger } from '#platform';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import { addProvider, addPublished, addService, addVersion, type TestProvider } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp, testConfig, type TestUser } from '../../test-support/start-test-app.js';
import { runWorker } from '../run-worker.js';

let api: TestApp;
let admin: TestUser;
let owner: TestProvider;
let worker: Awaited<ReturnType<typeof runWorker>>;
const fakes: FakeAdmin[] = [];
const ids: Record<string, string> = {};

/** A gateway with a control plane of its own. */
async function addFake(name: string, environment: string, input: object = {}): Promise<FakeAdmin> {
  const fake = await startFakeAdmin();
  const body = { name, environment, kind: 'kong', adminUrl: fake.url, proxyUrl: 'http://127.0.0.1:8000', ...input };
  const registered = { token: admin.token, body: { ...body, evenIfUnreachable: true } };
  ids[name] = expectStatus(await api.http.post('/v1/gateways', registered), 201).id;
  fakes.push(fake);
  return fake;
}

let live: FakeAdmin;
let other: FakeAdmin;
let test: FakeAdmin;

beforeAll(async () => {
  api = await startTestApp();
  admin = await api.addUser('admin', 'admin');
  owner = await addProvider(api, 'owner');
  live = await addFake('Live', 'live');
  other = await addFake('Other', 'live', { takesEverything: false });
  test = await addFake('Test', 'test');
  worker = await runWorker(testConfig(api.databaseUrl, { DATABASE_POOL_SIZE: '10' }), createLogger('worker', 'silent'));
});

afterAll(async () => {
  await worker.stop();
  await api.stop();
  await Promise.all(fakes.map((fake) => fake.close()));
});

const path = (slug: string) => `/v1/services/${slug}/versions/v1/deployments`;
const choicesOf = async (slug: string) =>
  expectStatus(await api.http.get(path(slug), { token: owner.token }), 200) as {
    everywhere: boolean;
    gateways: { gatewayName: string; chosen: boolean; unableBecause: string | null }[];
    revision: number;
  };
const deploy = async (slug: string, body: object, revision?: number) => {
  const ifMatch = revision ?? (await choicesOf(slug)).revision;
  return api.http.put(path(slug), { token: owner.token, body, headers: { 'if-match': `"${ifMatch}"` } });
};
const chosenOf = async (slug: string) =>
  (await choicesOf(slug)).gateways.filter(({ chosen }) => chosen).map(({ gatewayName }) => gatewayName);
const serves = (fake: FakeAdmin, slug: string) =>
  [...fake.model.all('routes')].some(({ name }) => name === `${slug}.v1`);
const publish = (slug: string) => api.http.post(`/v1/services/${slug}/versions/v1/publish`, { token: owner.token });

it('sends what is deployed everywhere to the gateways that take everything', async () => {
  const slug = await addPublished(api, owner, 'Everywhere');
  await waitUntil('both to serve it', () => serves(live, slug) && serves(test, slug));
  expect(serves(other, slug)).toBe(false);
  expect(await chosenOf(slug)).toEqual(['Live', 'Test']);
});

it('publishes a draft to the gateways that were chosen for it, and to no other', async () => {
  const slug = await addService(api, owner, 'Chosen');
  await addVersion(api, owner, slug);
  expect(await chosenOf(slug)).toEqual(['Live', 'Test']);
  expectStatus(await deploy(slug, { everywhere: false, gatewayIds: [ids.Other] }), 200);
  expectStatus(await publish(slug), 202);
  await waitUntil('the chosen one to serve it', () => serves(other, slug));
  expect(await chosenOf(slug)).toEqual(['Other']);
  expect([serves(live, slug), serves(test, slug)]).toEqual([false, false]);
});

it('moves a live version from one gateway to another', async () => {
  const slug = await addPublished(api, owner, 'Moved');
  await waitUntil('the first to serve it', () => serves(live, slug) && serves(test, slug));
  expectStatus(await deploy(slug, { everywhere: false, gatewayIds: [ids.Other, ids.Test] }), 200);
  await waitUntil('it to move', () => serves(other, slug) && !serves(live, slug));
  expect(serves(test, slug)).toBe(true);
  expectStatus(await deploy(slug, { everywhere: true }), 200);
  await waitUntil('it to be back', () => serves(live, slug) && !serves(other, slug));
});

it('keeps the keys of the test environment off the live gateways', async () => {
  const slug = await addPublished(api, owner, 'Both');
  const plan = { name: 'Free', approval: 'auto', limits: { minute: 5 } };
  expectStatus(await api.http.post(`/v1/services/${slug}/plans`, { token: owner.token, body: plan }), 201);
  const application = { name: 'Till', teamId: owner.personalTeamId };
  const { id } = expectStatus(await api.http.post('/v1/applications', { token: owner.token, body: application }), 201);
  const subscription = { token: owner.token, body: { service: slug, plan: 'free' } };
  expectStatus(await api.http.post(`/v1/applications/${id}/subscriptions`, subscription), 201);
  const key = { token: owner.token, body: { name: 'trial', environment: 'test' } };
  expectStatus(await api.http.post(`/v1/applications/${id}/credentials`, key), 201);
  await waitUntil('the key to stand on the test gateway', () => test.model.count('keyauth_credentials') === 1);
  const scope = `application:${id}`;
  await waitUntil('all gateways to have been told', async () => {
    const rows = await api.database.prisma.syncScope.findMany({ where: { scope } });
    return rows.length > 0 && rows.every(({ applied, wished }) => applied >= wished);
  });
  expect(live.model.count('keyauth_credentials')).toBe(0);
  expect(live.model.count('consumers')).toBe(0);
});

it('refuses no gateway, an unknown one, and a choice made of an old page', async () => {
  const slug = await addPublished(api, owner, 'Refused');
  expectProblem(await deploy(slug, { everywhere: false }), 400, 'request.invalid');
  const unknown = { everywhere: false, gatewayIds: ['00000000-0000-4000-8000-000000000000'] };
  expectProblem(await deploy(slug, unknown), 400, 'request.invalid');
  expectProblem(await deploy(slug, { everywhere: true }, 999), 412, 'request.precondition_failed');
  const stranger = await api.addUser('stranger');
  expectProblem(await api.http.get(path(slug), { token: stranger.token }), 403, 'request.forbidden');
});
