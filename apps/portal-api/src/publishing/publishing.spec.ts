import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import {
  addProvider,
  addPublished,
  addService,
  addVersion,
  putSpec,
  type TestProvider,
} from '../../test-support/catalogue.js';
import { addTeam } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

interface Shape {
  /** of the query parameter `page` of GET /orders */
  pageRequired?: boolean;
  withReport?: boolean;
  withoutPost?: boolean;
}

function documentOf({ pageRequired = false, withReport = false, withoutPost = false }: Shape): string {
  const ok = { 200: { description: 'ok' } };
  const page = { name: 'page', in: 'query', required: pageRequired, schema: { type: 'integer' } };
  return JSON.stringify({
    openapi: '3.0.3',
    info: { title: 'Orders', version: '1' },
    paths: {
      '/orders': {
        get: { summary: 'All', parameters: [page], responses: ok },
        ...(withoutPost ? {} : { post: { summary: 'One more', responses: ok } }),
      },
      ...(withReport ? { '/reports': { get: { summary: 'Reports', responses: ok } } } : {}),
    },
  });
}

const REASON = 'The only caller has agreed to this.';
let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let dana: TestUser;
let danaTeam: string;
let applicationId: string;

beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  dana = await api.addUser('dana');
  danaTeam = await addTeam(api, 'developer', dana);
  applicationId = uuid();
  await api.database.prisma.application.create({ data: { id: applicationId, teamId: danaTeam, name: 'Till' } });
});
afterAll(() => api.stop());

const at = (slug: string, rest = '') => `/v1/services/${slug}/versions/v1${rest}`;
const bytes = { 'content-type': 'application/octet-stream' };
const put = (slug: string, document: string) =>
  api.http.put(at(slug, '/spec'), { token: owner.token, headers: bytes, body: document });
const propose = (slug: string, document: string) =>
  api.http.put(at(slug, '/proposal/spec?fileName=new.json'), { token: owner.token, headers: bytes, body: document });
const check = (slug: string, document: string, headers = {}, token = owner.token) =>
  api.http.post(at(slug, '/check/spec'), { token, headers: { ...bytes, ...headers }, body: document });

/** A published version of this document. */
async function live(name: string): Promise<string> {
  const slug = await addPublished(api, owner, name);
  const path = `${at(slug, '/spec')}?overrideReason=${encodeURIComponent(REASON)}`;
  expectStatus(await api.http.put(path, { token: owner.token, headers: bytes, body: documentOf({}) }), 200);
  return slug;
}

async function call(slug: string, operation: string, calls: number): Promise<void> {
  const version = await api.database.prisma.version.findFirstOrThrow({ where: { name: 'v1', service: { slug } } });
  const start = new Date(Date.now() - 86_400_000);
  start.setUTCHours(0, 0, 0, 0);
  const ids = { applicationId, serviceId: version.serviceId, versionId: version.id, gatewayId: uuid() };
  const sums = { status: 200, calls: BigInt(calls), latencySumMs: 1n, latencyMaxMs: 1, responseBytes: 1n };
  await api.database.prisma.usageBucket.create({ data: { grain: 'day', start, operation, ...ids, ...sums } });
}

describe('a document for a live version', () => {
  it('is refused when it breaks what callers rely on, with the first change', async () => {
    const slug = await live('Refused');
    const refused = await put(slug, documentOf({ pageRequired: true }));
    expectProblem(refused, 409, 'version.breaking_change');
    expect(refused.text).toContain('page');
    const { spec } = expectStatus(await api.http.get(at(slug), { token: owner.token }), 200);
    const present = await api.http.get(at(slug, '/spec'), { token: owner.token });
    expect([spec.operationCount, present.text]).toEqual([2, documentOf({})]);
  });

  it('is taken with a reason, which the audit log keeps with whom it hits', async () => {
    const slug = await live('Overridden');
    await call(slug, 'GET /orders', 7);
    const path = `${at(slug, '/spec')}?overrideReason=${encodeURIComponent(REASON)}`;
    const body = documentOf({ pageRequired: true });
    expectStatus(await api.http.put(path, { token: owner.token, headers: bytes, body }), 200);
    const entry = await api.database.prisma.auditEntry.findFirstOrThrow({
      where: { action: 'version.spec_uploaded' },
      orderBy: { id: 'desc' },
    });
    expect(entry.after).toMatchObject({
      overrideReason: REASON,
      changes: { breaking: 1 },
      breakingReach: { applications: 1, teams: 1, calls: 7 },
    });
  });

  it('is taken without one when it breaks nothing', async () => {
    const slug = await live('Harmless');
    const version = expectStatus(await put(slug, documentOf({ withReport: true })), 200);
    expect(version.spec.operationCount).toBe(3);
  });

  it('needs a reason of some length', async () => {
    const slug = await live('Short');
    const path = `${at(slug, '/spec')}?overrideReason=because`;
    const answer = await api.http.put(path, {
      token: owner.token,
      headers: bytes,
      body: documentOf({ withoutPost: true }),
    });
    expectProblem(answer, 400, 'request.invalid');
  });
});

describe('a proposal', () => {
  it('shows each change beside those who called what it hits, the worst first', async () => {
    const slug = await live('Proposed');
    await call(slug, 'POST /orders', 12);
    await call(slug, 'GET /orders', 5);
    const proposal = expectStatus(await propose(slug, documentOf({ withoutPost: true, withReport: true })), 200);
    expect(proposal).toMatchObject({
      verdict: 'needs_override',
      fileName: 'new.json',
      base: { version: 'v1' },
      counts: { breaking: 1 },
      totals: { added: 1, removed: 1 },
      breakingReach: { applications: 1, teams: 1, calls: 12 },
    });
    expect(proposal.changes[0]).toMatchObject({
      class: 'breaking',
      operations: [{ method: 'POST', path: '/orders' }],
      callerCount: 1,
      callers: [{ applicationName: 'Till', calls: 12, operation: { method: 'POST', path: '/orders' } }],
    });
    expect(expectStatus(await api.http.get(at(slug, '/proposal'), { token: owner.token }), 200).counts).toEqual(
      proposal.counts,
    );
  });

  it('is published with a reason, by the hash that was looked at', async () => {
    const slug = await live('Published');
    const { document } = expectStatus(await propose(slug, documentOf({ withoutPost: true })), 200);
    const publish = (body: object) => api.http.post(at(slug, '/proposal/publish'), { token: owner.token, body });
    expectProblem(await publish({ hash: document.hash }), 409, 'version.breaking_change');
    expectProblem(await publish({ hash: 'f'.repeat(64), overrideReason: REASON }), 412, 'request.precondition_failed');
    const version = expectStatus(await publish({ hash: document.hash, overrideReason: REASON }), 200);
    expect(version.spec.hash).toBe(document.hash);
    expectProblem(await api.http.get(at(slug, '/proposal'), { token: owner.token }), 404, 'request.not_found');
  });

  it('gives way to a newer one, and can be dropped', async () => {
    const slug = await live('Dropped');
    expectStatus(await propose(slug, documentOf({ withoutPost: true })), 200);
    const { counts } = expectStatus(await propose(slug, documentOf({ withReport: true })), 200);
    expect(counts).toMatchObject({ breaking: 0, safe: 1 });
    expectStatus(await api.http.delete(at(slug, '/proposal'), { token: owner.token }), 204);
    expectProblem(await api.http.delete(at(slug, '/proposal'), { token: owner.token }), 404, 'request.not_found');
  });

  it('is there for live versions only, and for nobody outside the team', async () => {
    const draft = await addService(api, owner, 'Drafted');
    await addVersion(api, owner, draft);
    expectProblem(await propose(draft, documentOf({})), 409, 'version.illegal_transition');
    const slug = await live('Hidden');
    expectStatus(await propose(slug, documentOf({ withReport: true })), 200);
    expectProblem(await api.http.get(at(slug, '/proposal'), { token: stranger.token }), 404, 'request.not_found');
  });
});

describe('a check', () => {
  it('says the same without keeping anything', async () => {
    const slug = await live('Checked');
    await call(slug, 'POST /orders', 3);
    const specs = await api.database.prisma.spec.count();
    const review = expectStatus(await check(slug, documentOf({ withoutPost: true })), 200);
    expect(review).toMatchObject({ verdict: 'needs_override', breakingReach: { calls: 3 } });
    expect(review.lint.score).toBeGreaterThan(0);
    expect(await api.database.prisma.spec.count()).toBe(specs);
  });

  it('answers in text for a log, one line a change', async () => {
    const slug = await live('Logged');
    await call(slug, 'POST /orders', 3);
    const { status, text } = await check(slug, documentOf({ withoutPost: true }), { accept: 'text/plain' });
    expect(status).toBe(200);
    expect(text).toContain('verdict: needs_override');
    expect(text).toMatch(/^BREAKING +POST \/orders: .+\[[a-z-]+\]$/m);
    expect(text).toContain('called by Till');
  });

  it('holds a draft against the version that is live', async () => {
    const slug = await live('Second');
    const body = { name: 'v2', upstreamUrl: 'http://127.0.0.1:9' };
    expectStatus(await api.http.post(`/v1/services/${slug}/versions`, { token: owner.token, body }), 201);
    expectStatus(await putSpec(api, owner, slug, 'v2', documentOf({ withoutPost: true })), 200);
    const path = `/v1/services/${slug}/versions/v2/review`;
    const review = expectStatus(await api.http.get(path, { token: owner.token }), 200);
    expect(review).toMatchObject({ verdict: 'publishable', base: { version: 'v1' }, counts: { breaking: 1 } });
  });

  it('is not for others', async () => {
    const slug = await live('Theirs');
    expectProblem(await check(slug, documentOf({}), {}, stranger.token), 403, 'request.forbidden');
  });
});

describe('what changed between revisions', () => {
  it('is shown to everybody who sees the version, filtered by class, rule, words and what mine call', async () => {
    const slug = await live('Compared');
    await call(slug, 'GET /orders', 1);
    const body = documentOf({ pageRequired: true, withoutPost: true, withReport: true });
    const path = `${at(slug, '/spec')}?overrideReason=${encodeURIComponent(REASON)}`;
    const { revisions } = expectStatus(await api.http.put(path, { token: owner.token, headers: bytes, body }), 200);
    const to = revisions[0].number as number;
    const read = async (query: string, token?: string) =>
      expectStatus(
        await api.http.get(`/v1/services/${slug}/comparison?from=v1@${to - 1}&to=v1&${query}`, { token }),
        200,
      );
    const all = await read('');
    expect(all).toMatchObject({ counts: { breaking: 2, safe: 1 }, matching: 3, to: { version: 'v1', revision: to } });
    expect((await read('class=safe')).items).toHaveLength(1);
    expect((await read('query=reports')).items).toHaveLength(1);
    expect((await read(`rule=${all.items[0].rule}`)).matching).toBe(1);
    const mine = await read('mine=true', dana.token);
    expect(mine.items.map(({ operations }: { operations: { path: string }[] }) => operations)).toEqual([
      [{ method: 'GET', path: '/orders' }],
    ]);
    const first = await read('limit=2');
    const rest = await read(`limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(rest.nextCursor).toBeNull();
  });

  it('comes as CSV and as text too', async () => {
    const slug = await live('Exported');
    const path = `/v1/services/${slug}/comparison?from=v1@1&to=v1`;
    const csv = await api.http.get(path, { headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')[0]).toBe(
      '"class","rule","operations","method","path","base_pointer","target_pointer","message"',
    );
    const text = await api.http.get(path, { headers: { accept: 'text/plain' } });
    expect(text.text).toMatch(/^v1@1 -> v1@2: /);
    expectProblem(await api.http.get(`/v1/services/${slug}/comparison?from=v1@9&to=v1`), 404, 'request.not_found');
    expectProblem(await api.http.get(`/v1/services/${slug}/comparison?from=1&to=V!`), 400, 'request.invalid');
  });
});

describe('who calls', () => {
  it('is listed by calls with the owning team, as CSV too, for the team of the service alone', async () => {
    const slug = await live('Called');
    await call(slug, 'GET /orders', 4);
    await call(slug, 'other', 2);
    const page = expectStatus(await api.http.get(at(slug, '/callers'), { token: owner.token }), 200);
    expect(page.reach).toEqual({ applications: 1, teams: 1, calls: 6 });
    expect(page.items.map(({ operation, calls }: { operation: unknown; calls: number }) => [operation, calls])).toEqual(
      [
        [{ method: 'GET', path: '/orders' }, 4],
        [null, 2],
      ],
    );
    const first = expectStatus(await api.http.get(at(slug, '/callers?limit=1'), { token: owner.token }), 200);
    const next = await api.http.get(at(slug, `/callers?limit=1&cursor=${first.nextCursor}`), { token: owner.token });
    expect(expectStatus(next, 200).items).toEqual(page.items.slice(1));
    const csv = await api.http.get(at(slug, '/callers'), { token: owner.token, headers: { accept: 'text/csv' } });
    expect(csv.text.split('\r\n')).toHaveLength(4);
    expectProblem(await api.http.get(at(slug, '/callers'), { token: stranger.token }), 404, 'request.not_found');
  });

  it('can be written to', async () => {
    const slug = await live('Announced');
    await call(slug, 'GET /orders', 4);
    const body = { subject: 'Page becomes required', text: 'From next month on, say which page you want.' };
    const announced = await api.http.post(at(slug, '/announcements'), { token: owner.token, body });
    expect(expectStatus(announced, 202)).toEqual({ applications: 1, teams: 1, recipients: 1 });
    const to = await api.database.prisma.$queryRaw<{ payload: { to: string; subject: string } }[]>`
      SELECT j.payload FROM graphile_worker._private_jobs j WHERE j.payload->>'subject' LIKE '%Page becomes%'`;
    expect(to.map(({ payload }) => payload.to)).toEqual([dana.email]);
  });
});
