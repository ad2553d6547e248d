import { once } from 'node:events';
import { connect } from 'node:net';
import { expectProblem, expectStatus } from '#testing';
import { countStatements } from '../../test-support/count-statements.js';
import { addGateway } from '../../test-support/offered-service.js';
import {
  addReportedClient,
  addReportedService,
  type EntryFacts,
  entryOf,
  type ReportedService,
  reportCalls,
} from '../../test-support/reported-calls.js';
import { startTestApp, type TestApp, testConfig, type TestUser } from '../../test-support/start-test-app.js';
import { CredentialConfirmationsStore } from '../gateway-sync/prove/credential-confirmations.store.js';
import { BATCH_BODY_LIMIT_BYTES } from '../http/body-limits.js';
import { ingestToken } from './ingest-token.js';
import { MAX_BATCH_ENTRIES } from './take-batch.js';

let api: TestApp;
let dana: TestUser;
let service: ReportedService;
beforeAll(async () => {
  api = await startTestApp();
  dana = await api.addUser('dana');
});
afterAll(() => api.stop());

let serial = 0;
beforeEach(async () => {
  service = await addReportedService(api, `orders-${++serial}`, dana);
});

const report = (body: unknown, token?: string) => reportCalls(api, service.gatewayId, body, token);
const entry = (facts?: EntryFacts) => entryOf(service, facts);
const events = () => api.database.prisma.usageEvent.findMany({ where: { gatewayId: service.gatewayId } });

async function bucketCalls(grain: 'minute' | 'hour' | 'day'): Promise<number> {
  const where = { grain, gatewayId: service.gatewayId };
  const { _sum } = await api.database.prisma.usageBucket.aggregate({ where, _sum: { calls: true } });
  return Number(_sum.calls ?? 0);
}

/** Buckets, and a recount of the raw events; equal when every call was counted once. */
async function bucketsAndRecount() {
  const none = "'00000000-0000-0000-0000-000000000000'";
  const columns = 'grain::text, start, application_id, version_id, service_id, gateway_id, operation, status';
  const [kept, recount] = await Promise.all([
    api.database.pool.query(
      `SELECT ${columns}, calls::int, latency_sum_ms::int, latency_max_ms, response_bytes::int
       FROM usage_bucket ORDER BY ${columns}`,
    ),
    api.database.pool.query(
      `SELECT grain, date_trunc(grain, occurred_at, 'UTC') AS start, COALESCE(application_id, ${none}) AS application_id,
         COALESCE(version_id, ${none}) AS version_id, COALESCE(service_id, ${none}) AS service_id, gateway_id, operation,
         status, count(*)::int AS calls, sum(latency_ms)::int AS latency_sum_ms, max(latency_ms) AS latency_max_ms,
         sum(response_bytes)::int AS response_bytes
       FROM usage_event CROSS JOIN unnest(ARRAY['minute', 'hour', 'day']) AS grain
       GROUP BY 1, 2, 3, 4, 5, 6, 7, 8 ORDER BY 1, 2, 3, 4, 5, 6, 7, 8`,
    ),
  ]);
  return { kept: kept.rows as object[], recount: recount.rows as object[] };
}

function shuffled<T>(list: T[]): T[] {
  return list
    .map((value) => ({ value, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ value }) => value);
}

describe('the token', () => {
  it.each(['wrong', ''])('refuses %j with 401 and asks the database nothing', async (token) => {
    const statements = await countStatements(async () => {
      expectProblem(await report([entry()], token), 401, 'request.unauthenticated');
    });
    expect(statements).toBe(0);
  });

  it("opens no other gateway's address", async () => {
    const other = await addGateway(api, `other-${serial}`);
    const foreign = ingestToken(testConfig(api.databaseUrl), other);
    expectProblem(await report([entry()], foreign), 401, 'request.unauthenticated');
  });

  it('is asked for before the body is read', async () => {
    const { hostname, port } = new URL(api.http.baseUrl);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /v1/ingest/kong/${service.gatewayId} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\n` +
        'Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
  });
});

describe('a batch', () => {
  it('is stored when it is answered, with its ids found in the catalogue and its operation named', async () => {
    const answer = await report([entry({ id: 'first', status: 201, latencyMs: 30 })]);
    expectStatus(answer, 204);
    expect(answer.headers.get('usage-batch')).toBe('calls=1, probes=0, bad=0');
    expect(await events()).toEqual([
      expect.objectContaining({
        requestId: 'first',
        applicationId: service.client.applicationId,
        serviceId: service.serviceId,
        versionId: service.versionId,
        credentialId: service.client.credentialId,
        method: 'GET',
        path: `/${service.slug}/v1/orders/7`,
        operation: 'GET /orders/{id}',
        status: 201,
        latencyMs: 30,
        upstreamMs: 28,
      }),
    ]);
  });

  it('may be a single object, as Kong sends it with a batch size of 1', async () => {
    expectStatus(await report(entry()), 204);
    expect(await events()).toHaveLength(1);
  });

  it('counts its bad entries, drops them and stores the others', async () => {
    const good = Array.from({ length: 999 }, () => entry());
    const answer = await report([...good.slice(0, 500), { request: 'nonsense' }, ...good.slice(500)]);
    expectStatus(answer, 204);
    expect(answer.headers.get('usage-batch')).toBe('calls=999, probes=0, bad=1');
    expect(await events()).toHaveLength(999);
    expect(await bucketCalls('day')).toBe(999);
  });

  it('keeps our own probes out of usage, and counts them apart from what is bad', async () => {
    const probe = { ...entry(), service: { id: service.serviceId, name: 'gatehouse-probe.0198a000' } };
    const early = { ...entry({ uri: '/.gatehouse/key', status: 404 }), service: undefined };
    const answer = await report([probe, entry(), early, 'nonsense']);
    expectStatus(answer, 204);
    expect(answer.headers.get('usage-batch')).toBe('calls=1, probes=2, bad=1');
    expect(await events()).toHaveLength(1);
    expect(await bucketCalls('day')).toBe(1);
  });

  it.each(['', '[', '{"request":', '\u0000'])('is refused when it is no JSON: %j', async (body) => {
    expectProblem(await report(body), 400, 'request.invalid');
  });

  it.each(['null', '[]', '7', '"x"', '[[[[]]]]', '{"__proto__":{"request":{}}}'])(
    'may be %s without harm',
    async (body) => {
      expectStatus(await report(body), 204);
      expect(await events()).toHaveLength(0);
    },
  );

  it('is refused when it is too large, in bytes or in entries', async () => {
    expectProblem(await report(Buffer.alloc(BATCH_BODY_LIMIT_BYTES + 1, ' ')), 413, 'request.too_large');
    expectProblem(await report(`[${'1,'.repeat(MAX_BATCH_ENTRIES)}1]`), 413, 'request.too_large');
  });

  it('survives the deepest nesting that fits into it', async () => {
    const depth = BATCH_BODY_LIMIT_BYTES / 2;
    expectStatus(await report('['.repeat(depth) + ']'.repeat(depth)), 204);
  });

  it('stores odd characters as they are, and takes half a surrogate for what it is', async () => {
    const odd = `/${service.slug}/v1/"quoted"\\back,{brace}/ü\u{1F600}`;
    expectStatus(await report([entry({ id: 'NULL', uri: odd }), entry({ id: 'half', uri: '/\ud800' })]), 204);
    const byId = new Map((await events()).map((event) => [event.requestId, event.path]));
    expect(byId.get('NULL')).toBe(odd);
    expect(byId.get('half')).toBe('/\ufffd');
  });

  it('takes one statement when it names nothing new, however many calls it has', async () => {
    await report([entry()]);
    const body = Array.from({ length: 500 }, () => entry());
    expect(await countStatements(() => report(body))).toBe(1);
  });
});

describe('counting', () => {
  it('counts a batch once that comes ten times', async () => {
    const body = Array.from({ length: 50 }, () => entry());
    for (let time = 0; time < 10; time++) expectStatus(await report(body), 204);
    for (const grain of ['minute', 'hour', 'day'] as const) expect(await bucketCalls(grain)).toBe(50);
  });

  it('keeps buckets equal to a recount of the raw events when batches repeat, overlap and are shuffled', async () => {
    const dayMs = 86_400_000;
    const calls = Array.from({ length: 600 }, (_, index) =>
      entry({
        status: [200, 404, 429, 500][index % 4],
        latencyMs: 2 + (index % 97),
        startedAt: Date.now() - (index % 7) * dayMs - index * 1_000,
        client: index % 5 === 0 ? null : undefined,
        uri: `/${service.slug}/v1/${index % 3 === 0 ? 'orders' : `orders/${index}`}`,
      }),
    );
    const batches = Array.from({ length: 24 }, (_, index) => {
      const from = (index * 25) % 500;
      return shuffled([...calls.slice(from, from + 100), ...calls.slice(from, from + 10)]);
    });
    const answers = await Promise.all(shuffled(batches).map((batch) => report(batch)));
    for (const answer of answers) expectStatus(answer, 204);
    expectStatus(await report(shuffled(calls)), 204);
    expect(await events()).toHaveLength(600);
    expect(await bucketCalls('minute')).toBe(600);
    const { kept, recount } = await bucketsAndRecount();
    expect(kept).toEqual(recount);
  });

  it('takes the same batch through two processes at once without a deadlock, and counts it once', async () => {
    const second = await startTestApp({ databaseUrl: api.databaseUrl });
    try {
      const calls = Array.from({ length: 400 }, (_, index) => entry({ status: 200 + (index % 50) }));
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          reportCalls(index % 2 === 0 ? api : second, service.gatewayId, shuffled(calls)),
        ),
      );
      for (const answer of answers) expectStatus(answer, 204);
      for (const grain of ['minute', 'hour', 'day'] as const) expect(await bucketCalls(grain)).toBe(400);
    } finally {
      await second.stop();
    }
  });
});

describe('what a gateway claims', () => {
  it('is not believed about an application of another environment, or one that is none', async () => {
    const testGateway = await addGateway(api, `test-${serial}`, 'test');
    const foreign = await addReportedClient(api, testGateway, dana);
    const forged = { ...service.client, applicationId: '0198a000-0000-7000-8000-00000000dead' };
    expectStatus(await report([entry({ client: foreign }), entry({ client: forged })]), 204);
    for (const event of await events()) expect(event).toMatchObject({ applicationId: null, credentialId: null });
  });

  it('is not believed about a version that it does not serve', async () => {
    const other = await addReportedService(api, `foreign-${serial}`, dana);
    expectStatus(await report([entryOf(other)]), 204);
    expect(await events()).toEqual([expect.objectContaining({ versionId: null, serviceId: null, operation: 'other' })]);
  });

  it('is believed about a key that was revoked and is off the gateway when its last calls are reported', async () => {
    const { applicationId, credentialId } = service.client;
    const confirmations = new CredentialConfirmationsStore(api.database);
    await confirmations.confirm([applicationId], service.gatewayId);
    await api.database.prisma.credential.update({ where: { id: credentialId }, data: { revokedAt: new Date() } });
    await api.database.prisma.inventoryObject.deleteMany({ where: { subjectId: credentialId } });
    await confirmations.confirm([applicationId], service.gatewayId);
    expectStatus(await report([entry()]), 204);
    expect(await events()).toEqual([expect.objectContaining({ applicationId, credentialId })]);
  });

  it("is not believed when the key belongs to another application than the call's", async () => {
    const second = await addReportedClient(api, service.gatewayId, dana);
    const client = { ...service.client, keyObjectId: second.keyObjectId };
    expectStatus(await report([entry({ client })]), 204);
    expect(await events()).toEqual([
      expect.objectContaining({ applicationId: service.client.applicationId, credentialId: null }),
    ]);
  });

  it('makes no more operations than the document has, whatever paths are called', async () => {
    const body = Array.from({ length: 2_000 }, (_, index) => entry({ uri: `/${service.slug}/v1/made-up-${index}/x` }));
    expectStatus(await report([...body, entry({ uri: '/elsewhere' }), entry({ method: 'BREW' })]), 204);
    expect(new Set((await events()).map(({ operation }) => operation))).toEqual(new Set(['other']));
    expect(await api.database.prisma.usageBucket.count({ where: { gatewayId: service.gatewayId } })).toBeLessThan(10);
  });
});

it('keeps no query string, no header and no key', async () => {
  expectStatus(await report([entry(), entry({ uri: `/${service.slug}/v1/orders#SECRET` })]), 204);
  const { rows } = await api.database.pool.query<{ text: string }>('SELECT e::text AS text FROM usage_event e');
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.filter(({ text }) => text.includes('SECRET') || text.includes('?'))).toEqual([]);
  expect(api.logs.filter((line) => line.includes('SECRET'))).toEqual([]);
});

it('notes when a key was last used, once a minute at most and never backwards', async () => {
  const lastUsed = async () =>
    (await api.database.prisma.credential.findUniqueOrThrow({ where: { id: service.client.credentialId } })).lastUsedAt;
  const firstMs = Date.now() - 600_000;
  await report([entry({ startedAt: firstMs }), entry({ startedAt: firstMs - 5_000 })]);
  expect(await lastUsed()).toEqual(new Date(firstMs));
  await report([entry({ startedAt: firstMs + 30_000 })]);
  await report([entry({ startedAt: firstMs - 300_000 })]);
  expect(await lastUsed()).toEqual(new Date(firstMs));
  await report([entry({ startedAt: firstMs + 61_000 })]);
  expect(await lastUsed()).toEqual(new Date(firstMs + 61_000));
  await report([entry({ startedAt: Date.now() + 3_600_000 })]);
  expect((await lastUsed())?.getTime()).toBeLessThanOrEqual(Date.now());
});
