import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import { countStatements } from '../../test-support/count-statements.js';
import { addOfferedService, addTeam } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { ApplicationsStore } from './applications.store.js';
import { MAX_APPLICATIONS_PER_TEAM } from './create-application.js';

let api: TestApp;
let dana: TestUser;
let stranger: TestUser;
let auditor: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  dana = await api.addUser('dana');
  stranger = await api.addUser('stranger');
  auditor = await api.addUser('auditor', 'auditor');
});
afterAll(() => api.stop());

const create = (user: TestUser, body: object) => api.http.post('/v1/applications', { token: user.token, body });

async function memberOf(role: 'viewer' | 'member', teamId: string): Promise<TestUser> {
  const user = await api.addUser(`${role}-${teamId}`);
  await api.database.prisma.membership.create({ data: { teamId, userId: user.id, role } });
  return user;
}

describe('creating', () => {
  it('belongs to the personal team when no team is named', async () => {
    const made = expectStatus(await create(dana, { name: '  Till ' }), 201);
    expect(made).toMatchObject({
      name: 'Till',
      description: '',
      teamId: dana.personalTeamId,
      editable: true,
      revision: 1,
    });
    const entry = await api.database.prisma.auditEntry.findFirstOrThrow({ where: { subjectId: made.id } });
    expect(entry).toMatchObject({ action: 'application.created', teamId: dana.personalTeamId, actorId: dana.id });
  });

  it('refuses a name that the team has already, in whatever case, and takes it for another team', async () => {
    expectStatus(await create(dana, { name: 'Kiosk' }), 201);
    expectProblem(await create(dana, { name: 'KIOSK' }), 409, 'application.name_taken');
    expectStatus(await create(stranger, { name: 'Kiosk' }), 201);
  });

  it('refuses such a name in the database too, but not that of an archived application', async () => {
    const store = api.app.get(ApplicationsStore, { strict: false });
    const insert = (name: string) =>
      api.database.transaction((tx) =>
        store.insert(tx, { id: uuid(), teamId: dana.personalTeamId, name, description: '' }),
      );
    const { id } = await insert('Scale');
    await expect(insert('SCALE')).rejects.toMatchObject({ code: 'application.name_taken' });
    const other = await insert('Counter');
    const rename = api.database.transaction((tx) => store.update(tx, other.id, 1, { name: 'scale' }));
    await expect(rename).rejects.toMatchObject({ code: 'application.name_taken' });
    expectStatus(await api.http.delete(`/v1/applications/${id}`, { token: dana.token }), 204);
    expect((await insert('SCALE')).name).toBe('SCALE');
  });

  it.each([
    { name: '   ' },
    { name: 'a\nb' },
    { name: '' },
    { name: 'x'.repeat(101) },
    {},
    { name: 'x', teamId: 'no' },
  ])('refuses %j', async (body) => {
    expectProblem(await create(dana, body), 400, 'request.invalid');
  });

  it("answers another person's team like one that does not exist, and tells a viewer that the role is too low", async () => {
    const theirs = expectProblem(
      await create(dana, { name: 'x', teamId: stranger.personalTeamId }),
      404,
      'request.not_found',
    );
    const absent = await create(dana, { name: 'x', teamId: '0198a000-0000-7000-8000-000000000000' });
    expect(expectProblem(absent, 404, 'request.not_found').detail).toBe(theirs.detail);
    const teamId = await addTeam(api, 'developer', dana);
    expectProblem(await create(await memberOf('viewer', teamId), { name: 'x', teamId }), 403, 'request.forbidden');
    expectProblem(await create(auditor, { name: 'x', teamId }), 403, 'request.forbidden');
  });

  it('lets many at once make exactly as many as a team may have', async () => {
    const owner = await api.addUser('many');
    const answers = await Promise.all(
      Array.from({ length: MAX_APPLICATIONS_PER_TEAM + 10 }, (_, index) => create(owner, { name: `App ${index}` })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(MAX_APPLICATIONS_PER_TEAM);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(expectProblem(answer, 409, 'application.limit_reached').detail).toContain(`${MAX_APPLICATIONS_PER_TEAM}`);
  });

  it('lets only one of many at once have a name', async () => {
    const owner = await api.addUser('names');
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(owner, { name: 'Same' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
  });
});

describe('reading', () => {
  it('pages through the applications of my teams, newest first', async () => {
    const user = await api.addUser('pager');
    const teamId = await addTeam(api, 'developer', user);
    for (const name of ['a', 'b', 'c']) expectStatus(await create(user, { name }), 201);
    expectStatus(await create(user, { name: 'd', teamId }), 201);
    const first = expectStatus(await api.http.get('/v1/applications?limit=3', { token: user.token }), 200);
    expect(first.items.map(({ name }: { name: string }) => name)).toEqual(['d', 'c', 'b']);
    const path = `/v1/applications?limit=3&cursor=${first.nextCursor}`;
    const second = expectStatus(await api.http.get(path, { token: user.token }), 200);
    expect(second.items.map(({ name }: { name: string }) => name)).toEqual(['a']);
    expect(second.nextCursor).toBeNull();
  });

  it('lists as many as there are with the same number of statements', async () => {
    const user = await api.addUser('counted');
    const list = () => api.http.get('/v1/applications', { token: user.token });
    expectStatus(await create(user, { name: '0' }), 201);
    const few = await countStatements(list);
    for (const name of ['1', '2', '3', '4']) expectStatus(await create(user, { name }), 201);
    expect(await countStatements(list)).toBe(few);
    expect(few).toBeGreaterThan(0);
    expect(few).toBeLessThanOrEqual(4);
  });

  it('refuses a cursor that is not one of ours', async () => {
    const forged = Buffer.from(JSON.stringify(["'; --"])).toString('base64url');
    for (const cursor of ['x', forged])
      expectProblem(
        await api.http.get(`/v1/applications?cursor=${cursor}`, { token: dana.token }),
        400,
        'request.invalid',
      );
  });

  it("answers another team's application like one that does not exist, whatever is done to it", async () => {
    const { id } = expectStatus(await create(dana, { name: 'Private' }), 201);
    const absent = '0198a000-0000-7000-8000-000000000000';
    const details = new Set<string>();
    for (const target of [id, absent, 'no-uuid']) {
      const token = stranger.token;
      const path = `/v1/applications/${target}`;
      const headers = { 'if-match': '"1"' };
      const answers = [
        await api.http.get(path, { token }),
        await api.http.patch(path, { token, headers, body: { name: 'mine now' } }),
        await api.http.delete(path, { token }),
      ];
      for (const answer of answers) details.add(expectProblem(answer, 404, 'request.not_found').detail);
    }
    expect(details.size).toBe(1);
    expectStatus(await api.http.get(`/v1/applications/${id}`, { token: auditor.token }), 200);
    expectProblem(await api.http.get(`/v1/applications/${id}`), 401, 'request.unauthenticated');
  });
});

describe('changing', () => {
  it('needs If-Match with the revision that was read', async () => {
    const answer = await create(dana, { name: 'Before' });
    const { id } = expectStatus(answer, 201);
    expect(answer.headers.get('etag')).toBe('"1"');
    const path = `/v1/applications/${id}`;
    const body = { name: 'After' };
    const token = dana.token;
    expectProblem(await api.http.patch(path, { token, body }), 428, 'request.precondition_required');
    const changed = await api.http.patch(path, { token, body, headers: { 'if-match': '"1"' } });
    expect(expectStatus(changed, 200)).toMatchObject({ name: 'After', revision: 2 });
    expect(changed.headers.get('etag')).toBe('"2"');
    const stale = await api.http.patch(path, { token, body, headers: { 'if-match': '"1"' } });
    expectProblem(stale, 412, 'request.precondition_failed');
  });

  it('refuses a name that another application of the team has', async () => {
    expectStatus(await create(dana, { name: 'First' }), 201);
    const { id } = expectStatus(await create(dana, { name: 'Second' }), 201);
    const call = { token: dana.token, body: { name: 'first' }, headers: { 'if-match': '"1"' } };
    expectProblem(await api.http.patch(`/v1/applications/${id}`, call), 409, 'application.name_taken');
  });
});

describe('deleting', () => {
  it('ends its subscriptions, revokes its keys and tells the gateways; only an owner may', async () => {
    const { slug } = await addOfferedService(api, 'goods');
    const teamId = await addTeam(api, 'developer', dana);
    const member = await memberOf('member', teamId);
    const { id } = expectStatus(await create(member, { name: 'Doomed', teamId }), 201);
    const path = `/v1/applications/${id}`;
    const token = dana.token;
    const subscription = expectStatus(
      await api.http.post(`${path}/subscriptions`, { token, body: { service: slug, plan: 'free' } }),
      201,
    );
    const issued = expectStatus(await api.http.post(`${path}/credentials`, { token, body: { name: 'k' } }), 201);
    const wished = await api.database.prisma.syncScope.findFirstOrThrow({ where: { scope: `application:${id}` } });

    expectProblem(await api.http.delete(path, { token: member.token }), 403, 'request.forbidden');
    expectStatus(await api.http.delete(path, { token }), 204);

    for (const gone of [
      path,
      `${path}/subscriptions`,
      `${path}/credentials`,
      `${path}/credentials/${issued.credential.id}`,
    ])
      expectProblem(await api.http.get(gone, { token }), 404, 'request.not_found');
    const after = expectStatus(await api.http.get(`/v1/subscriptions/${subscription.id}`, { token }), 200);
    expect(after).toMatchObject({ state: 'cancelled', plan: null, requestedPlan: null });
    const key = await api.database.prisma.credential.findUniqueOrThrow({ where: { id: issued.credential.id } });
    expect(key).toMatchObject({ revokedAt: expect.any(Date), revokedBy: dana.id });
    const again = await api.database.prisma.syncScope.findFirstOrThrow({ where: { scope: `application:${id}` } });
    expect(again.wished).toBe(wished.wished + 1);
    expectStatus(await create(dana, { name: 'Doomed', teamId }), 201);
    expectProblem(await api.http.delete(path, { token }), 404, 'request.not_found');
  });
});
