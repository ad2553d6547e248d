import { expectProblem, expectStatus } from '#testing';
import { addProvider, addPublished, addService, type TestProvider } from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let admin: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  admin = await api.addUser('admin', 'admin');
});
afterAll(() => api.stop());

const slugs = (page: { items: { slug: string }[] }): string[] => page.items.map(({ slug }) => slug);

async function listed(query: string, token?: string): Promise<string[]> {
  return slugs(expectStatus(await api.http.get(`/v1/services?${query}`, { token }), 200));
}

describe('registering a service', () => {
  it('makes the slug from the name, and answers with the service and its ETag', async () => {
    const body = { name: 'Órders API', ownerTeamId: owner.teamId, summary: 'All orders' };
    const answer = await api.http.post('/v1/services', { token: owner.token, body });
    expect(expectStatus(answer, 201)).toMatchObject({
      slug: 'orders-api',
      owner: { id: owner.teamId, slug: owner.teamSlug },
      visibility: 'public',
      versions: [],
      editable: true,
      revision: 1,
    });
    expect(answer.headers.get('etag')).toBe('"1"');
  });

  it('refuses a slug that is taken, reserved or badly formed', async () => {
    await addService(api, owner, 'Taken');
    const post = (slug: string) => {
      const body = { name: 'Other', slug, ownerTeamId: owner.teamId };
      return api.http.post('/v1/services', { token: owner.token, body });
    };
    expectProblem(await post('taken'), 409, 'service.slug_taken');
    expectProblem(await post('admin'), 400, 'request.invalid');
    expectProblem(await post('a--b'), 400, 'request.invalid');
    const nameless = { name: '東京', ownerTeamId: owner.teamId };
    expectProblem(await api.http.post('/v1/services', { token: owner.token, body: nameless }), 400, 'request.invalid');
  });

  it('refuses a team that is none of theirs as absent, and one that is no provider team', async () => {
    const post = (user: TestUser, ownerTeamId: string) =>
      api.http.post('/v1/services', { token: user.token, body: { name: 'Mine', ownerTeamId } });
    expectProblem(await post(stranger, owner.teamId), 404, 'request.not_found');
    expectProblem(await post(stranger, stranger.personalTeamId), 409, 'team.not_provider');
    expectProblem(await post(admin, '00000000-0000-4000-8000-000000000000'), 404, 'request.not_found');
  });

  it('makes one service of a POST that is repeated with its Idempotency-Key', async () => {
    const call = {
      token: owner.token,
      headers: { 'idempotency-key': 'once' },
      body: { name: 'Once only', ownerTeamId: owner.teamId },
    };
    const first = expectStatus(await api.http.post('/v1/services', call), 201);
    const second = await api.http.post('/v1/services', call);
    expect(expectStatus(second, 201)).toEqual(first);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });
});

describe('changing a service', () => {
  it('demands If-Match, refuses an old one with 412, and grows the revision', async () => {
    const slug = await addService(api, owner, 'Changing');
    const patch = (headers: Record<string, string>) =>
      api.http.patch(`/v1/services/${slug}`, { token: owner.token, headers, body: { summary: 'new' } });
    expectProblem(await patch({}), 428, 'request.precondition_required');
    expect(expectStatus(await patch({ 'if-match': '"1"' }), 200)).toMatchObject({ summary: 'new', revision: 2 });
    expectProblem(await patch({ 'if-match': '"1"' }), 412, 'request.precondition_failed');
  });

  it('is 404 for who may not see it and 403 for who may only see it', async () => {
    const draft = await addService(api, owner, 'Only draft');
    const live = await addPublished(api, owner, 'Seen by all');
    const patch = (slug: string) =>
      api.http.patch(`/v1/services/${slug}`, { token: stranger.token, headers: { 'if-match': '"1"' }, body: {} });
    expectProblem(await patch(draft), 404, 'request.not_found');
    expectProblem(await patch(live), 403, 'request.forbidden');
  });

  it('writes before and after into the audit log', async () => {
    const slug = await addService(api, owner, 'Audited');
    const body = { name: 'Audited twice' };
    await api.http.patch(`/v1/services/${slug}`, { token: owner.token, headers: { 'if-match': '"1"' }, body });
    const entry = await api.database.prisma.auditEntry.findFirst({
      where: { action: 'service.updated' },
      orderBy: { id: 'desc' },
    });
    expect(entry).toMatchObject({
      actorLabel: owner.email,
      before: { name: 'Audited' },
      after: { name: 'Audited twice' },
    });
  });
});

describe('who sees a service', () => {
  it('public to all, internal to who signed in, private by grant or to its own team', async () => {
    const other = await addProvider(api, 'granted');
    const open = await addPublished(api, owner, 'Vis public');
    const internal = await addPublished(api, owner, 'Vis internal', { visibility: 'internal' });
    const closed = await addPublished(api, owner, 'Vis private', { visibility: 'private' });
    const sees = async (token?: string) => {
      const read = async (slug: string) => (await api.http.get(`/v1/services/${slug}`, { token })).status === 200;
      const names = await Promise.all([open, internal, closed].map(async (slug) => ((await read(slug)) ? slug : null)));
      const found = names.filter((slug) => slug !== null);
      expect(await listed('query=vis', token)).toEqual([...found].sort());
      return found;
    };
    expect(await sees()).toEqual([open]);
    expect(await sees(stranger.token)).toEqual([open, internal]);
    expect(await sees(other.token)).toEqual([open, internal]);
    expect(await sees(owner.token)).toEqual([open, internal, closed]);
    expect(await sees(admin.token)).toEqual([open, internal, closed]);

    const grants = `/v1/services/${closed}/grants`;
    const body = { teamIds: [other.teamId] };
    expectProblem(await api.http.put(grants, { token: other.token, body }), 404, 'request.not_found');
    expectStatus(await api.http.put(grants, { token: owner.token, body }), 200);
    expect(await sees(other.token)).toEqual([open, internal, closed]);
    expectProblem(await api.http.get(grants, { token: other.token }), 403, 'request.forbidden');
    const read = expectStatus(await api.http.get(grants, { token: owner.token }), 200);
    expect(read.items).toMatchObject([{ teamId: other.teamId, teamName: 'granted team' }]);

    expectStatus(await api.http.put(grants, { token: owner.token, body: { teamIds: [] } }), 200);
    expect(await sees(other.token)).toEqual([open, internal]);

    const bySlug = { teamSlugs: [read.items[0].teamSlug] };
    expectStatus(await api.http.put(grants, { token: owner.token, body: bySlug }), 200);
    expect(await sees(other.token)).toEqual([open, internal, closed]);
    for (const wrong of [{}, { teamSlugs: ['no-such-team'] }])
      expectProblem(await api.http.put(grants, { token: owner.token, body: wrong }), 400, 'request.invalid');
    expect(await sees(other.token)).toEqual([open, internal, closed]);
  });

  it('hides drafts from outsiders, in lists and by name', async () => {
    const slug = await addService(api, owner, 'Hidden draft');
    expectProblem(await api.http.get(`/v1/services/${slug}`), 404, 'request.not_found');
    expectProblem(await api.http.get(`/v1/services/${slug}`, { token: stranger.token }), 404, 'request.not_found');
    expect(await listed('query=hidden', stranger.token)).toEqual([]);
    expect(await listed('query=hidden&state=draft', stranger.token)).toEqual([]);
    expect(await listed('query=hidden&scope=mine', owner.token)).toEqual([slug]);
    expectProblem(await api.http.get('/v1/services?scope=mine'), 401, 'request.unauthenticated');
  });
});

describe('the catalogue list', () => {
  it('finds words in name, slug and summary as they stand, and filters by owner and state', async () => {
    const slug = await addPublished(api, owner, 'Percent', { summary: 'Takes 100% of_it' });
    expect(await listed('query=100%25')).toEqual([slug]);
    expect(await listed('query=PERCENT%20takes')).toEqual([slug]);
    expect(await listed('query=100_')).toEqual([]);
    expect(await listed(`query=percent&owner=${owner.teamSlug}&state=published`)).toEqual([slug]);
    expect(await listed('query=percent&state=retired')).toEqual([]);
    expect(await listed('query=percent&owner=nobody')).toEqual([]);
  });

  it('walks all pages in the order of the name, each service once', async () => {
    for (const name of ['page b', 'Page a', 'page A', 'Page c'])
      await addPublished(api, owner, name, { slug: slugify() });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = `query=page&limit=1${cursor && `&cursor=${cursor}`}`;
      const page = expectStatus(await api.http.get(`/v1/services?${query}`), 200);
      seen.push(...page.items.map((item: { name: string }) => item.name.toLowerCase()));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['page a', 'page a', 'page b', 'page c']);
    for (const cursor of ['x', Buffer.from('["a","b"]').toString('base64url')])
      expectProblem(await api.http.get(`/v1/services?cursor=${cursor}`), 400, 'request.invalid');
  });

  it('asks the same few statements for one service and for a full page', async () => {
    const rows = Array.from({ length: 250 }, (_, index) => `(gen_random_uuid(), 'many-${index}', 'Many ${index}')`);
    await api.database.pool.query(
      `INSERT INTO service (id, slug, name, owner_team_id, updated_at)
       SELECT v.id, v.slug, v.name, $1, now() FROM (VALUES ${rows.join(',')}) AS v(id, slug, name)`,
      [owner.teamId],
    );
    await api.database.pool.query(
      `INSERT INTO version (id, service_id, name, state, base_path, updated_at)
       SELECT gen_random_uuid(), s.id, n, 'published', '/many/' || s.slug || n, now()
       FROM service s, unnest(ARRAY['v1', 'v2']) AS n WHERE s.slug LIKE 'many-%'`,
    );
    const count = (query: string, token?: string) => countStatements(() => listed(query, token));
    expect(await count('query=many-100')).toBe(2);
    expect(await count('query=many&limit=200')).toBe(2);
    // Signed in: the caller, and what the caller's teams are subscribed to.
    expect(await count('query=many-100', stranger.token)).toBe(4);
    expect(await count('query=many&limit=200', stranger.token)).toBe(4);
  });
});

let made = 0;
function slugify(): string {
  return `page-${++made}`;
}

describe('the owners in the catalogue', () => {
  it('are the teams of which the caller sees a service', async () => {
    const hidden = await addProvider(api, 'hidden');
    const open = await addProvider(api, 'open');
    await addPublished(api, hidden, 'Hidden away', { visibility: 'private' });
    await addPublished(api, open, 'Open to all');
    const owners = async (token?: string) =>
      slugs(expectStatus(await api.http.get('/v1/service-owners', { token }), 200));
    expect(await owners()).toContain(open.teamSlug);
    expect(await owners()).not.toContain(hidden.teamSlug);
    expect(await owners(hidden.token)).toContain(hidden.teamSlug);
  });
});
