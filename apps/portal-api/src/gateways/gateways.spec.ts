import { randomUUID } from 'node:crypto';
import type { FailedScopeDto } from '#contract';
import { type FakeAdmin, startFakeAdmin, startFakeNode } from '#kong-admin';
import { expectProblem, expectStatus } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

const TOKEN = 'an admin token that must not be seen';

let api: TestApp;
let admin: TestUser;
let fake: FakeAdmin;
let count = 0;

beforeAll(async () => {
  api = await startTestApp();
  admin = await api.addUser('admin', 'admin');
});
beforeEach(async () => (fake = await startFakeAdmin()));
afterEach(() => fake.close().catch(() => undefined));
afterAll(() => api.stop());

const register = (input: object = {}) =>
  api.http.post('/v1/gateways', {
    token: admin.token,
    body: {
      name: `Kong ${++count}`,
      kind: 'kong',
      environment: 'live',
      adminUrl: fake.url,
      proxyUrl: 'http://127.0.0.1:8000',
      ...input,
    },
  });
/** Where no node of a data plane listens, only the control plane is asked for. */
const withoutNodes = { nodeUrls: [] };

it('refuses an address where nothing answers, and says so beside the field', async () => {
  await fake.close();
  const problem = expectProblem(await register(), 422, 'gateway.unusable');
  expect(problem.errors).toContainEqual({ field: 'adminUrl', message: expect.stringContaining('cannot be reached') });
  expect(await api.database.prisma.gateway.count()).toBe(0);
});

it('refuses an address where something else answers', async () => {
  fake.plan = () => ({ kind: 'refuse', status: 404 });
  const problem = expectProblem(await register(), 422, 'gateway.unusable');
  expect(problem.errors).toContainEqual({ field: 'adminUrl', message: expect.stringContaining('not like') });
});

it('tells a wrong token from a wrong address, and repeats no token', async () => {
  fake.plan = () => ({ kind: 'refuse', status: 401 });
  const answer = await register({ adminToken: TOKEN });
  const problem = expectProblem(answer, 422, 'gateway.unusable');
  expect(problem.errors).toContainEqual({ field: 'adminToken', message: expect.any(String) });
  expect(JSON.stringify(problem)).not.toContain(TOKEN);
});

it('registers one that does not answer when that is meant', async () => {
  const body = expectStatus(await register({ adminUrl: 'http://127.0.0.1:1', evenIfUnreachable: true }), 201);
  expect(body).toMatchObject({
    version: null,
    reachable: null,
    nodes: [{ url: 'http://127.0.0.1:8000', upToDate: false }],
  });
  await api.database.prisma.gateway.delete({ where: { id: body.id } });
});

it('refuses an address where machines give away credentials, whether or not it is tried, beside its field', async () => {
  const message = expect.stringContaining('link-local or metadata');
  const literal = { adminUrl: 'http://169.254.169.254', nodeUrls: ['http://[fe80::1]:8000'], evenIfUnreachable: true };
  const problem = expectProblem(await register(literal), 422, 'gateway.unusable');
  expect(problem.errors).toEqual([
    { field: 'adminUrl', message },
    { field: 'nodeUrls', message },
  ]);
  const tried = expectProblem(await register({ proxyUrl: 'http://169.254.169.254' }), 422, 'gateway.unusable');
  expect(tried.errors).toEqual([{ field: 'proxyUrl', message }]);
  expect(fake.requests.log).toEqual([]);
  expect(await api.database.prisma.gateway.count()).toBe(0);
  const { id, revision } = expectStatus(await register({ evenIfUnreachable: true }), 201);
  const body = { proxyUrl: 'http://169.254.169.254', evenIfUnreachable: true };
  const headers = { 'if-match': `"${revision}"` };
  const moved = await api.http.patch(`/v1/gateways/${id}`, { token: admin.token, body, headers });
  expect(expectProblem(moved, 422, 'gateway.unusable').errors).toEqual([{ field: 'proxyUrl', message }]);
  await api.database.prisma.gateway.delete({ where: { id } });
});

it('takes the proxy address for the only node, and follows it when it moves', async () => {
  const { id, revision } = expectStatus(await register({ evenIfUnreachable: true }), 201);
  const patch = (body: object, ifMatch: number) =>
    api.http.patch(`/v1/gateways/${id}`, { token: admin.token, body, headers: { 'if-match': `"${ifMatch}"` } });
  const moved = expectStatus(await patch({ proxyUrl: 'http://127.0.0.1:8010' }, revision), 200);
  expect(moved.nodes).toEqual([expect.objectContaining({ url: 'http://127.0.0.1:8010' })]);
  const nodeUrls = ['http://127.0.0.1:8011', 'http://127.0.0.1:8012'];
  const chosen = expectStatus(await patch({ nodeUrls, evenIfUnreachable: true }, moved.revision), 200);
  expect(chosen.nodes.map(({ url }: { url: string }) => url)).toEqual(nodeUrls);
  const kept = expectStatus(await patch({ proxyUrl: 'http://127.0.0.1:8020' }, chosen.revision), 200);
  expect(kept.nodes.map(({ url }: { url: string }) => url)).toEqual(nodeUrls);
  await api.database.prisma.gateway.delete({ where: { id } });
});

it('registers one gateway at an admin address, sealed, and shows what it said of itself', async () => {
  fake.plan = () => undefined;
  const input = { ...withoutNodes, adminToken: TOKEN, evenIfUnreachable: true, driftPolicy: 'repair' };
  const { id } = expectStatus(await register(input), 201);
  const second = expectProblem(await register({ ...input, adminUrl: `${fake.url}/` }), 409, 'gateway.address_taken');
  expect(second.errors).toEqual([{ field: 'adminUrl', message: expect.stringContaining('Kong') }]);
  const shown = expectStatus(await api.http.get(`/v1/gateways/${id}`, { token: admin.token }), 200);
  expect(shown).toMatchObject({ driftPolicy: 'repair', takesEverything: true, drifted: 0 });
  expect(shown.run).toMatchObject({ reason: 'registered', done: 0, total: 1 });
  expect(JSON.stringify(shown)).not.toContain(TOKEN);
  const row = await api.database.prisma.gateway.findUniqueOrThrow({ where: { id } });
  expect(row.adminAuth).not.toContain(TOKEN);
  await api.database.prisma.gateway.delete({ where: { id } });
});

it('registers a Kong without a database as one that is written to as a whole', async () => {
  await fake.close();
  fake = await startFakeAdmin({ database: 'off' });
  const node = await startFakeNode({ model: fake.model });
  const { id, writes } = expectStatus(await register({ nodeUrls: [node.url] }), 201);
  expect(writes).toBe('document');
  await node.close();
  await api.database.prisma.gateway.delete({ where: { id } });
});

it('lists every failure in pages and as CSV, with the words of the gateway', async () => {
  const { id } = expectStatus(await register({ evenIfUnreachable: true }), 201);
  const scopes = Array.from({ length: 420 }, (_, n) => `version:${String(n).padStart(36, '0')}`);
  await api.database.prisma.syncScope.createMany({
    data: scopes.map((scope, n) => ({
      gatewayId: id,
      scope,
      error: '=400 schema violation',
      failedAt: new Date(),
      stopped: n === 0,
    })),
  });
  const seen: string[] = [];
  const stopped: string[] = [];
  for (let cursor = ''; ;) {
    const path = `/v1/gateways/${id}/failures?limit=150${cursor}`;
    const page = expectStatus(await api.http.get(path, { token: admin.token }), 200);
    seen.push(...page.items.map(({ scope }: FailedScopeDto) => scope));
    stopped.push(
      ...page.items.filter((item: FailedScopeDto) => item.stopped).map(({ scope }: FailedScopeDto) => scope),
    );
    if (page.nextCursor === null) break;
    cursor = `&cursor=${page.nextCursor}`;
  }
  expect(seen).toEqual(scopes);
  expect(stopped).toEqual([scopes[0]]);
  const headers = { accept: 'text/csv' };
  const csv = await api.http.get(`/v1/gateways/${id}/failures`, { token: admin.token, headers });
  expect(csv.text.split('\r\n')).toHaveLength(scopes.length + 2);
  expect(csv.text).toContain(`"'=400 schema violation"`);
  await api.database.prisma.gateway.delete({ where: { id } });
});

it('says what a gateway can enforce, with the reason where it cannot', async () => {
  const { id } = expectStatus(await register({ evenIfUnreachable: true }), 201);
  const { items } = expectStatus(await api.http.get(`/v1/gateways/${id}/capabilities`, { token: admin.token }), 200);
  expect(items).toContainEqual(expect.objectContaining({ name: 'apiKey', level: 'native', reason: null }));
  expect(items).toContainEqual(
    expect.objectContaining({ name: 'cors', level: 'impossible', reason: expect.stringContaining('browsers') }),
  );
  const nobody = await api.http.get(`/v1/gateways/${randomUUID()}/capabilities`, { token: admin.token });
  expectProblem(nobody, 404, 'request.not_found');
  await api.database.prisma.gateway.delete({ where: { id } });
});
