import { expectProblem, expectStatus } from '#testing';
import { countStatements } from '../../test-support/count-statements.js';
import {
  addReportedClient,
  addReportedService,
  entryOf,
  type ReportedClient,
  type ReportedService,
  reportCalls,
} from '../../test-support/reported-calls.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

/** In the middle of a minute, so that no test meets its end. */
const NOW = new Date('2026-11-22T12:30:30Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

let api: TestApp;
let dana: TestUser;
let stranger: TestUser;
let auditor: TestUser;
let orders: ReportedService;
let billing: ReportedService;
let second: ReportedClient;
beforeAll(async () => {
  api = await startTestApp({ clock: { now: () => NOW } });
  dana = await api.addUser('dana');
  stranger = await api.addUser('stranger');
  auditor = await api.addUser('auditor', 'auditor');
  orders = await addReportedService(api, 'orders', dana);
  billing = await addReportedService(api, 'billing', dana);
  second = await addReportedClient(api, orders.gatewayId, stranger);
  const at = (agoMs: number) => ({ startedAt: NOW.getTime() - agoMs });
  const { client } = orders;
  await reportCalls(api, orders.gatewayId, [
    entryOf(orders, { ...at(0), latencyMs: 10 }),
    entryOf(orders, { ...at(0), latencyMs: 20 }),
    entryOf(orders, { ...at(5 * MINUTE_MS), status: 404, latencyMs: 60, uri: '/orders/v1/orders' }),
    entryOf(orders, { ...at(5 * MINUTE_MS), status: 429 }),
    entryOf(orders, { ...at(3 * HOUR_MS), status: 500 }),
    entryOf(orders, { ...at(20 * DAY_MS), status: 201 }),
    entryOf(orders, { ...at(0), status: 401, client: null }),
    entryOf(orders, { ...at(0), client: second }),
  ]);
  await reportCalls(api, billing.gatewayId, [entryOf(billing, { ...at(MINUTE_MS), client })]);
});
afterAll(() => api.stop());

const usageOf = async (path: string, user: TestUser) =>
  expectStatus(await api.http.get(path, { token: user.token }), 200);
const ofApplication = (query: string) =>
  usageOf(`/v1/applications/${orders.client.applicationId}/usage?${query}`, dana);

describe('the usage of an application', () => {
  it('shows every minute of the last hour, with the calls of this minute in it', async () => {
    const usage = await ofApplication('range=1h');
    expect(usage).toMatchObject({ range: '1h', grain: 'minute', from: '2026-11-22T11:31:00.000Z' });
    expect(usage.points).toHaveLength(60);
    expect(usage.points[59]).toEqual({
      start: '2026-11-22T12:30:00.000Z',
      success: 2,
      clientError: 0,
      unauthorised: 0,
      limited: 0,
      serverError: 0,
    });
    expect(usage.points[54]).toMatchObject({ success: 0, clientError: 1, limited: 1 });
    expect(usage.points[0]).toMatchObject({ start: '2026-11-22T11:31:00.000Z', success: 0 });
    expect(usage.totals).toEqual({
      calls: 5,
      success: 3,
      clientError: 1,
      unauthorised: 0,
      limited: 1,
      serverError: 0,
      console: 0,
      latencyMeanMs: 22.8,
      latencyMaxMs: 60,
    });
  });

  it.each([
    ['6h', 'minute', 360, 6],
    ['24h', 'hour', 24, 6],
    ['7d', 'hour', 168, 6],
    ['30d', 'day', 30, 7],
    ['90d', 'day', 90, 7],
  ])('shows %s in steps of a %s', async (range, grain, steps, calls) => {
    const usage = await ofApplication(`range=${range}`);
    expect(usage).toMatchObject({ range, grain, totals: { calls } });
    expect(usage.points).toHaveLength(steps);
  });

  it('lists what was called most, and not itself', async () => {
    const usage = await ofApplication('');
    expect(usage.topOperations[0]).toEqual({
      label: 'ORDERS v1: GET /orders/{id}',
      key: null,
      calls: 4,
      errors: 2,
      latencyMeanMs: 13.5,
    });
    expect(usage.topServices.map(({ label, key, calls }: Record<string, unknown>) => [label, key, calls])).toEqual([
      ['ORDERS', 'orders', 5],
      ['BILLING', 'billing', 1],
    ]);
    expect(usage.topApplications).toEqual([]);
  });

  it('can be narrowed down to one service', async () => {
    expect((await ofApplication('range=1h&service=billing')).totals.calls).toBe(1);
    expect((await ofApplication('range=1h&service=unknown')).totals).toMatchObject({ calls: 0, latencyMeanMs: null });
  });

  it('is as absent for others as an application that does not exist', async () => {
    const path = `/v1/applications/${orders.client.applicationId}/usage`;
    expectProblem(await api.http.get(path, { token: stranger.token }), 404, 'request.not_found');
    const absent = '/v1/applications/0198a000-0000-7000-8000-00000000dead/usage';
    expectProblem(await api.http.get(absent, { token: stranger.token }), 404, 'request.not_found');
    expectProblem(await api.http.get(path), 401, 'request.unauthenticated');
  });
});

describe('the usage of a service', () => {
  it('shows its team the calls of all applications, and those without a key', async () => {
    const usage = await usageOf('/v1/services/orders/usage?range=1h', orders.owner);
    expect(usage.totals).toMatchObject({ calls: 6, unauthorised: 1 });
    expect(usage.topApplications.map(({ key, calls }: Record<string, unknown>) => [key, calls])).toEqual([
      [orders.client.applicationId, 4],
      ...[
        [second.applicationId, 1],
        [null, 1],
      ].sort(([a], [b]) => (a === null ? -1 : b === null ? 1 : 0)),
    ]);
    expect(usage.topOperations[0]).toMatchObject({ label: 'v1: GET /orders/{id}' });
    expect(usage.topServices).toEqual([]);
  });

  it('is refused to others', async () => {
    const get = (user: TestUser, slug: string) => api.http.get(`/v1/services/${slug}/usage`, { token: user.token });
    expectProblem(await get(dana, 'orders'), 403, 'request.forbidden');
    expectProblem(await get(dana, 'unknown'), 404, 'request.not_found');
    await api.database.prisma.service.update({ where: { slug: 'billing' }, data: { visibility: 'private' } });
    expectProblem(await get(dana, 'billing'), 404, 'request.not_found');
  });
});

describe('the usage of everything', () => {
  it('is shown to auditors and admins, and to nobody else', async () => {
    const usage = await usageOf('/v1/usage?range=1h', auditor);
    expect(usage.totals.calls).toBe(7);
    expect(usage.topServices[0]).toMatchObject({ key: 'orders', calls: 6 });
    expectProblem(await api.http.get('/v1/usage', { token: dana.token }), 403, 'request.forbidden');
    expectProblem(await api.http.get('/v1/usage'), 401, 'request.unauthenticated');
  });
});

it('refuses a range and a format that there are not', async () => {
  for (const query of ['range=2h', 'format=xml', 'from=2026'])
    expectProblem(await api.http.get(`/v1/usage?${query}`, { token: auditor.token }), 400, 'request.invalid');
});

it.each([
  ['?range=1h&format=csv', undefined],
  ['?range=1h', 'text/csv'],
])('gives the points as CSV for %s with Accept %s', async (query, accept) => {
  const headers: Record<string, string> = accept === undefined ? {} : { accept };
  const answer = await api.http.get(`/v1/usage${query}`, { token: auditor.token, headers });
  expectStatus(answer, 200);
  expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="usage-1h.csv"');
  const lines = answer.text.split('\r\n');
  expect(lines).toHaveLength(62);
  expect(lines[0]).toBe('start,success,client_error,unauthorised,limited,server_error');
  expect(lines[60]).toBe('2026-11-22T12:30:00.000Z,3,0,1,0,0');
  // Nothing but times and counts: no cell can begin a formula.
  for (const line of lines.slice(1, 61)) expect(line).toMatch(/^[0-9TZ:.-]{24}(,\d+){5}$/);
});

it('asks at most four statements, whoever asks and however long the range is', async () => {
  const paths: [string, TestUser][] = [
    [`/v1/applications/${orders.client.applicationId}/usage?range=90d&service=orders`, dana],
    ['/v1/services/orders/usage?range=6h', orders.owner],
    ['/v1/usage?range=7d', auditor],
  ];
  for (const [path, user] of paths) expect(await countStatements(() => usageOf(path, user))).toBeLessThanOrEqual(4);
});

it('names at most ten of each', async () => {
  const clients = await Promise.all(Array.from({ length: 12 }, () => addReportedClient(api, orders.gatewayId, dana)));
  await reportCalls(
    api,
    orders.gatewayId,
    clients.map((client) => entryOf(orders, { client, startedAt: NOW.getTime() - 2 * DAY_MS })),
  );
  expect((await usageOf('/v1/usage?range=30d', auditor)).topApplications).toHaveLength(10);
});

it('tells calls from the console apart by their key', async () => {
  const tried = await addReportedService(api, 'tried', dana);
  const client = await addReportedClient(api, tried.gatewayId, dana);
  await api.database.prisma.credential.update({ where: { id: client.credentialId }, data: { purpose: 'console' } });
  const at = { startedAt: NOW.getTime() };
  const calls = [entryOf(tried, at), entryOf(tried, { ...at, client }), entryOf(tried, { ...at, client, status: 404 })];
  expectStatus(await reportCalls(api, tried.gatewayId, calls), 204);
  for (const range of ['1h', '24h', '30d'])
    expect((await usageOf(`/v1/services/tried/usage?range=${range}`, tried.owner)).totals).toMatchObject({
      calls: 3,
      console: 2,
    });
});
