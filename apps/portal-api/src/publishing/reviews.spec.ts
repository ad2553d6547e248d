import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import { addService, addVersion, putSpec, type TestProvider } from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { at, BYTES, documentOf, PublishingStage, REASON } from '../../test-support/publishing-stage.js';
import type { TestApp, TestUser } from '../../test-support/start-test-app.js';

let stage: PublishingStage;
let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let dana: TestUser;
beforeAll(async () => {
  stage = await PublishingStage.start();
  ({ api, owner, stranger, dana } = stage);
});
afterAll(() => api.stop());

const live = (name: string) => stage.live(name);
const call: PublishingStage['call'] = (...call) => stage.call(...call);
const put: PublishingStage['put'] = (...put) => stage.put(...put);
const propose: PublishingStage['propose'] = (...proposal) => stage.propose(...proposal);
const check: PublishingStage['check'] = (...document) => stage.check(...document);
const bytes = BYTES;

describe('many changes that hit many operations', () => {
  /** Hundreds of operations that all use one schema with as many properties. */
  const wide = (type: string) => {
    const many = Array.from({ length: 300 }, (_, n) => n);
    const properties = Object.fromEntries(many.map((n) => [`p${n}`, { type }]));
    const body = { content: { 'application/json': { schema: { $ref: '#/components/schemas/All' } } } };
    const post = { requestBody: body, responses: { 200: { description: 'ok' } } };
    return JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Wide', version: '1' },
      paths: Object.fromEntries(many.map((n) => [`/o${n}/{id}`, { post }])),
      components: { schemas: { All: { type: 'object', properties } } },
    });
  };

  it('take as many statements as few, name 20 of the operations, and still everybody who calls one', async () => {
    const slug = await live('Wide');
    await call(slug, 'POST /orders', 1);
    expectStatus(await propose(slug, documentOf({ withoutPost: true })), 200);
    const read = async () => expectStatus(await api.http.get(at(slug, '/proposal'), { token: owner.token }), 200);
    const few = await countStatements(read);
    expectStatus(await putSpec(api, owner, slug, 'v1', wide('string')), 200);
    await call(slug, 'POST /o299/{name}', 8);
    expectStatus(await propose(slug, wide('integer')), 200);
    expect(await countStatements(read)).toBe(few);
    const { changes, breakingReach, counts } = await read();
    expect(counts.breaking).toBe(300);
    expect(changes).toHaveLength(100);
    expect(changes[99]).toMatchObject({ operationCount: 300, callerCount: 1, callers: [{ calls: 8 }] });
    expect(changes[99].operations).toHaveLength(20);
    expect(breakingReach).toEqual({ applications: 1, teams: 1, calls: 8 });
    const unkept = expectStatus(await check(slug, wide('integer')), 200);
    expect(unkept).toMatchObject({ changes, breakingReach, counts });
  });
});

describe('who is hit', () => {
  const needing = (type: string) => ({
    requestBody: { content: { 'application/json': { schema: { type } } } },
    responses: { 200: { description: 'ok' } },
  });
  const apiOf = (rest: object) =>
    JSON.stringify({ openapi: '3.1.0', info: { title: 'Moving', version: '1' }, ...rest });

  it('is known by the template that is live, also where the path of the server moves into it', async () => {
    const slug = await live('Moving');
    const served = (server: string, path: string, type: string) =>
      apiOf({ servers: [{ url: `https://a.example.com${server}` }], paths: { [path]: { post: needing(type) } } });
    expectStatus(await putSpec(api, owner, slug, 'v1', served('/v1', '/orders/{id}', 'string')), 200);
    await call(slug, 'POST /orders/{id}', 3);
    const moved = served('', '/v1/orders/{name}', 'integer');
    const reach = { breakingReach: { applications: 1, teams: 1, calls: 3 } };
    expect(expectStatus(await check(slug, moved), 200)).toMatchObject(reach);
    expectStatus(await propose(slug, moved), 200);
    expect(expectStatus(await api.http.get(at(slug, '/proposal'), { token: owner.token }), 200)).toMatchObject(reach);
  });

  it('is nobody where a webhook changes that is named like a path', async () => {
    const slug = await live('Hooked');
    const hooked = (type: string) =>
      apiOf({ paths: { '/orders': { post: needing('string') } }, webhooks: { '/orders': { post: needing(type) } } });
    expectStatus(await putSpec(api, owner, slug, 'v1', hooked('string')), 200);
    await call(slug, 'POST /orders', 3);
    const nobody = { counts: { breaking: 1 }, breakingReach: { applications: 0, teams: 0, calls: 0 } };
    expect(expectStatus(await check(slug, hooked('integer')), 200)).toMatchObject(nobody);
    expectStatus(await propose(slug, hooked('integer')), 200);
    expect(expectStatus(await api.http.get(at(slug, '/proposal'), { token: owner.token }), 200)).toMatchObject(nobody);
  });
});

describe('very many callers', () => {
  it('are all counted, also those who call least, and those who call most are named', async () => {
    const slug = await live('Crowded');
    await call(slug, 'GET /orders', 1_000);
    const { pool, prisma } = api.database;
    const { id: versionId, serviceId } = await prisma.version.findFirstOrThrow({ where: { service: { slug } } });
    const { teamId } = await prisma.application.findUniqueOrThrow({ where: { id: stage.applicationId } });
    await pool.query(
      `WITH crowd AS (
         INSERT INTO application (id, team_id, name, updated_at)
         SELECT gen_random_uuid(), $1, 'Crowd ' || n, now() FROM generate_series(1, 5200) n RETURNING id
       )
       INSERT INTO usage_bucket (grain, start, operation, application_id, service_id, version_id, gateway_id, status,
         calls, latency_sum_ms, latency_max_ms, response_bytes)
       SELECT 'day', date_trunc('day', now() - interval '1 day'), 'GET /orders', id, $2, $3, gen_random_uuid(), 200,
         2, 1, 1, 1 FROM crowd`,
      [teamId, serviceId, versionId],
    );
    await call(slug, 'POST /orders', 1);
    const proposal = expectStatus(await propose(slug, documentOf({ withoutPost: true, pageRequired: true })), 200);
    expect(proposal.breakingReach).toEqual({ applications: 5201, teams: 1, calls: 1_000 + 2 * 5200 + 1 });
    const counts = (proposal.changes as { callerCount: number; callers: { calls: number }[] }[]).map(
      ({ callerCount, callers }) => [callerCount, callers.length],
    );
    expect(counts.sort(([one = 0], [other = 0]) => one - other)).toEqual([
      [1, 0],
      [5201, 10],
    ]);
    expect(expectStatus(await check(slug, documentOf({ withoutPost: true })), 200).breakingReach).toEqual({
      applications: 1,
      teams: 1,
      calls: 1,
    });
  });
});

describe('documents that cannot be compared', () => {
  /** As one that was stored when more could be read. */
  const spoil = async (slug: string): Promise<string> => {
    const { prisma } = api.database;
    const of = { service: { slug } };
    const { specHash } = await prisma.version.findFirstOrThrow({ where: { name: 'v1', ...of } });
    const spec = await prisma.spec.findUniqueOrThrow({ where: { hash: specHash ?? '' } });
    const hash = uuid();
    await prisma.spec.create({ data: { ...spec, hash, bytes: Buffer.from('{') } as never });
    await prisma.version.updateMany({ where: of, data: { specHash: hash } });
    await prisma.specRevision.updateMany({
      where: { version: of, specHash: specHash ?? '' },
      data: { specHash: hash },
    });
    return slug;
  };

  it('are published with a reason, because nobody knows what they break', async () => {
    const slug = await spoil(await live('Unknown'));
    await call(slug, 'GET /orders', 3);
    const proposal = expectStatus(await propose(slug, documentOf({ withReport: true })), 200);
    expect(proposal).toMatchObject({ verdict: 'needs_override', counts: { breaking: 0 }, breakingReach: { calls: 3 } });
    expect(proposal.notCompared).toMatch(/^These two documents cannot be compared\. Line 1/);
    expect(await check(slug, documentOf({ withReport: true }))).toMatchObject({ status: 200 });
    expectProblem(await put(slug, documentOf({ withReport: true })), 409, 'version.breaking_change');
    const body = { hash: proposal.document.hash, overrideReason: REASON };
    expectStatus(await api.http.post(at(slug, '/proposal/publish'), { token: owner.token, body }), 200);
    const compared = await api.http.get(`/v1/services/${slug}/comparison?from=v1@2&to=v1`);
    expectProblem(compared, 422, 'spec.unreadable');
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

  it('shows nobody outside the team what a version had only while it was a draft', async () => {
    const slug = await addService(api, owner, 'Drafts');
    await addVersion(api, owner, slug);
    expectStatus(await putSpec(api, owner, slug, 'v1', documentOf({ withReport: true })), 200);
    expectStatus(await api.http.post(at(slug, '/publish'), { token: owner.token }), 202);
    expectStatus(await putSpec(api, owner, slug, 'v1', documentOf({})), 200);
    const seen = async (token?: string) => {
      const { revisions } = expectStatus(await api.http.get(at(slug), { token }), 200);
      const numbers = revisions.map(({ number }: { number: number }) => number);
      const paths = [at(slug, '/spec?revision='), `/v1/services/${slug}/comparison?to=v1&from=v1@`];
      const statuses = paths.map((path) =>
        Promise.all([1, 2, 3].map((number) => api.http.get(path + number, { token }))),
      );
      return [numbers, ...(await Promise.all(statuses)).map((answers) => answers.map(({ status }) => status))];
    };
    expect(await seen(owner.token)).toEqual([
      [3, 2, 1],
      [200, 200, 200],
      [200, 200, 200],
    ]);
    for (const token of [undefined, stranger.token])
      expect(await seen(token)).toEqual([
        [3, 2],
        [404, 200, 200],
        [404, 200, 200],
      ]);
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

  it('can be written to three times a day, also by many at once, with a subject of one line', async () => {
    const slug = await live('Loud');
    await call(slug, 'GET /orders', 4);
    const send = (subject: string) => {
      const body = { subject, text: 'From next month on, say which page you want.' };
      return api.http.post(at(slug, '/announcements'), { token: owner.token, body });
    };
    expectProblem(await send('Hello\r\nBcc: everybody@example.com'), 400, 'request.invalid');
    const answers = await Promise.all(Array.from({ length: 5 }, () => send('Page becomes needed')));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 202, 202, 429, 429]);
    expectProblem(await send('Once more'), 429, 'request.too_many');
  });
});
