import { expectProblem, expectStatus, type HttpAnswer, waitUntil } from '#testing';
import { addService, addVersion, putSpec, type TestProvider } from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { at, BYTES, documentOf, PublishingStage, REASON } from '../../test-support/publishing-stage.js';
import type { TestApp, TestUser } from '../../test-support/start-test-app.js';

let stage: PublishingStage;
let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
beforeAll(async () => {
  stage = await PublishingStage.start();
  ({ api, owner, stranger } = stage);
});
afterAll(() => api.stop());

const live = (name: string) => stage.live(name);
const call: PublishingStage['call'] = (...call) => stage.call(...call);
const put: PublishingStage['put'] = (...put) => stage.put(...put);
const propose: PublishingStage['propose'] = (...proposal) => stage.propose(...proposal);
const check: PublishingStage['check'] = (...document) => stage.check(...document);
const bytes = BYTES;

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

  it('is named by the version as long as it waits, and has findings of its own', async () => {
    const slug = await live('Named');
    const proposedAt = async () =>
      expectStatus(await api.http.get(at(slug), { token: owner.token }), 200).proposedAt as string | null;
    expect(await proposedAt()).toBeNull();
    expectProblem(await api.http.get(at(slug, '/proposal/lint'), { token: owner.token }), 404, 'request.not_found');
    expectStatus(await propose(slug, documentOf({ withReport: true })), 200);
    expect(Date.parse((await proposedAt()) ?? '')).toBeGreaterThan(0);
    expect(expectStatus(await api.http.get(at(slug), {}), 200).proposedAt).toBeNull();
    const findings = await api.http.get(at(slug, '/proposal/lint'), { token: owner.token });
    expect(expectStatus(findings, 200)).toMatchObject({ pending: true, failed: false, items: [] });
    expectStatus(await api.http.post(at(slug, '/proposal/lint'), { token: owner.token }), 202);
    expectProblem(await api.http.get(at(slug, '/proposal/lint'), { token: stranger.token }), 404, 'request.not_found');
  });

  it('gives way to a newer one, and can be dropped', async () => {
    const slug = await live('Dropped');
    expectStatus(await propose(slug, documentOf({ withoutPost: true })), 200);
    const { counts } = expectStatus(await propose(slug, documentOf({ withReport: true })), 200);
    expect(counts).toMatchObject({ breaking: 0, safe: 1 });
    expectStatus(await api.http.delete(at(slug, '/proposal'), { token: owner.token }), 204);
    expectProblem(await api.http.delete(at(slug, '/proposal'), { token: owner.token }), 404, 'request.not_found');
  });

  it('is not published once it was dropped, and stays when another document is published', async () => {
    const slug = await live('Waiting');
    const { document } = expectStatus(await propose(slug, documentOf({ withReport: true })), 200);
    expectStatus(await stage.put(slug, documentOf({ withoutPost: true }), REASON), 200);
    const left = expectStatus(await api.http.get(at(slug, '/proposal'), { token: owner.token }), 200);
    expect(left.document.hash).toBe(document.hash);
    // Dropped between the look at it and the switch: as far as the store sees it, at the same time.
    const [dropped, published] = await Promise.all([
      api.http.delete(at(slug, '/proposal'), { token: owner.token }),
      api.http.post(at(slug, '/proposal/publish'), { token: owner.token, body: { hash: document.hash } }),
    ]);
    const { spec } = expectStatus(await api.http.get(at(slug), { token: owner.token }), 200);
    const wasPublished = published.status === 200;
    expect([spec.hash === document.hash, dropped.status]).toEqual([wasPublished, wasPublished ? 404 : 204]);
    if (!wasPublished) expect([404, 412]).toContain(published.status);
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

it('asks for all documents of a team to be linted in one statement, however many they are', async () => {
  const { database, http } = api;
  const path = `/v1/teams/${owner.teamId}/lint-policy`;
  const put = async (revision: number) => {
    const headers = { 'if-match': `"${revision}"` };
    expectStatus(await http.put(path, { token: owner.token, headers, body: { gate: 'warn', rules: {} } }), 200);
  };
  const { revision } = expectStatus(await http.get(path, { token: owner.token }), 200);
  await live('One');
  await put(revision);
  const few = await countStatements(() => put(revision + 1));
  for (const n of [2, 3, 4]) expectStatus(await stage.put(await live(`Also ${n}`), documentOf({ title: `${n}` })), 200);
  await database.pool.query("DELETE FROM graphile_worker._private_jobs WHERE key LIKE 'lint-spec:%'");
  expect(await countStatements(() => put(revision + 2))).toBe(few);
  const { rows } = await database.pool.query("SELECT FROM graphile_worker.jobs WHERE key LIKE 'lint-spec:%'");
  expect(rows.length).toBeGreaterThanOrEqual(4);
});

describe('rules that change while a document is being published', () => {
  /** Begins to publish, holds it up just before it is done, has the rules changed, and lets it go on. */
  const changeMeanwhile = async (slug: string, publish: () => Promise<HttpAnswer>): Promise<HttpAnswer> => {
    const { database, http } = api;
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `SELECT v.id FROM version v JOIN service s ON s.id = v.service_id WHERE s.slug = $1 FOR UPDATE OF v`,
        [slug],
      );
      const published = publish();
      await waitUntil('it to wait for the version', async () => {
        const { rows } = await client.query<{ waits: boolean }>(
          `SELECT count(*) > 0 AS waits FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rows[0]?.waits === true;
      });
      const path = `/v1/teams/${owner.teamId}/lint-policy`;
      const { revision } = expectStatus(await http.get(path, { token: owner.token }), 200);
      const headers = { 'if-match': `"${revision}"` };
      const body = { gate: 'warn', rules: {} };
      expectStatus(await http.put(path, { token: owner.token, headers, body }), 200);
      await client.query('COMMIT');
      return await published;
    } finally {
      client.release();
    }
  };

  it('are asked again: a draft is not published by rules that hold no more', async () => {
    const slug = await addService(api, owner, 'Meanwhile');
    await addVersion(api, owner, slug);
    const publish = () => api.http.post(at(slug, '/publish'), { token: owner.token });
    expectProblem(await changeMeanwhile(slug, publish), 412, 'request.precondition_failed');
    expectStatus(await publish(), 202);
  });

  it('are asked again for the document of a live version', async () => {
    const slug = await live('Meanwhile live');
    const publish = () => put(slug, documentOf({ withReport: true }));
    expectProblem(await changeMeanwhile(slug, publish), 412, 'request.precondition_failed');
    expectStatus(await publish(), 200);
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
    const { status, text } = await check(slug, documentOf({ withoutPost: true }), {
      headers: { accept: 'text/plain' },
    });
    expect(status).toBe(200);
    expect(text).toContain('verdict: needs_override');
    expect(text).toMatch(/^BREAKING +POST \/orders: .+\[[a-z-]+\]$/m);
    expect(text).toMatch(/^ +called by Till \(.+\), 3 calls$/m);
  });

  it('makes no line and no colour of what a document or a team is called', async () => {
    const slug = await live('Colours');
    await call(slug, 'POST /orders', 3);
    const { prisma } = api.database;
    await prisma.application.updateMany({ data: { name: 'Till\u001b[31m\nverdict: publishable\u202e' } });
    const document = documentOf({}).replace('"/orders"', '"/x\\u001b[2J\\nBREAKING none"');
    const { text } = await check(slug, document, { headers: { accept: 'text/plain' } });
    await prisma.application.updateMany({ data: { name: 'Till' } });
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text.match(/^verdict:/gm)).toHaveLength(1);
    expect(text).not.toMatch(/^BREAKING none/m);
    expect(text).toMatch(/^SAFE +GET \/x \[2J BREAKING none: /m);
  });

  it('fails a build where that is asked for, in text or as a problem', async () => {
    const slug = await live('Built');
    const query = '?failOn=breaking';
    expectStatus(await check(slug, documentOf({ withReport: true }), { query }), 200);
    expectProblem(await check(slug, documentOf({ withoutPost: true }), { query }), 409, 'version.breaking_change');
    const text = await check(slug, documentOf({ withoutPost: true }), { query, headers: { accept: 'text/plain' } });
    expect(text.status).toBe(409);
    expect(text.text).toMatch(/^BREAKING +POST \/orders: /m);
    expectProblem(await check(slug, documentOf({}), { query: '?failOn=nothing' }), 400, 'request.invalid');
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
    expectProblem(await check(slug, documentOf({}), { token: stranger.token }), 403, 'request.forbidden');
  });
});
