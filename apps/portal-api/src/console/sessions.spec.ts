import { expectProblem, expectStatus } from '#testing';
import { ConsoleStage, header, KEY } from '../../test-support/console-stage.js';
import { addGateway } from '../../test-support/offered-service.js';
import type { TestUser } from '../../test-support/start-test-app.js';
import { MAX_CONSOLE_KEYS } from './start-session.js';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.open();
});
beforeEach(() => {
  stage.seen = [];
  stage.strayed = 0;
});
afterAll(() => stage.close());

describe('a session of the console', () => {
  it('has a key of its own for fifteen minutes, which nobody is shown', async () => {
    const started = await stage.start();
    expect(started.text).not.toMatch(KEY);
    const { id, expiresAt } = expectStatus(started, 201);
    const row = await stage.api.database.prisma.credential.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({
      purpose: 'console',
      applicationId: stage.application,
      createdBy: stage.dana.id,
      revokedAt: null,
    });
    expect(row.expiresAt!.getTime() - row.createdAt.getTime()).toBe(15 * 60_000);
    expect(expiresAt).toBe(row.expiresAt!.toISOString());
    const audit = await stage.api.database.prisma.auditEntry.findMany({ where: { subjectId: id } });
    expect(audit).toMatchObject([{ action: 'credential.issued', actorId: stage.dana.id, after: { name: 'Console' } }]);
  });

  it('shows no key among those of the stage.application, and leaves it all its own', async () => {
    await stage.start();
    const { items } = expectStatus(
      await stage.api.http.get(`/v1/applications/${stage.application}/credentials`, { token: stage.dana.token }),
      200,
    );
    expect(items).toEqual([]);
  });

  it(`keeps at most ${MAX_CONSOLE_KEYS} keys of a person and an application: the oldest makes room`, async () => {
    const own = await stage.newApplication('Limited');
    await stage.subscribe(own);
    const ids: string[] = [];
    for (let count = 0; count <= MAX_CONSOLE_KEYS; count++)
      ids.push(expectStatus(await stage.start({ applicationId: own }), 201).id);
    const active = await stage.api.database.prisma.credential.findMany({
      where: { applicationId: own, revokedAt: null },
      orderBy: { id: 'asc' },
    });
    expect(active.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('is nothing for an application of others, and needs a role that may issue keys', async () => {
    expectProblem(await stage.start({}, stage.stranger), 404, 'request.not_found');
    const viewer = await stage.api.addUser('viewer');
    const data = { teamId: stage.dana.personalTeamId, userId: viewer.id, role: 'viewer' as const };
    await stage.api.database.prisma.membership.create({ data });
    expectProblem(await stage.start({}, viewer), 403, 'request.forbidden');
  });

  it('says what is missing: a subscription, its approval, a gateway', async () => {
    const own = await stage.newApplication('Without');
    expect(expectProblem(await stage.start({ applicationId: own }), 409, 'console.not_subscribed').detail).toContain(
      'Get a key',
    );
    await stage.subscribe(own, 'gold');
    expect(expectProblem(await stage.start({ applicationId: own }), 409, 'console.not_subscribed').detail).toContain(
      'waits for approval',
    );
    await addGateway(stage.api, 'test-gateway', 'test');
    expect(expectProblem(await stage.start({ environment: 'test' }), 409, 'console.not_deployed').detail).toContain(
      'Choose another environment',
    );
    expectProblem(await stage.start({ environment: 'mars' }), 400, 'request.invalid');
    expectProblem(await stage.start({ version: 'v9' }), 404, 'request.not_found');
  });

  it('ends when it is said to: the key is revoked, audited and of no more use', async () => {
    const started = await stage.session();
    const end = () => stage.remove(stage.dana, `/v1/console/sessions/${started.id}`);
    expectProblem(await stage.remove(stage.stranger, `/v1/console/sessions/${started.id}`), 404, 'request.not_found');
    expectStatus(await end(), 204);
    expectStatus(await end(), 204);
    const row = await stage.api.database.prisma.credential.findUniqueOrThrow({ where: { id: started.id } });
    expect(row.revokedAt).not.toBeNull();
    const audit = await stage.api.database.prisma.auditEntry.findMany({ where: { subjectId: started.id } });
    expect(audit.map(({ action }) => action)).toEqual(['credential.issued', 'credential.revoked']);
    expectProblem(await stage.send(started), 409, 'console.session_ended');
    expect(stage.seen).toEqual([]);
  });

  it('is of no use to anybody else, nor with the token of another one', async () => {
    const [one, other] = [await stage.session(), await stage.session()];
    expectProblem(await stage.send(one, {}, stage.stranger), 404, 'request.not_found');
    expectProblem(await stage.send({ ...one, token: other.token }), 404, 'request.not_found');
    expectProblem(await stage.send({ ...one, token: `${one.token.slice(0, -4)}AAAA` }), 404, 'request.not_found');
    expect(stage.seen).toEqual([]);
  });
});

describe('the history', () => {
  const history = async (user = stage.dana, filter = '') =>
    expectStatus(await stage.api.http.get(`/v1/console/history${filter}`, { token: user.token }), 200).items;

  it('keeps what was typed without secrets, for this person alone, until it is deleted', async () => {
    await stage.remove(stage.dana, '/v1/console/history');
    const body = { mediaType: 'application/json', text: '{"user":{"password":"hush","name":"Ada"}}' };
    const cookie = { in: 'cookie' as const, name: 'sid', value: 'hush' };
    const parameters = [header('Authorization', 'Bearer hush-hush'), header('X-Trace', 't1'), cookie];
    const { historyId } = await stage.sent({ method: 'POST', parameters, body });
    await stage.sent({});
    const items = await history(stage.dana, '?method=POST&path=/orders&service=orders&version=v1');
    expect(items).toMatchObject([
      {
        id: historyId,
        status: 200,
        environment: 'live',
        typed: {
          parameters: [
            { name: 'Authorization', value: '[masked]' },
            { name: 'X-Trace', value: 't1' },
            { name: 'sid', value: '[masked]' },
          ],
          mediaType: 'application/json',
        },
      },
    ]);
    expect(JSON.parse(items[0].typed.text)).toEqual({ user: { password: '[masked]', name: 'Ada' } });
    expect(JSON.stringify(await history())).not.toMatch(/hush|\bgh[a-z][0-9A-Za-z]{46}\b/);
    expect(await history(stage.stranger)).toEqual([]);
    const forget = (user: TestUser) => stage.remove(user, `/v1/console/history/${historyId}`);
    expectProblem(await forget(stage.stranger), 404, 'request.not_found');
    expectStatus(await forget(stage.dana), 204);
    expect(await history()).toHaveLength(1);
  });
});

it('tells with which applications and where a version can be tried', async () => {
  const { applications, environments, keyHeader } = expectStatus(
    await stage.api.http.get('/v1/console?service=orders&version=v1', { token: stage.dana.token }),
    200,
  );
  expect(applications[0]).toMatchObject({ subscription: 'active' });
  expect(applications).toContainEqual(expect.objectContaining({ name: 'Without', subscription: 'pending' }));
  expect(environments).toEqual([{ slug: 'live', name: 'Live', callUrl: `${stage.gatewayUrl}/orders/v1` }]);
  expect(keyHeader).toBe('apikey');
});

it('writes no key and no token to the log', () => {
  expect(stage.api.logs.join('\n')).not.toMatch(KEY);
  expect(stage.api.logs.join('\n')).not.toContain('hush');
});
