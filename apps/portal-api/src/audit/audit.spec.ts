import { expectProblem, expectStatus } from '#testing';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let auditor: TestUser;
let person: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  auditor = await api.addUser('auditor', 'auditor');
  person = await api.addUser('person');
});
afterAll(() => api.stop());

const list = (query: string, by = auditor) => api.http.get(`/v1/audit?${query}`, { token: by.token });

it('tells who did what from where, the newest first, with what it was before and after', async () => {
  const body = { name: 'Audited' };
  const created = await api.http.post('/v1/teams', { body, token: person.token });
  const team = expectStatus(created, 201);
  const headers = { 'if-match': '"1"' };
  expectStatus(
    await api.http.patch(`/v1/teams/${team.id}`, { body: { name: 'Seen' }, token: person.token, headers }),
    200,
  );
  const { items } = expectStatus(await list(`subjectKind=team&subjectId=${team.id}`), 200);
  expect(items.map(({ action }: { action: string }) => action)).toEqual(['team.updated', 'team.created']);
  expect(items[0]).toMatchObject({
    actor: person.email,
    ip: '127.0.0.1',
    before: { name: 'Audited', kind: 'developer' },
    after: { name: 'Seen', kind: 'developer' },
  });
  const row = await api.database.prisma.auditEntry.findUnique({ where: { id: BigInt(items[1].id) } });
  expect(row).toMatchObject({ actorId: person.id, requestId: created.headers.get('x-request-id'), teamId: team.id });
});

it('has no entry for a change that was refused', async () => {
  const before = await api.database.prisma.auditEntry.count();
  const answer = await api.http.post('/v1/teams', { body: { name: 'Audited' }, token: person.token });
  expectProblem(answer, 409, 'team.slug_taken');
  expect(await api.database.prisma.auditEntry.count()).toBe(before);
});

it('is read in pages that miss and repeat nothing while entries are added', async () => {
  for (let nth = 0; nth < 5; nth++)
    expectStatus(await api.http.post('/v1/teams', { body: { name: `Page ${nth}` }, token: person.token }), 201);
  const first = expectStatus(await list('limit=3'), 200);
  expectStatus(await api.http.post('/v1/teams', { body: { name: 'In between' }, token: person.token }), 201);
  const second = expectStatus(await list(`limit=3&cursor=${first.nextCursor}`), 200);
  const ids = [...first.items, ...second.items].map(({ id }: { id: string }) => Number(id));
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  expect(new Set(ids).size).toBe(6);
  expect(ids.at(0)! - ids.at(-1)!).toBe(5);
});

it('is not for everybody', async () => {
  expectProblem(await list('', person), 403, 'request.forbidden');
  expectProblem(await api.http.get('/v1/audit'), 401, 'request.unauthenticated');
});

it.each(['WyJ4Il0', 'WyItMSJd', 'WyI5OTk5OTk5OTk5OTk5OTk5OTk5OSJd'])('refuses the cursor %s', async (cursor) => {
  expectProblem(await list(`cursor=${cursor}`), 400, 'request.invalid');
});

it('cannot be rewritten, not even with the rights of the application', async () => {
  const { pool } = api.database;
  await expect(pool.query(`UPDATE audit_entry SET actor_label = 'nobody'`)).rejects.toThrow('append-only');
  await expect(pool.query('DELETE FROM audit_entry')).rejects.toThrow('append-only');
  await expect(pool.query('TRUNCATE audit_entry')).rejects.toThrow('append-only');
});
