import type { SubscriptionDto } from '#contract';
import { uuid } from '#platform';
import { expectProblem, expectStatus } from '#testing';
import { countStatements } from '../../test-support/count-statements.js';
import { addOfferedService, addTeam, type OfferedService } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let orders: OfferedService;
let dana: TestUser;
let stranger: TestUser;
let admin: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  orders = await addOfferedService(api, 'orders');
  dana = await api.addUser('dana');
  stranger = await api.addUser('stranger');
  admin = await api.addUser('admin', 'admin');
});
afterAll(() => api.stop());

let count = 0;
async function newApplication(user = dana, teamId?: string): Promise<string> {
  const body = { name: `App ${count++}`, teamId };
  return expectStatus(await api.http.post('/v1/applications', { token: user.token, body }), 201).id;
}

const subscribe = (applicationId: string, plan: string, user = dana, service = 'orders') =>
  api.http.post(`/v1/applications/${applicationId}/subscriptions`, { token: user.token, body: { service, plan } });
const act = (user: TestUser, id: string, verb: string, body: object = {}) =>
  api.http.post(`/v1/subscriptions/${id}/${verb}`, { token: user.token, body });
const read = async (user: TestUser, path: string) => expectStatus(await api.http.get(path, { token: user.token }), 200);
const wishedOf = async (applicationId: string): Promise<number> => {
  const found = await api.database.prisma.syncScope.findMany({
    where: { scope: `application:${applicationId}`, gatewayId: orders.gatewayId },
  });
  return found.reduce((sum, { wished }) => sum + wished, 0);
};
const mails = async (): Promise<{ to: string; subject: string; text: string }[]> => {
  const { rows } = await api.database.pool.query<{ payload: { to: string; subject: string; text: string } }>(
    `SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
     WHERE t.identifier = 'send-mail' ORDER BY j.id`,
  );
  return rows.map(({ payload }) => payload);
};

describe('subscribing', () => {
  it('is active at once under an automatic plan, and the gateways are told', async () => {
    const application = await newApplication();
    const made: SubscriptionDto = expectStatus(await subscribe(application, 'free'), 201);
    expect(made).toMatchObject({
      state: 'active',
      plan: { slug: 'free', limitsText: '5 per minute' },
      requestedPlan: null,
      decisionReason: null,
      decidable: false,
      sync: [{ gatewayId: orders.gatewayId, environment: 'live', state: 'pending', confirmedAt: null }],
    });
    expect(made.decidedAt).not.toBeNull();
    expect(await wishedOf(application)).toBe(1);
  });

  it('waits under a plan by approval until the team of the service approves', async () => {
    const application = await newApplication();
    const made: SubscriptionDto = expectStatus(await subscribe(application, 'gold'), 201);
    expect(made).toMatchObject({ state: 'pending', plan: null, requestedPlan: { slug: 'gold' }, decidedAt: null });
    const approved = expectStatus(await act(orders.owner, made.id, 'approve'), 200);
    expect(approved).toMatchObject({ state: 'active', plan: { slug: 'gold' }, requestedPlan: null, decidable: false });
    expect(await wishedOf(application)).toBe(2);
    const row = await api.database.prisma.subscription.findUniqueOrThrow({ where: { id: made.id } });
    expect(row).toMatchObject({ requestedBy: dana.id, decidedBy: orders.owner.id });
  });

  it('keeps the plan in force while another one waits, when it is refused, and until it is approved', async () => {
    const application = await newApplication();
    const { id } = expectStatus(await subscribe(application, 'free'), 201);
    const asked = expectStatus(await act(dana, id, 'plan', { plan: 'gold' }), 200);
    expect(asked).toMatchObject({ state: 'active', plan: { slug: 'free' }, requestedPlan: { slug: 'gold' } });
    const refused = expectStatus(await act(orders.owner, id, 'reject', { reason: 'Too early.' }), 200);
    expect(refused).toMatchObject({
      state: 'active',
      plan: { slug: 'free' },
      requestedPlan: null,
      decisionReason: 'Too early.',
    });
    expectStatus(await act(dana, id, 'plan', { plan: 'gold' }), 200);
    const approved = expectStatus(await act(orders.owner, id, 'approve'), 200);
    expect(approved).toMatchObject({
      state: 'active',
      plan: { slug: 'gold' },
      requestedPlan: null,
      decisionReason: null,
    });
    const actions = await api.database.prisma.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
    expect(actions.map(({ action }) => action.split('.')[1])).toEqual([
      'requested',
      'requested',
      'rejected',
      'requested',
      'approved',
    ]);
    expect(actions.at(-1)).toMatchObject({
      actorId: orders.owner.id,
      teamId: dana.personalTeamId,
      before: { plan: 'free', requestedPlan: 'gold' },
      after: { plan: 'gold', requestedPlan: null },
    });
  });

  it('shows the team of the application why it was rejected, and lets it ask again', async () => {
    const application = await newApplication();
    const { id } = expectStatus(await subscribe(application, 'gold'), 201);
    expectProblem(await act(orders.owner, id, 'reject'), 400, 'request.invalid');
    expectProblem(await act(orders.owner, id, 'reject', { reason: '  ' }), 400, 'request.invalid');
    expectStatus(await act(orders.owner, id, 'reject', { reason: 'Tell us what it is for.' }), 200);
    const seen = await read(dana, `/v1/subscriptions/${id}`);
    expect(seen).toMatchObject({ state: 'rejected', plan: null, decisionReason: 'Tell us what it is for.' });
    const again = expectStatus(await subscribe(application, 'gold'), 201);
    expect(again).toMatchObject({ id, state: 'pending', decisionReason: null, decidedAt: null });
  });

  it('refuses the same plan twice, and leaves one subscription when many ask at once', async () => {
    const application = await newApplication();
    const answers = await Promise.all(Array.from({ length: 10 }, () => subscribe(application, 'free')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 409)]);
    expectProblem(await subscribe(application, 'free'), 409, 'subscription.exists');
    expect(await api.database.prisma.subscription.count({ where: { applicationId: application } })).toBe(1);
  });

  it('is done once for many requests with one Idempotency-Key', async () => {
    const application = await newApplication();
    const headers = { 'idempotency-key': uuid() };
    const body = { service: 'orders', plan: 'free' };
    const path = `/v1/applications/${application}/subscriptions`;
    const call = () => api.http.post(path, { token: dana.token, headers, body });
    const answers = await Promise.all(Array.from({ length: 10 }, call));
    expect(new Set(answers.map((answer) => expectStatus(answer, 201).id)).size).toBe(1);
  });
});

describe('what cannot be subscribed', () => {
  it('is not there when nobody outside may see it', async () => {
    const hidden = await addOfferedService(api, 'hidden');
    await api.database.prisma.version.update({ where: { id: hidden.versionId }, data: { state: 'draft' } });
    const application = await newApplication();
    const unseen = expectProblem(await subscribe(application, 'free', dana, 'hidden'), 404, 'request.not_found');
    const absent = expectProblem(await subscribe(application, 'free', dana, 'nowhere'), 404, 'request.not_found');
    expect(unseen.detail).toBe(absent.detail);
    const own = await newApplication(hidden.owner);
    expectProblem(await subscribe(own, 'free', hidden.owner, 'hidden'), 409, 'subscription.not_offered');
  });

  it('is a private service, unless the team of the application was let in', async () => {
    const secret = await addOfferedService(api, 'secret');
    await api.database.prisma.service.update({ where: { id: secret.serviceId }, data: { visibility: 'private' } });
    const mine = await newApplication();
    expectProblem(await subscribe(mine, 'free', dana, 'secret'), 404, 'request.not_found');
    const teamId = await addTeam(api, 'developer', dana);
    await api.database.prisma.serviceGrant.create({ data: { serviceId: secret.serviceId, teamId } });
    const ours = await newApplication(dana, teamId);
    expectStatus(await subscribe(ours, 'free', dana, 'secret'), 201);
    const detail = expectProblem(await subscribe(mine, 'free', dana, 'secret'), 409, 'subscription.not_offered').detail;
    expect(detail).toContain('not opened to the team');
  });

  it('is an unknown or an archived plan', async () => {
    const old = await addOfferedService(api, 'old');
    const application = await newApplication();
    expectProblem(await subscribe(application, 'platinum', dana, 'old'), 404, 'request.not_found');
    await api.database.prisma.plan.updateMany({
      where: { serviceId: old.serviceId },
      data: { archivedAt: new Date() },
    });
    expectProblem(await subscribe(application, 'free', dana, 'old'), 409, 'subscription.not_offered');
  });
});

describe('deciding', () => {
  it('suspends with a reason, resumes, and cancels; each tells the gateways', async () => {
    const application = await newApplication();
    const { id } = expectStatus(await subscribe(application, 'free'), 201);
    expectProblem(await act(orders.owner, id, 'suspend'), 400, 'request.invalid');
    const suspended = expectStatus(await act(orders.owner, id, 'suspend', { reason: 'Abuse.' }), 200);
    expect(suspended).toMatchObject({ state: 'suspended', plan: { slug: 'free' }, decisionReason: 'Abuse.' });
    expectProblem(await act(dana, id, 'plan', { plan: 'gold' }), 409, 'subscription.illegal_transition');
    expect(expectStatus(await act(orders.owner, id, 'resume'), 200)).toMatchObject({
      state: 'active',
      decisionReason: null,
    });
    expectProblem(await act(orders.owner, id, 'approve'), 409, 'subscription.illegal_transition');
    expect(expectStatus(await act(dana, id, 'cancel'), 200)).toMatchObject({ state: 'cancelled', plan: null });
    expectProblem(await act(dana, id, 'cancel'), 409, 'subscription.illegal_transition');
    expect(await wishedOf(application)).toBe(4);
  });

  it('is for the team of the service and for admins; cancelling is for the team of the application', async () => {
    const application = await newApplication();
    const { id } = expectStatus(await subscribe(application, 'gold'), 201);
    for (const verb of ['approve', 'reject', 'suspend', 'resume'])
      expectProblem(await act(dana, id, verb, { reason: 'me' }), 403, 'request.forbidden');
    expectProblem(await act(orders.owner, id, 'cancel'), 403, 'request.forbidden');
    expectProblem(await act(orders.owner, id, 'plan', { plan: 'free' }), 403, 'request.forbidden');
    for (const target of [id, '0198a000-0000-7000-8000-000000000000', 'no-uuid']) {
      for (const verb of ['approve', 'reject', 'suspend', 'resume', 'cancel'])
        expectProblem(await act(stranger, target, verb, { reason: 'me' }), 404, 'request.not_found');
      expectProblem(await act(stranger, target, 'plan', { plan: 'free' }), 404, 'request.not_found');
      const path = `/v1/subscriptions/${target}`;
      expectProblem(await api.http.get(path, { token: stranger.token }), 404, 'request.not_found');
    }
    expectStatus(await act(admin, id, 'approve'), 200);
  });

  it('lets only one of an approval and a rejection at the same time win', async () => {
    const { id } = expectStatus(await subscribe(await newApplication(), 'gold'), 201);
    const answers = await Promise.all([
      act(orders.owner, id, 'approve'),
      act(orders.owner, id, 'reject', { reason: 'no' }),
      act(admin, id, 'approve'),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it('tells the people of the team by mail, with the reason', async () => {
    const teamId = await addTeam(api, 'developer', dana);
    const viewer = await api.addUser('viewer');
    await api.database.prisma.membership.create({ data: { teamId, userId: viewer.id, role: 'viewer' } });
    const application = await newApplication(dana, teamId);
    const { id } = expectStatus(await subscribe(application, 'gold'), 201);
    const before = (await mails()).length;
    expectStatus(await act(orders.owner, id, 'reject', { reason: 'No <b>contract</b> yet.' }), 200);
    const sent = (await mails()).slice(before);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: dana.email, subject: 'ORDERS: subscription rejected' });
    expect(sent[0]?.text).toContain('No <b>contract</b> yet.');
    const refused = await act(orders.owner, id, 'reject', { reason: 'Again.' });
    expectProblem(refused, 409, 'subscription.illegal_transition');
    expect(await mails()).toHaveLength(before + 1);
  });
});

describe('lists', () => {
  it('are of an application, of a service for its team, and of what waits for me', async () => {
    const service = await addOfferedService(api, 'listed');
    const waiting = await newApplication();
    const active = await newApplication();
    const { id } = expectStatus(await subscribe(waiting, 'gold', dana, 'listed'), 201);
    const other = expectStatus(await subscribe(active, 'free', dana, 'listed'), 201);
    const idsOf = ({ items }: { items: SubscriptionDto[] }) => items.map((item) => item.id);

    expect(idsOf(await read(dana, `/v1/applications/${waiting}/subscriptions`))).toEqual([id]);
    expect(idsOf(await read(service.owner, '/v1/services/listed/subscriptions'))).toEqual([other.id, id]);
    expect(idsOf(await read(service.owner, '/v1/services/listed/subscriptions?state=active'))).toEqual([other.id]);
    const mine = await read(service.owner, '/v1/subscriptions?state=waiting');
    expect(idsOf(mine)).toEqual([id]);
    expect(mine.items[0]).toMatchObject({ decidable: true, teamName: expect.any(String) });
    expect(idsOf(await read(dana, '/v1/subscriptions?state=waiting'))).toEqual([]);
    expect(idsOf(await read(admin, '/v1/subscriptions?state=waiting'))).toContain(id);

    expectStatus(await act(dana, other.id, 'plan', { plan: 'gold' }), 200);
    expect(idsOf(await read(service.owner, '/v1/subscriptions?state=waiting'))).toEqual([other.id, id]);
    const page = await read(service.owner, '/v1/subscriptions?state=waiting&limit=1');
    const rest = await read(service.owner, `/v1/subscriptions?state=waiting&limit=1&cursor=${page.nextCursor}`);
    expect([...idsOf(page), ...idsOf(rest)]).toEqual([other.id, id]);
    expect(rest.nextCursor).toBeNull();

    const ofMyTeams = '/v1/services/listed/subscriptions?scope=mine';
    expect(idsOf(await read(dana, ofMyTeams))).toEqual([other.id, id]);
    expect(idsOf(await read(service.owner, ofMyTeams))).toEqual([]);

    for (const path of ['/v1/services/listed/subscriptions', '/v1/services/nowhere/subscriptions'])
      expectProblem(await api.http.get(path, { token: dana.token }), 404, 'request.not_found');
    const theirs = `/v1/applications/${waiting}/subscriptions`;
    expectProblem(await api.http.get(theirs, { token: service.owner.token }), 404, 'request.not_found');
  });

  it('take the same number of statements however long they are', async () => {
    const service = await addOfferedService(api, 'counted');
    expectStatus(await subscribe(await newApplication(), 'gold', dana, 'counted'), 201);
    const paths = ['/v1/services/counted/subscriptions', '/v1/subscriptions?state=waiting'];
    const countAll = () => Promise.all(paths.map((path) => read(service.owner, path)));
    const few = await countStatements(countAll);
    for (let index = 0; index < 5; index++)
      expectStatus(await subscribe(await newApplication(), 'gold', dana, 'counted'), 201);
    expect(await countStatements(countAll)).toBe(few);
    expect(few).toBeLessThanOrEqual(2 * 10);
  });
});
