import { expectProblem, expectStatus } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let admin: TestUser;
let owner: TestUser;
let other: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  admin = await api.addUser('admin', 'admin');
  owner = await api.addUser('owner');
  other = await api.addUser('other');
});
afterAll(() => api.stop());

let count = 0;
async function newTeam(by: TestUser = owner, rest: object = {}) {
  const body = { name: `Team ${++count}`, ...rest };
  return expectStatus(await api.http.post('/v1/teams', { body, token: by.token }), 201);
}
const read = (id: string, by: TestUser) => api.http.get(`/v1/teams/${id}`, { token: by.token });
const change = (id: string, revision: number, body: object, by: TestUser) =>
  api.http.patch(`/v1/teams/${id}`, { body, token: by.token, headers: { 'if-match': `"${revision}"` } });
const add = (id: string, email: string, role = 'member', by = owner) =>
  api.http.post(`/v1/teams/${id}/members`, { body: { email, role }, token: by.token });
const setRole = (id: string, userId: string, role: string, by = owner) =>
  api.http.put(`/v1/teams/${id}/members/${userId}`, { body: { role }, token: by.token });
const remove = (id: string, userId: string, by = owner) =>
  api.http.delete(`/v1/teams/${id}/members/${userId}`, { token: by.token });

describe('a team', () => {
  it('belongs to whoever made it, with a slug from its name', async () => {
    const team = await newTeam(owner, { name: 'Über Payments' });
    expect(team).toMatchObject({ slug: 'uber-payments', kind: 'developer' });
    const detail = expectStatus(await read(team.id, owner), 200);
    expect(detail.members).toEqual([{ userId: owner.id, displayName: 'owner', email: owner.email, role: 'owner' }]);
  });

  it('has a slug of its own', async () => {
    await newTeam(owner, { name: 'First', slug: 'wanted' });
    const answer = await api.http.post('/v1/teams', { body: { name: 'Second', slug: 'wanted' }, token: other.token });
    expectProblem(answer, 409, 'team.slug_taken');
  });

  it('needs a usable slug', async () => {
    for (const body of [{ name: '!!' }, { name: 'A', slug: 'admin' }, { name: 'A', slug: 'a b' }])
      expectProblem(await api.http.post('/v1/teams', { body, token: owner.token }), 400, 'request.invalid');
  });

  it('is made a provider team by an admin only', async () => {
    const body = { name: 'Provider', kind: 'provider' };
    expectProblem(await api.http.post('/v1/teams', { body, token: owner.token }), 403, 'request.forbidden');
    const team = await newTeam();
    expectProblem(await change(team.id, 1, { kind: 'provider' }, owner), 403, 'request.forbidden');
    expect(expectStatus(await change(team.id, 1, { kind: 'provider' }, admin), 200).kind).toBe('provider');
  });

  it('stays a provider team while it owns services', async () => {
    const team = await newTeam(admin, { kind: 'provider' });
    const id = '00000000-0000-7000-8000-000000000001';
    await api.database.prisma.service.create({ data: { id, slug: 'kept', name: 'Kept', ownerTeamId: team.id } });
    expectProblem(await change(team.id, 1, { kind: 'developer' }, admin), 409, 'team.owns_services');
  });

  it('stays personal when it is', async () => {
    expectProblem(await change(other.personalTeamId, 1, { kind: 'provider' }, admin), 409, 'team.personal');
    expectProblem(await add(other.personalTeamId, owner.email, 'member', other), 409, 'team.personal');
  });

  it('is changed only by who has seen its newest form', async () => {
    const team = await newTeam();
    expect((await read(team.id, owner)).headers.get('etag')).toBe('"1"');
    const renamed = await change(team.id, 1, { name: 'Renamed' }, owner);
    expect(renamed.headers.get('etag')).toBe('"2"');
    expectProblem(await change(team.id, 1, { name: 'Again' }, owner), 412, 'request.precondition_failed');
    const blind = await api.http.patch(`/v1/teams/${team.id}`, { body: { name: 'Blind' }, token: owner.token });
    expectProblem(blind, 428, 'request.precondition_required');
    expect(expectStatus(await read(team.id, owner), 200).name).toBe('Renamed');
  });

  it('takes one of 10 changes at the same time', async () => {
    const team = await newTeam();
    const tries = Array.from({ length: 10 }, (_, nth) => change(team.id, 1, { name: `Name ${nth}` }, owner));
    const answers = (await Promise.all(tries)).map(({ status }) => status).sort();
    expect(answers).toEqual([200, ...new Array<number>(9).fill(412)]);
  });
});

describe('a repeated POST with the same Idempotency-Key', () => {
  const create = (key: string, name: string, by = owner) =>
    api.http.post('/v1/teams', { body: { name }, token: by.token, headers: { 'idempotency-key': key } });

  it('makes one team and gets the same answer, also at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => create('key-1', 'Once')));
    for (const answer of answers) expect(expectStatus(answer, 201)).toEqual(answers[0]!.json);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === 'true')).toHaveLength(19);
    expect(await api.database.prisma.team.count({ where: { name: 'Once' } })).toBe(1);
  });

  it('is refused for another body, and is free for another person', async () => {
    expectStatus(await create('key-2', 'Mine'), 201);
    expectProblem(await create('key-2', 'Changed'), 422, 'request.idempotency_mismatch');
    expectStatus(await create('key-2', 'Theirs', other), 201);
  });

  it('is tried again after a refusal', async () => {
    expectProblem(await create('key-3', 'Once'), 409, 'team.slug_taken');
    expectProblem(await create('key-3', 'Once'), 409, 'team.slug_taken');
  });

  it('refuses a key that is no key', async () => {
    for (const key of ['', 'with space', 'x'.repeat(201)])
      expectProblem(await create(key, 'Never'), 400, 'request.invalid');
  });
});

describe('members', () => {
  it('are added by mail address, and answer alike for one that is unknown, wrong or disabled', async () => {
    const team = await newTeam();
    expect(expectStatus(await add(team.id, other.email.toUpperCase()), 201)).toMatchObject({ role: 'member' });
    expectProblem(await add(team.id, other.email), 409, 'membership.exists');
    const gone = await api.addUser('gone');
    await api.database.prisma.user.update({ where: { id: gone.id }, data: { disabledAt: new Date() } });
    const answers = [await add(team.id, 'nobody@example.com'), await add(team.id, gone.email)].map((answer) => {
      const problem = expectProblem(answer, 400, 'request.invalid');
      expect(problem.errors).toEqual([expect.objectContaining({ field: 'email' })]);
      return JSON.stringify({ ...problem, requestId: '' });
    });
    expect(answers[0]).toBe(answers[1]);
  });

  it('are managed by owners alone, and a changed role counts at once', async () => {
    const team = await newTeam();
    expectStatus(await add(team.id, other.email, 'member'), 201);
    expectProblem(await add(team.id, admin.email, 'viewer', other), 403, 'request.forbidden');
    expectStatus(await setRole(team.id, other.id, 'owner'), 200);
    expectStatus(await add(team.id, admin.email, 'viewer', other), 201);
    expectStatus(await setRole(team.id, other.id, 'viewer'), 200);
    expectProblem(await remove(team.id, admin.id, other), 403, 'request.forbidden');
  });

  it('may leave, and then see the team no more', async () => {
    const team = await newTeam();
    expectStatus(await add(team.id, other.email, 'viewer'), 201);
    expectStatus(await remove(team.id, other.id, other), 204);
    expectProblem(await read(team.id, other), 404, 'request.not_found');
    expectProblem(await setRole(team.id, other.id, 'owner'), 404, 'request.not_found');
  });

  it('always keep one owner, also when two leave at the same time', async () => {
    const team = await newTeam();
    expectProblem(await remove(team.id, owner.id), 409, 'membership.last_owner');
    expectProblem(await setRole(team.id, owner.id, 'member'), 409, 'membership.last_owner');
    expectStatus(await setRole(team.id, owner.id, 'owner'), 200);
    expectStatus(await add(team.id, other.email, 'owner'), 201);
    const both = await Promise.all([remove(team.id, owner.id, owner), remove(team.id, other.id, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });
});

describe('the list of teams', () => {
  it('holds the own ones, in pages', async () => {
    const person = await api.addUser('pager');
    const made = [person.personalTeamId];
    for (let nth = 0; nth < 4; nth++) made.push((await newTeam(person)).id);
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/v1/teams?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = expectStatus(await api.http.get(path, { token: person.token }), 200);
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map(({ id }: { id: string }) => id));
      cursor = page.nextCursor;
    }
    expect(found).toEqual(made);
  });

  it('holds all teams for an admin', async () => {
    const page = expectStatus(await api.http.get('/v1/teams?limit=200', { token: admin.token }), 200);
    expect(page.items).toHaveLength(await api.database.prisma.team.count());
  });

  it.each(['cursor=x', 'cursor=WyJ4Il0', 'cursor=bnVsbA', 'limit=0', 'limit=201', 'limit=x', 'other=1'])(
    'refuses ?%s',
    async (query) => {
      expectProblem(await api.http.get(`/v1/teams?${query}`, { token: owner.token }), 400, 'request.invalid');
    },
  );
});
