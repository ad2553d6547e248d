import { uuid } from '#platform';
import { expectStatus } from '#testing';
import { addProvider, addPublished } from '../../test-support/catalogue.js';
import { addReportedService, entryOf, reportCalls } from '../../test-support/reported-calls.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { MAX_AGE_MS } from '../usage/read-log-entry.js';
import { KEPT_DAYS } from './kept-days.js';
import { PruneStore } from './prune.store.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

let api: TestApp;
let dana: TestUser;
let prune: PruneStore;
beforeAll(async () => {
  api = await startTestApp();
  dana = await api.addUser('dana');
  prune = new PruneStore(api.database);
});
afterAll(() => api.stop());

const daysAgo = (days: number, ms = 0) => new Date(Date.now() - days * DAY_MS + ms);

it('counts a call once that is reported as late as it may be, and again after a pruning', async () => {
  const service = await addReportedService(api, 'late', dana);
  const batch = [entryOf(service, { startedAt: Date.now() - MAX_AGE_MS + MINUTE_MS })];
  for (let time = 0; time < 2; time++) {
    expectStatus(await reportCalls(api, service.gatewayId, batch), 204);
    await prune.prune();
  }
  const where = { grain: 'day', gatewayId: service.gatewayId } as const;
  const { _sum } = await api.database.prisma.usageBucket.aggregate({ where, _sum: { calls: true } });
  expect(_sum.calls).toBe(1n);
});

it('deletes documents that nothing refers to after a day, and comparisons after thirty', async () => {
  const { prisma } = api.database;
  const provider = await addProvider(api, 'provider');
  const slug = await addPublished(api, provider, 'Documents');
  const { id: versionId } = await prisma.version.findFirstOrThrow({ where: { service: { slug } } });
  const old = daysAgo(KEPT_DAYS.unusedDocuments, -MINUTE_MS);
  const document = {
    format: 'json',
    byteLength: 2,
    bytes: Buffer.from('{}'),
    openapi: '3.0',
    title: 'T',
    operationCount: 0,
  };
  const add = (hash: string, createdAt: Date) => prisma.spec.create({ data: { ...document, hash, createdAt } });
  await prisma.spec.updateMany({ data: { createdAt: old } });
  const used = (await prisma.spec.findMany()).map(({ hash }) => hash);
  await add('dropped', old);
  await add('proposed', old);
  await add('young', daysAgo(KEPT_DAYS.unusedDocuments, MINUTE_MS));
  await prisma.specProposal.create({ data: { versionId, specHash: 'proposed' } });
  const counts = { rulesVersion: 1, breaking: 0, dangerous: 0, safe: 0, totals: {} };
  for (const [targetHash, ms] of [
    ['young', MINUTE_MS],
    ['proposed', -MINUTE_MS],
  ] as const)
    await prisma.specComparison.create({
      data: { ...counts, id: uuid(), baseHash: used[0]!, targetHash, createdAt: daysAgo(KEPT_DAYS.comparisons, ms) },
    });
  await prune.prune();
  const left = (await prisma.spec.findMany({ select: { hash: true } })).map(({ hash }) => hash);
  expect(left.sort()).toEqual([...used, 'proposed', 'young'].sort());
  expect((await prisma.specComparison.findMany()).map(({ targetHash }) => targetHash)).toEqual(['young']);
});

it('deletes kept answers and sums that are older than they are kept, and nothing younger', async () => {
  const { prisma } = api.database;
  const record = (key: string, createdAt: Date) => ({ key, createdAt, actorId: dana.id, fingerprint: '', status: 201 });
  const { idempotencyRecords, minuteBuckets, hourBuckets } = KEPT_DAYS;
  const young = [record('young', daysAgo(idempotencyRecords, MINUTE_MS))];
  const old = [record('old', daysAgo(idempotencyRecords, -MINUTE_MS))];
  await prisma.idempotencyRecord.createMany({ data: [...young, ...old].map((row) => ({ ...row, body: {} })) });
  const service = await addReportedService(api, 'sums', dana);
  const starts = [minuteBuckets, hourBuckets].flatMap((days) => [
    daysAgo(days, 2 * MINUTE_MS),
    daysAgo(days, -2 * MINUTE_MS),
  ]);
  const none = '00000000-0000-0000-0000-000000000000';
  const sums = { applicationId: none, serviceId: service.serviceId, versionId: none, gatewayId: service.gatewayId };
  const sum = {
    ...sums,
    operation: 'other',
    status: 200,
    calls: 1,
    latencySumMs: 1,
    latencyMaxMs: 1,
    responseBytes: 1,
  };
  for (const start of starts)
    for (const grain of ['minute', 'hour', 'day'] as const)
      await prisma.usageBucket.create({ data: { ...sum, grain, start } });
  await prune.prune();
  expect((await prisma.idempotencyRecord.findMany()).map(({ key }) => key)).toEqual(['young']);
  const left = async (grain: 'minute' | 'hour' | 'day') =>
    prisma.usageBucket.count({ where: { grain, gatewayId: service.gatewayId } });
  expect([await left('minute'), await left('hour'), await left('day')]).toEqual([1, 3, 4]);
});

it('deletes what people sent from consoles, and the keys of those once no gateway has them', async () => {
  const { prisma } = api.database;
  const service = await addReportedService(api, 'consoles', dana);
  const { environmentId } = await prisma.gateway.findUniqueOrThrow({ where: { id: service.gatewayId } });
  const call = {
    userId: dana.id,
    applicationId: service.client.applicationId,
    environment: 'live',
    service: 'consoles',
  };
  const sent = { ...call, version: 'v1', method: 'GET', path: '/', status: 200, timeMs: 1, byteLength: 0, typed: {} };
  const { consoleCalls, consoleKeys } = KEPT_DAYS;
  const [oldCall, youngCall] = [uuid(), uuid()];
  await prisma.consoleCall.create({ data: { ...sent, id: oldCall, at: daysAgo(consoleCalls, -MINUTE_MS) } });
  await prisma.consoleCall.create({ data: { ...sent, id: youngCall, at: daysAgo(consoleCalls, MINUTE_MS) } });
  const old = daysAgo(consoleKeys, -MINUTE_MS);
  const key = async (name: string, purpose: string, expiresAt: Date): Promise<string> => {
    const id = uuid();
    const shown = { prefix: 'ghlxxxxx', lastFour: 'xxxx', sha256: id, sha1: id };
    const of = { applicationId: service.client.applicationId, environmentId };
    await prisma.credential.create({ data: { ...shown, ...of, id, name, purpose, expiresAt } });
    await prisma.credentialConfirmation.create({ data: { credentialId: id, gatewayId: service.gatewayId } });
    return id;
  };
  await key('old', 'console', old);
  const kept = [
    await key('of a program', 'access', old),
    await key('young', 'console', daysAgo(consoleKeys, MINUTE_MS)),
    await key('still there', 'console', old),
  ];
  const hashes = { wishedHash: '', answeredHash: '', remoteId: uuid() };
  const there = { gatewayId: service.gatewayId, scope: 'application:x', kind: 'key-auths', subjectId: kept[2]! };
  await prisma.inventoryObject.create({ data: { ...there, ...hashes } });
  await prune.prune();
  expect((await prisma.consoleCall.findMany()).map(({ id }) => id)).toEqual([youngCall]);
  const names = await prisma.credential.findMany({ where: { prefix: 'ghlxxxxx' } });
  expect(names.map(({ name }) => name).sort()).toEqual(['of a program', 'still there', 'young']);
  const proofs = await prisma.credentialConfirmation.findMany({ where: { gatewayId: service.gatewayId } });
  expect(proofs.map(({ credentialId }) => credentialId)).toEqual(expect.arrayContaining(kept));
  expect(proofs).toHaveLength(kept.length);
});
