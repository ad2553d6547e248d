import { expectProblem, expectStatus } from '#testing';
import { addProvider, addPublished, addVersion, type TestProvider } from '../../test-support/catalogue.js';
import { addGateway } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

const DAY_MS = 86_400_000;

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let gatewayId: string;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  gatewayId = await addGateway(api, 'kong');
});
afterAll(() => api.stop());

const at = (slug: string, rest = '') => `/v1/services/${slug}/versions/v1${rest}`;
const post = (path: string, body?: unknown, user: TestUser = owner) => api.http.post(path, { token: user.token, body });
const put = (slug: string, revision: number, body: unknown) =>
  api.http.put(at(slug, '/lifecycle'), { token: owner.token, headers: { 'if-match': `"${revision}"` }, body });
const read = async (slug: string, user: TestUser = owner) =>
  expectStatus(await api.http.get(at(slug), { token: user.token }), 200);
const timeline = async (slug: string, user: TestUser = owner) =>
  expectStatus(await api.http.get(at(slug, '/timeline'), { token: user.token }), 200).items;
const inDays = (days: number) => new Date(Math.round((Date.now() + days * DAY_MS) / 1000) * 1000).toISOString();
const fieldsOf = (problem: { errors: { field: string }[] }) => problem.errors.map(({ field }) => field);

async function addTwo(name: string): Promise<string> {
  const slug = await addPublished(api, owner, name);
  await addVersion(api, owner, slug, 'v2');
  expectStatus(await post(`/v1/services/${slug}/versions/v2/publish`), 202);
  return slug;
}

async function wished(slug: string): Promise<number> {
  const { id } = await read(slug);
  const where = { gatewayId_scope: { gatewayId, scope: `version:${id}` } };
  return (await api.database.prisma.syncScope.findUniqueOrThrow({ where })).wished;
}

describe('deprecating', () => {
  it('happens at once, names the end and what comes after it, and tells the gateways of the version alone', async () => {
    const slug = await addTwo('Deprecating');
    const before = await api.database.prisma.syncScope.count();
    const body = { sunsetAt: inDays(30), retiresAtSunset: true, successor: 'v2' };
    expect(expectStatus(await post(at(slug, '/deprecate'), body), 200)).toMatchObject({
      ...body,
      state: 'deprecated',
      deprecatesAt: null,
    });
    expect([await wished(slug), await api.database.prisma.syncScope.count()]).toEqual([2, before]);
    const service = expectStatus(await api.http.get(`/v1/services/${slug}`), 200);
    expect(service.versions[0]).toMatchObject({ name: 'v1', sunsetAt: body.sunsetAt, successor: 'v2' });
  });

  it('may be planned: nothing happens until then, and consumers see it coming', async () => {
    const slug = await addTwo('Planned');
    const body = { deprecatesAt: inDays(7), sunsetAt: inDays(30), successor: 'v2' };
    expect(expectStatus(await post(at(slug, '/deprecate'), body), 200)).toMatchObject({
      ...body,
      state: 'published',
      deprecatedAt: null,
    });
    expect(await wished(slug)).toBe(1);
    expect(await read(slug, stranger)).toMatchObject(body);
    expect(await timeline(slug, stranger)).toMatchObject([
      { kind: 'published', planned: false, by: null },
      { kind: 'deprecated', at: body.deprecatesAt, planned: true },
      { kind: 'sunset', at: body.sunsetAt, planned: true },
    ]);
    expectStatus(await post(at(slug, '/deprecate')), 200);
    expect(await read(slug)).toMatchObject({
      state: 'deprecated',
      deprecatesAt: null,
      sunsetAt: null,
      successor: null,
    });
  });

  it.each([
    ['an end before the deprecation', { deprecatesAt: inDays(7), sunsetAt: inDays(6) }, ['sunsetAt']],
    ['two dates in the past', { deprecatesAt: inDays(-1), sunsetAt: inDays(-1) }, ['deprecatesAt', 'sunsetAt']],
    ['retiring without an end', { retiresAtSunset: true }, ['sunsetAt']],
    ['itself as successor', { successor: 'v1' }, ['successor']],
    ['a draft as successor', { successor: 'v3' }, ['successor']],
    ['nothing there as successor', { successor: 'v9' }, ['successor']],
    ['no date', { sunsetAt: 'tomorrow' }, ['sunsetAt']],
    ['a date without a zone', { deprecatesAt: '2099-13-01' }, ['deprecatesAt']],
  ])('refuses %s, beside the field', async (_, body, fields) => {
    const slug = (bodies ??= await addTwo('Refusing'));
    await addVersion(api, owner, slug, 'v3').catch(() => undefined);
    expect(fieldsOf(expectProblem(await post(at(slug, '/deprecate'), body), 400, 'request.invalid'))).toEqual(fields);
  });
  let bodies: string | undefined;

  it('sends nobody round in a circle', async () => {
    const slug = await addTwo('Circle');
    expectStatus(await post(at(slug, '/deprecate'), { successor: 'v2' }), 200);
    const back = await post(`/v1/services/${slug}/versions/v2/deprecate`, { successor: 'v1' });
    expect(fieldsOf(expectProblem(back, 400, 'request.invalid'))).toEqual(['successor']);
  });
});

describe('the plan', () => {
  it('is replaced as a whole by who has read it, and the gateways learn it once the version is deprecated', async () => {
    const slug = await addTwo('Replacing');
    const { revision } = await read(slug);
    const later = { deprecatesAt: inDays(7), sunsetAt: inDays(30), retiresAtSunset: true, successor: 'v2' };
    expectStatus(await put(slug, revision, later), 200);
    expectProblem(await put(slug, revision, {}), 412, 'request.precondition_failed');
    expect(await wished(slug)).toBe(1);
    const taken = expectStatus(await put(slug, revision + 1, {}), 200);
    expect(taken).toMatchObject({ deprecatesAt: null, sunsetAt: null, retiresAtSunset: false, successor: null });
    expectStatus(await post(at(slug, '/deprecate')), 200);
    const now = await read(slug);
    expectStatus(await put(slug, now.revision, { sunsetAt: inDays(9), successor: 'v2' }), 200);
    expect(await wished(slug)).toBe(3);
    const audit = await api.database.prisma.auditEntry.findFirst({
      where: { subjectId: now.id, action: 'version.lifecycle_planned' },
      orderBy: { id: 'desc' },
    });
    expect(audit).toMatchObject({ actorLabel: 'owner@example.com', before: { sunsetAt: null } });
  });

  it.each([
    ['an end of what nobody deprecates', { sunsetAt: inDays(9) }, 'deprecatesAt'],
    ['a successor of what nobody deprecates', { successor: 'v2' }, 'deprecatesAt'],
  ])('refuses %s', async (_, body, field) => {
    const slug = (planned ??= await addTwo('Refused plan'));
    const { revision } = await read(slug);
    expect(fieldsOf(expectProblem(await put(slug, revision, body), 400, 'request.invalid'))).toEqual([field]);
  });
  let planned: string | undefined;

  it('ends with a step that is taken by hand', async () => {
    const slug = await addTwo('By hand');
    const body = { sunsetAt: inDays(30), retiresAtSunset: true, successor: 'v2' };
    expectStatus(await post(at(slug, '/deprecate'), body), 200);
    const back = expectStatus(await post(at(slug, '/undeprecate')), 200);
    expect(back).toMatchObject({ sunsetAt: null, retiresAtSunset: false, successor: null });
    expectStatus(await post(at(slug, '/deprecate'), body), 200);
    const retired = expectStatus(await post(at(slug, '/retire')), 202);
    expect(retired).toMatchObject({ retiresAtSunset: false, successor: 'v2' });
    // It has ended now, and not on the day that was planned.
    expect(retired.sunsetAt).toBe(retired.retiredAt);
    const { revision } = retired;
    expectProblem(await put(slug, revision, {}), 409, 'version.illegal_transition');
  });
});

describe('a retired version', () => {
  it('keeps its gateways and its base path until somebody stops its answer', async () => {
    const slug = await addPublished(api, owner, 'Gone');
    expectProblem(await post(at(slug, '/stop-answering')), 409, 'version.illegal_transition');
    expectStatus(await post(at(slug, '/deprecate')), 200);
    expect(expectStatus(await post(at(slug, '/retire')), 202)).toMatchObject({ answersGone: true, callUrls: [] });
    const again = { name: 'v9', basePath: `/${slug}/v1` };
    const problem = expectProblem(await post(`/v1/services/${slug}/versions`, again), 409, 'version.base_path_taken');
    expect(problem.detail).toContain('Stop its answer first');
    // Whoever follows the link of a 410 finds the page.
    expect(await read(slug, stranger)).toMatchObject({ state: 'retired' });
    expectProblem(await post(at(slug, '/stop-answering'), undefined, stranger), 403, 'request.forbidden');
    expect(expectStatus(await post(at(slug, '/stop-answering')), 202)).toMatchObject({ answersGone: false });
    expect(await wished(slug)).toBe(4);
    expectProblem(await post(at(slug, '/stop-answering')), 409, 'version.illegal_transition');
    expectProblem(await api.http.get(at(slug), { token: stranger.token }), 404, 'request.not_found');
    expectStatus(await post(`/v1/services/${slug}/versions`, again), 201);
  });

  it('is pointed to anew where it comes or goes, or the gateway moves', async () => {
    const slug = await addTwo('Moving');
    expectStatus(await post(at(slug, '/deprecate'), { successor: 'v2' }), 200);
    const other = await addGateway(api, 'other');
    const v2 = `/v1/services/${slug}/versions/v2`;
    const { revision } = expectStatus(await api.http.get(v2, { token: owner.token }), 200);
    const headers = { 'if-match': `"${revision}"` };
    const body = { everywhere: false, gatewayIds: [other] };
    expectStatus(await api.http.put(`${v2}/deployments`, { token: owner.token, headers, body }), 200);
    expect(await wished(slug)).toBe(3);
    const admin = await api.addUser('admin', 'admin');
    const moved = { proxyUrl: 'http://127.0.0.1:8500', evenIfUnreachable: true };
    const ifMatch = { token: admin.token, headers: { 'if-match': '"1"' }, body: moved };
    expectStatus(await api.http.patch(`/v1/gateways/${gatewayId}`, ifMatch), 200);
    expect(await wished(slug)).toBe(4);
  });

  it('has those point to its page who pointed to it', async () => {
    const slug = await addTwo('Pointing');
    expectStatus(await post(at(slug, '/deprecate'), { successor: 'v2' }), 200);
    expectStatus(await post(`/v1/services/${slug}/versions/v2/deprecate`), 200);
    expect(await wished(slug)).toBe(2);
    expectStatus(await post(`/v1/services/${slug}/versions/v2/retire`), 202);
    expect(await wished(slug)).toBe(3);
  });
});

it('tells the team who did what when, and consumers what happened', async () => {
  const slug = await addTwo('Told');
  expectStatus(await post(at(slug, '/deprecate'), { deprecatesAt: inDays(7) }), 200);
  expectStatus(await post(at(slug, '/deprecate'), { sunsetAt: inDays(30), retiresAtSunset: true }), 200);
  const kinds = (items: { kind: string; planned: boolean }[]) =>
    items.map(({ kind, planned }) => (planned ? `${kind}?` : kind));
  const inside = await timeline(slug);
  expect(kinds(inside)).toEqual(['published', 'plan_changed', 'deprecated', 'retired?']);
  expect(inside.map(({ by }: { by: string }) => by)).toEqual([...Array<string>(3).fill('owner@example.com'), null]);
  const outside = await timeline(slug, stranger);
  expect(kinds(outside)).toEqual(['published', 'deprecated', 'retired?']);
  expect(JSON.stringify(outside)).not.toContain('@');
});
