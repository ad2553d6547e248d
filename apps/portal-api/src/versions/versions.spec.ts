import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import {
  addProvider,
  addPublished,
  addService,
  addVersion,
  orders,
  putSpec,
  type TestProvider,
} from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let gatewayId: string;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  gatewayId = await addGateway();
});
afterAll(() => api.stop());

async function addGateway(): Promise<string> {
  const { prisma } = api.database;
  const environment = { id: uuid(), slug: 'spec', name: 'Spec', keyLetter: 's' };
  const gateway = { id: uuid(), slug: 'kong', name: 'Kong', kind: 'kong', adminUrl: 'http://127.0.0.1:1' };
  await prisma.environment.create({ data: environment });
  await prisma.gateway.create({
    data: { ...gateway, environmentId: environment.id, proxyUrl: 'http://127.0.0.1:8000/' },
  });
  return gateway.id;
}

const at = (slug: string, rest = '') => `/v1/services/${slug}/versions${rest}`;
const post = (path: string, body?: unknown, user: TestUser = owner) => api.http.post(path, { token: user.token, body });
const patch = (path: string, revision: number, body: unknown, user: TestUser = owner) =>
  api.http.patch(path, { token: user.token, headers: { 'if-match': `"${revision}"` }, body });
const read = async (slug: string, user: TestUser = owner, name = 'v1') =>
  expectStatus(await api.http.get(at(slug, `/${name}`), { token: user.token }), 200);

async function wishedOf(scope: string): Promise<number> {
  const row = await api.database.prisma.syncScope.findUnique({ where: { gatewayId_scope: { gatewayId, scope } } });
  return row?.wished ?? 0;
}

/** An application with an active subscription to the service; returns its scope. */
async function addSubscriber(slug: string): Promise<string> {
  const { prisma } = api.database;
  const service = await prisma.service.findUniqueOrThrow({ where: { slug } });
  const application = { id: uuid(), teamId: stranger.personalTeamId, name: uuid() };
  await prisma.application.create({ data: application });
  await prisma.subscription.create({
    data: { id: uuid(), applicationId: application.id, serviceId: service.id, state: 'active' },
  });
  return `application:${application.id}`;
}

describe('a draft', () => {
  it('gets a base path from slug and name, and is invisible to outsiders', async () => {
    const slug = await addPublished(api, owner, 'Drafting');
    const answer = await post(at(slug), { name: 'v2', hosts: ['API.Example.com'] });
    expect(expectStatus(answer, 201)).toMatchObject({
      name: 'v2',
      state: 'draft',
      basePath: `/${slug}/v2`,
      hosts: ['api.example.com'],
      upstreamUrl: null,
      callUrls: [],
      editable: true,
    });
    expect(answer.headers.get('etag')).toBe('"1"');
    expectProblem(await api.http.get(at(slug, '/v2'), { token: stranger.token }), 404, 'request.not_found');
    const service = expectStatus(await api.http.get(`/v1/services/${slug}`, { token: stranger.token }), 200);
    expect(service.versions.map(({ name }: { name: string }) => name)).toEqual(['v1']);
    expectProblem(await post(at(slug), { name: 'v2' }), 409, 'version.name_taken');
    expectProblem(await post(at(slug), { name: 'v3' }, stranger), 403, 'request.forbidden');
  });

  it('is not called like a page that stands beside it in the portal', async () => {
    const slug = await addPublished(api, owner, 'Hidden');
    const problem = expectProblem(await post(at(slug), { name: 'get-key' }), 400, 'request.invalid');
    expect(problem.errors).toEqual([
      { field: 'name', message: 'get-key is that of a page of the portal; take another, such as v1' },
    ]);
  });

  it.each(['/a//b', '/a/../b', '/', 'a/b', '/a%2fb', '/a b', `/${'a'.repeat(200)}`])(
    'refuses the base path %s',
    async (basePath) => {
      const slug = await addService(api, owner, `Path ${uuid().slice(-8)}`);
      expectProblem(await post(at(slug), { name: 'v1', basePath }), 400, 'request.invalid');
    },
  );

  it.each([
    'ftp://a',
    'a.example',
    'http://u:p@a',
    'http://a/#x',
    'http://a/?x',
    'http://a//b',
    'file:///etc/passwd',
    'http://',
  ])('refuses the upstream %s', async (upstreamUrl) => {
    const slug = await addService(api, owner, `Up ${uuid().slice(-8)}`);
    expectProblem(await post(at(slug), { name: 'v1', upstreamUrl }), 400, 'request.invalid');
  });

  it('changes freely with If-Match and can be deleted', async () => {
    const slug = await addService(api, owner, 'Free draft');
    await addVersion(api, owner, slug);
    const { revision } = await read(slug);
    const changed = await patch(at(slug, '/v1'), revision, { basePath: '/free/', upstreamUrl: 'http://[::1]:8080/' });
    expect(expectStatus(changed, 200)).toMatchObject({ basePath: '/free', upstreamUrl: 'http://[::1]:8080' });
    expectProblem(await patch(at(slug, '/v1'), revision, {}), 412, 'request.precondition_failed');
    expectStatus(await api.http.delete(at(slug, '/v1'), { token: owner.token }), 204);
    expectProblem(await api.http.get(at(slug, '/v1'), { token: owner.token }), 404, 'request.not_found');
  });

  it('is published only with a document and an upstream', async () => {
    const slug = await addService(api, owner, 'Incomplete');
    expectStatus(await post(at(slug), { name: 'v1' }), 201);
    const problem = expectProblem(await post(at(slug, '/v1/publish')), 409, 'version.incomplete');
    expect(problem.errors.map(({ field }: { field: string }) => field)).toEqual(['spec', 'upstreamUrl']);
  });
});

describe('publishing', () => {
  it('wishes the version and the applications of its subscribers onto every gateway, in constant statements', async () => {
    const slug = await addService(api, owner, 'Publishing');
    await addVersion(api, owner, slug);
    const subscribers = [await addSubscriber(slug)];
    const answer = await post(at(slug, '/v1/publish'));
    const version = expectStatus(answer, 202);
    expect(version).toMatchObject({
      state: 'published',
      callUrls: [`http://127.0.0.1:8000/${slug}/v1`],
      deployments: [{ gatewayId, gatewayName: 'Kong', environment: 'spec', state: 'pending', confirmedAt: null }],
    });
    expect(version.publishedAt).not.toBeNull();
    expect(await wishedOf(`version:${version.id}`)).toBe(1);
    for (const scope of subscribers) expect(await wishedOf(scope)).toBe(1);
    const jobs = await api.database.pool.query(`SELECT FROM graphile_worker.jobs WHERE key = $1`, [
      `sync-gateway:${gatewayId}:now`,
    ]);
    expect(jobs.rowCount).toBe(1);

    await addVersion(api, owner, slug, 'v2');
    await addVersion(api, owner, slug, 'v3');
    const few = await countStatements(() => post(at(slug, '/v2/publish')));
    for (let more = 0; more < 10; more++) subscribers.push(await addSubscriber(slug));
    expect(await countStatements(() => post(at(slug, '/v3/publish')))).toBe(few);
    for (const scope of subscribers) expect(await wishedOf(scope)).toBeGreaterThan(0);
  });

  it('shows what the gateway said, and whether its nodes were seen to serve it', async () => {
    const slug = await addPublished(api, owner, 'Told');
    const { id } = await read(slug);
    const where = { gatewayId_scope: { gatewayId, scope: `version:${id}` } };
    const failed = { failedAt: new Date(), error: 'schema violation' };
    await api.database.prisma.syncScope.update({ where, data: failed });
    expect((await read(slug)).deployments).toMatchObject([{ state: 'failed', error: 'schema violation' }]);
    const taken = { applied: 1, appliedAt: new Date(), watermark: 3 };
    await api.database.prisma.syncScope.update({ where, data: taken });
    const node = { gatewayId, url: 'http://127.0.0.1:8000', position: 0, reachable: true, watermark: 2 };
    await api.database.prisma.gatewayNode.create({ data: node });
    const nodes = { total: 1, confirmed: 0, unreachable: 0 };
    expect((await read(slug)).deployments).toMatchObject([{ state: 'taken', error: null, confirmedAt: null, nodes }]);
    await api.database.prisma.gatewayNode.updateMany({ where: { gatewayId }, data: { watermark: 4 } });
    expect((await read(slug)).deployments).toMatchObject([{ state: 'confirmed', nodes: { confirmed: 1 } }]);
    expect(JSON.stringify((await read(slug)).deployments)).not.toContain(node.url);
    await api.database.prisma.gatewayNode.deleteMany();
    expect(await read(slug, stranger)).toMatchObject({ deployments: [], upstreamUrl: null, editable: false });
  });

  it('walks the whole life, and refuses every step out of order', async () => {
    const slug = await addPublished(api, owner, 'Living');
    const { id } = await read(slug);
    const step = (name: string, body?: unknown) => post(at(slug, `/v1/${name}`), body);
    expectProblem(await step('publish'), 409, 'version.illegal_transition');
    expectProblem(await step('undeprecate'), 409, 'version.illegal_transition');
    expectProblem(await step('retire'), 409, 'version.illegal_transition');
    expectProblem(await step('deprecate', { sunsetAt: '2001-01-01T00:00:00Z' }), 400, 'request.invalid');
    const sunsetAt = '2099-01-01T00:00:00.000Z';
    expect(expectStatus(await step('deprecate', { sunsetAt }), 200)).toMatchObject({ state: 'deprecated', sunsetAt });
    expectProblem(await step('publish'), 409, 'version.illegal_transition');
    const back = expectStatus(await step('undeprecate'), 200);
    expect(back).toMatchObject({ state: 'published', sunsetAt: null, deprecatedAt: null });
    expectStatus(await step('deprecate'), 200);
    expect(await wishedOf(`version:${id}`)).toBe(4);
    const scope = await addSubscriber(slug);
    expect(expectStatus(await step('retire'), 202)).toMatchObject({ state: 'retired', callUrls: [] });
    expect(await wishedOf(`version:${id}`)).toBe(5);
    expect(await wishedOf(scope)).toBe(0);
    expectStatus(await step('stop-answering'), 202);
    expect(await wishedOf(`version:${id}`)).toBe(6);
    expect(await wishedOf(scope)).toBe(1);
    expectProblem(await api.http.delete(at(slug, '/v1'), { token: owner.token }), 409, 'version.not_draft');
    const { revision } = await read(slug);
    expectProblem(await patch(at(slug, '/v1'), revision, { hosts: [] }), 409, 'version.illegal_transition');
    expectProblem(await putSpec(api, owner, slug, 'v1', orders('late')), 409, 'version.illegal_transition');
  });

  it('lets a live version change upstream and hosts, which the gateways learn, and keeps its base path', async () => {
    const slug = await addPublished(api, owner, 'Live change');
    const { id, revision } = await read(slug);
    expectProblem(await patch(at(slug, '/v1'), revision, { basePath: '/elsewhere' }), 409, 'version.not_draft');
    const body = { upstreamUrl: 'http://127.0.0.1:10', hosts: ['a.example.com'] };
    expectStatus(await patch(at(slug, '/v1'), revision, body), 200);
    expect(await wishedOf(`version:${id}`)).toBe(2);
  });

  it('gives a base path to one live version only, whoever publishes first', async () => {
    const [one, two] = [await addService(api, owner, 'Race one'), await addService(api, owner, 'Race two')];
    const other = await addService(api, owner, 'Race three');
    await addVersion(api, owner, one, 'v1', { basePath: '/race' });
    await addVersion(api, owner, two, 'v1', { basePath: '/race/deeper' });
    await addVersion(api, owner, other, 'v1', { basePath: '/racetrack' });
    const answers = await Promise.all([one, two].map((slug) => post(at(slug, '/v1/publish'))));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    expectProblem(
      answers.find(({ status }) => status === 409)!,
      409,
      'version.base_path_taken',
    );
    expectStatus(await post(at(other, '/v1/publish')), 202);
    expectProblem(await post(at(other), { name: 'v2', basePath: '/race' }), 409, 'version.base_path_taken');
  });

  it('tells versions for different hosts apart', async () => {
    const slug = await addService(api, owner, 'Hosted');
    await addVersion(api, owner, slug, 'v1', { basePath: '/hosted', hosts: ['a.example.com'] });
    expectStatus(await post(at(slug, '/v1/publish')), 202);
    expectStatus(await post(at(slug), { name: 'v2', basePath: '/hosted', hosts: ['b.example.com'] }), 201);
    const same = { name: 'v3', basePath: '/hosted/x', hosts: ['b.example.com', 'a.example.com'] };
    expectProblem(await post(at(slug), same), 409, 'version.base_path_taken');
    expectProblem(await post(at(slug), { name: 'v3', basePath: '/hosted' }), 409, 'version.base_path_taken');
  });
});
