import { uuid } from '#platform';
import { addOfferedService, type OfferedService } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { AuditStore } from '../audit/audit.store.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { BrownoutsStore } from './brownouts.store.js';
import { CarryOutMove } from './carry-out-move.js';
import { LifecycleStore } from './lifecycle.store.js';
import { TakeDueBrownouts } from './take-due-brownouts.js';
import { TakeDueMoves } from './take-due-moves.js';
import { TakeDueSteps } from './take-due-steps.js';

const MINUTE_MS = 60_000;
const MONDAY = new Date('2026-11-23T09:00:00Z');
const after = (minutes: number) => new Date(MONDAY.getTime() + minutes * MINUTE_MS);

let api: TestApp;
let now: Date;
beforeAll(async () => {
  api = await startTestApp();
});
afterAll(() => api.stop());

/** The schedule as one worker runs it, with the clock of this spec. */
function schedule(): TakeDueSteps {
  const get = <T>(type: abstract new (...parameters: never[]) => T) => api.app.get<T>(type, { strict: false });
  const clock = { now: () => now };
  const [unit, lifecycle, brownouts] = [get(UnitOfWork), get(LifecycleStore), get(BrownoutsStore)];
  const moves = new TakeDueMoves(unit, lifecycle, get(CarryOutMove), clock);
  const [wishes, audit] = [get(SyncWishesStore), get(AuditStore)];
  return new TakeDueSteps(moves, new TakeDueBrownouts(unit, brownouts, lifecycle, wishes, audit, clock));
}

const runAt = async (time: Date) => {
  now = time;
  await schedule().run();
};

const versionOf = ({ versionId }: OfferedService) =>
  api.database.prisma.version.findUniqueOrThrow({ where: { id: versionId } });

async function wished({ versionId, gatewayId }: OfferedService): Promise<number> {
  const where = { gatewayId_scope: { gatewayId, scope: `version:${versionId}` } };
  return (await api.database.prisma.syncScope.findUnique({ where }))?.wished ?? 0;
}

/** What the audit log says of the version, the oldest first. */
async function audited({ versionId }: OfferedService) {
  const orderBy = { id: 'asc' } as const;
  return api.database.prisma.auditEntry.findMany({ where: { subjectId: versionId }, orderBy });
}

const actions = async (service: OfferedService) => (await audited(service)).map(({ action }) => action);

/** A version for which the owner planned this. */
async function planned(slug: string, data: object): Promise<OfferedService> {
  const service = await addOfferedService(api, slug);
  await api.database.prisma.version.update({ where: { id: service.versionId }, data });
  const { owner, versionId } = service;
  const entry = { actorId: owner.id, actorLabel: owner.email, subjectKind: 'version', subjectId: versionId };
  await api.database.prisma.auditEntry.create({ data: { ...entry, action: 'version.lifecycle_planned' } });
  return service;
}

async function addBrownout({ versionId, owner }: OfferedService, from: number, to: number): Promise<string> {
  const id = uuid();
  const window = { startsAt: after(from), endsAt: after(to), sharePercent: 10 };
  await api.database.prisma.brownout.create({ data: { ...window, id, versionId, createdBy: owner.id } });
  return id;
}

it('deprecates on the day that was planned, once, and names who planned it', async () => {
  const service = await planned('monday', { deprecatesAt: MONDAY });
  await runAt(after(-1));
  expect((await versionOf(service)).state).toBe('published');
  await runAt(after(0));
  await runAt(after(1));
  expect(await versionOf(service)).toMatchObject({ state: 'deprecated', deprecatesAt: null, deprecatedAt: MONDAY });
  expect(await wished(service)).toBe(1);
  const entries = (await audited(service)).slice(1);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    action: 'version.deprecated',
    actorId: null,
    actorLabel: 'system',
    after: { plannedBy: service.owner.email },
  });
});

it('makes up for what came while no worker ran, in order, from the dates that were announced', async () => {
  const plan = { deprecatesAt: MONDAY, sunsetAt: after(60), retiresAtSunset: true };
  const service = await planned('late', plan);
  await addBrownout(service, 10, 20);
  await runAt(after(100_000));
  const { state, deprecatedAt, sunsetAt, retiredAt } = await versionOf(service);
  expect({ state, deprecatedAt, sunsetAt, retiredAt }).toEqual({
    state: 'retired',
    deprecatedAt: MONDAY,
    sunsetAt: after(60),
    retiredAt: after(100_000),
  });
  expect((await actions(service)).slice(1)).toEqual(['version.deprecated', 'version.retired']);
  await runAt(after(100_001));
  expect(await audited(service)).toHaveLength(3);
});

it('retires at the end only what is to be retired by itself', async () => {
  const ended = { state: 'deprecated', deprecatedAt: after(-10), sunsetAt: MONDAY } as const;
  const [stays, goes] = [await planned('stays', ended), await planned('goes', { ...ended, retiresAtSunset: true })];
  await runAt(MONDAY);
  expect([(await versionOf(stays)).state, (await versionOf(goes)).state]).toEqual(['deprecated', 'retired']);
});

it('begins and ends a brown-out, and each is one push and one entry', async () => {
  const service = await planned('brown', { state: 'deprecated', deprecatedAt: after(-10), sunsetAt: after(900) });
  const id = await addBrownout(service, 5, 15);
  for (const minute of [4, 5, 6, 14]) await runAt(after(minute));
  expect(await api.database.prisma.brownout.findUnique({ where: { id } })).toMatchObject({
    begunAt: after(5),
    endedAt: null,
  });
  expect(await wished(service)).toBe(1);
  for (const minute of [15, 16]) await runAt(after(minute));
  expect((await api.database.prisma.brownout.findUnique({ where: { id } }))?.endedAt).toEqual(after(15));
  expect(await wished(service)).toBe(2);
  const [begun, ended] = (await audited(service)).slice(1);
  expect([begun?.action, ended?.action]).toEqual(['version.brownout_begun', 'version.brownout_ended']);
  expect(begun?.after).toMatchObject({ plannedBy: service.owner.email, sharePercent: 10 });
});

it('does not begin a brown-out whose time has passed, nor one of a version that nobody deprecated', async () => {
  const service = await planned('missed', { state: 'deprecated', deprecatedAt: after(-10), sunsetAt: after(900) });
  const id = await addBrownout(service, 5, 15);
  await runAt(after(15));
  expect(await api.database.prisma.brownout.findUnique({ where: { id } })).toMatchObject({ begunAt: null });
  expect([await wished(service), (await actions(service)).at(-1)]).toEqual([0, 'version.brownout_missed']);
  const early = await planned('early', { deprecatesAt: after(50), sunsetAt: after(900) });
  await addBrownout(early, 20, 30);
  await runAt(after(21));
  expect([await wished(early), await actions(early)]).toEqual([0, ['version.lifecycle_planned']]);
});

it('takes each step once although several workers run at the same time', async () => {
  const services = await Promise.all(
    ['one', 'two', 'three'].map((slug) => planned(slug, { deprecatesAt: MONDAY, sunsetAt: after(900) })),
  );
  for (const service of services) await addBrownout(service, 0, 30);
  now = after(1);
  await Promise.all([schedule().run(), schedule().run(), schedule().run()]);
  for (const service of services) {
    expect((await actions(service)).slice(1)).toEqual(['version.deprecated', 'version.brownout_begun']);
    expect(await wished(service)).toBe(2);
  }
});

it('goes on with the others when one fails, and says so', async () => {
  const [bad, good] = [
    await planned('bad', { deprecatesAt: MONDAY }),
    await planned('good', { deprecatesAt: after(1) }),
  ];
  // The database itself refuses to write down what happens to this one.
  await api.database.pool.query(
    `ALTER TABLE audit_entry ADD CONSTRAINT spoiled CHECK (subject_id <> '${bad.versionId}' OR actor_id IS NOT NULL)`,
  );
  await expect(runAt(after(2))).rejects.toThrow('Some planned steps of versions failed.');
  expect([(await versionOf(bad)).state, (await versionOf(good)).state]).toEqual(['published', 'deprecated']);
  await api.database.pool.query('ALTER TABLE audit_entry DROP CONSTRAINT spoiled');
  await runAt(after(3));
  expect((await versionOf(bad)).state).toBe('deprecated');
});
