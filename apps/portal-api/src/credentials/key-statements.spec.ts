import type { IssuedKeyDto } from '#contract';
import { expectStatus } from '#testing';
import { countStatements } from '../../test-support/count-statements.js';
import { statementsOf } from '../../test-support/rows-read.js';
import { addOfferedService } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let dana: TestUser;
let path: string;
beforeAll(async () => {
  api = await startTestApp();
  await addOfferedService(api, 'orders');
  dana = await api.addUser('dana');
  const created = await api.http.post('/v1/applications', { token: dana.token, body: { name: 'App' } });
  path = `/v1/applications/${expectStatus(created, 201).id}/credentials`;
});
afterAll(() => api.stop());

const issue = async (headers = {}): Promise<IssuedKeyDto> =>
  expectStatus(await api.http.post(path, { token: dana.token, body: { name: 'key' }, headers }), 201);

const revoke = async (id: string) =>
  expectStatus(await api.http.post(`${path}/${id}/revoke`, { token: dana.token, body: {} }), 202);

// Somebody waits for both with a key in the hand, so that each round trip counts.
describe('what a key costs', () => {
  it('is made with nine statements, of which two pass between BEGIN and COMMIT, and two after it', async () => {
    const texts = (await statementsOf(() => issue())).map(({ text }) => text);
    expect(texts).toHaveLength(9);
    expect(texts.findIndex((text) => text.startsWith('BEGIN'))).toBe(3);
    expect(texts.indexOf('COMMIT')).toBe(6);
  });

  it('is made with two statements more under an Idempotency-Key, whose second request makes nothing', async () => {
    const headers = { 'idempotency-key': 'once' };
    expect(await countStatements(() => issue(headers))).toBe(11);
    const before = await api.database.prisma.credential.count();
    // The caller, the application and the environment; the claim and what was kept, between BEGIN and ROLLBACK.
    const replayed = async () => expect((await issue(headers)).key).toBeNull();
    expect(await countStatements(replayed)).toBe(7);
    expect(await api.database.prisma.credential.count()).toBe(before);
  });

  it('is ended with five statements, of which one ends it, and a second time with four, which only read', async () => {
    const [first, second] = [await issue(), await issue()];
    const texts = (await statementsOf(() => revoke(first.credential.id))).map(({ text }) => text);
    expect(texts).toHaveLength(5);
    expect(texts.filter((text) => /^BEGIN|^COMMIT/.test(text))).toEqual([]);
    expect(await countStatements(() => revoke(first.credential.id))).toBe(4);
    expect(await countStatements(() => revoke(second.credential.id))).toBe(5);
  });

  it('is ended once by many at the same time, with one audit entry and one time', async () => {
    const { id } = (await issue()).credential;
    const answers = await Promise.all(Array.from({ length: 8 }, () => revoke(id)));
    expect(new Set(answers.map(({ revokedAt }) => revokedAt)).size).toBe(1);
    expect(answers[0].revokedAt).toEqual(expect.any(String));
    const entries = { subjectId: id, action: 'credential.revoked' };
    expect(await api.database.prisma.auditEntry.count({ where: entries })).toBe(1);
  });
});
