import { applyChanges, type ApplyReport, type ObjectOutcome } from './apply-changes.js';
import { canonicalHash } from './canonical-hash.js';
import { conformanceSample as sample } from './conformance-sample.js';
import type { DesiredScope } from './desired-state.js';
import type { GatewayDriver } from './driver.js';
import { matchesWish } from './matches-wish.js';
import { planChanges } from './plan-changes.js';
import type { InventoryRow, RemoteObject } from './remote-object.js';

/** A driver together with the empty gateway that it talks to. */
export interface ConformanceSubject {
  driver: GatewayDriver;
  /** Write requests that the gateway has seen so far. */
  countWrites(): number;
  /** Puts an object on the gateway that is not ours; the returned function tells whether it stands unchanged. */
  placeForeignObject(): Promise<() => Promise<boolean>>;
  /** An object that the gateway refuses for good. */
  refusedObject: RemoteObject;
  close(): Promise<void>;
}

/**
 * The promises that every driver keeps, as a Jest suite.
 *
 * @param makeSubject makes a driver and a fresh empty gateway for each test
 */
export function describeDriverConformance(name: string, makeSubject: () => Promise<ConformanceSubject>): void {
  describe(`${name} keeps the promises of a gateway driver`, () => {
    let subject: ConformanceSubject;
    let inventories: Inventories;

    beforeEach(async () => {
      subject = await makeSubject();
      inventories = new Inventories(subject.driver);
    });
    afterEach(() => subject.close());

    const cases = { ...reachCases, ...convergenceCases, ...deletionCases, ...refusalCases };
    it.each(Object.entries(cases))('%s', (_promise, check) => check(subject, inventories));
  });
}

type Check = (subject: ConformanceSubject, inventories: Inventories) => Promise<void>;

const reachCases: Record<string, Check> = {
  'says that the gateway is reachable and which version it is': async ({ driver }) => {
    expect(await driver.check()).toMatchObject({ reachable: true, version: expect.any(String), fault: null });
  },
  'turns equal wishes into equal objects with unique ids': async ({ driver }) => {
    const objects = sample.scopes.flatMap((scope) => driver.toObjects(scope));
    expect(sample.scopes.flatMap((scope) => driver.toObjects(structuredClone(scope)))).toEqual(objects);
    expect(new Set(objects.map((object) => object.id)).size).toBe(objects.length);
  },
};

const convergenceCases: Record<string, Check> = {
  'holds what was wished: read back, the difference is empty': async ({ driver }, inventories) => {
    await inventories.pushAll();
    for (const object of sample.scopes.flatMap((scope) => driver.toObjects(scope))) {
      const stored = await driver.read(object);
      expect({ object, held: matchesWish(object.body, stored?.body) }).toEqual({ object, held: true });
    }
  },
  'lists exactly what was pushed, as the push answered it': async ({ driver }, inventories) => {
    await inventories.pushAll();
    expect(await listAnswers(driver)).toEqual(inventories.answers());
  },
  'writes nothing the second time': async ({ countWrites }, inventories) => {
    await inventories.pushAll();
    const before = countWrites();
    expect(before).toBeGreaterThan(0);
    await inventories.pushAll();
    expect(countWrites()).toBe(before);
  },
  'takes the same push again after our memory of it was lost': async ({ driver }, inventories) => {
    await inventories.pushAll();
    const report = await new Inventories(driver).pushAll();
    expect(report).toMatchObject({ failed: 0, skipped: 0 });
  },
  'spends one write on one more key': async ({ countWrites }, inventories) => {
    await inventories.pushAll();
    const before = countWrites();
    await inventories.push(sample.applicationWithOneKeyMore);
    expect(countWrites() - before).toBe(1);
  },
};

const deletionCases: Record<string, Check> = {
  'spends one write on a revoked key, and the key is gone': async ({ driver, countWrites }, inventories) => {
    await inventories.pushAll();
    const kept = new Set(driver.toObjects(sample.applicationWithOneKeyLess).map((object) => object.id));
    const revoked = driver.toObjects(sample.application).filter((object) => !kept.has(object.id));
    const before = countWrites();
    await inventories.push(sample.applicationWithOneKeyLess);
    expect(countWrites() - before).toBe(1);
    expect(revoked).toHaveLength(1);
    for (const object of revoked) expect(await driver.read(object)).toBeNull();
  },
  'deletes what should be gone': async ({ driver }, inventories) => {
    await inventories.pushAll();
    for (const { scope } of [...sample.scopes].reverse()) await inventories.push({ scope, absent: true });
    expect(inventories.answers()).toEqual([]);
    expect(await listAnswers(driver)).toEqual([]);
  },
  'counts a delete of what is gone already as done': async ({ driver }) => {
    for (const object of sample.scopes.flatMap((scope) => driver.toObjects(scope))) {
      await expect(driver.remove(object)).resolves.toBeUndefined();
    }
  },
  'reads null where nothing stands': async ({ driver }) => {
    for (const object of driver.toObjects(sample.version)) expect(await driver.read(object)).toBeNull();
  },
};

const refusalCases: Record<string, Check> = {
  'leaves the objects of others alone and does not list them': async (subject, inventories) => {
    const standsUnchanged = await subject.placeForeignObject();
    await inventories.pushAll();
    expect(await listAnswers(subject.driver)).toEqual(inventories.answers());
    for (const { scope } of [...sample.scopes].reverse()) await inventories.push({ scope, absent: true });
    expect(await standsUnchanged()).toBe(true);
  },
  'sends what is refused once, says why, and goes on with the rest': async ({ driver, countWrites, refusedObject }) => {
    const accepted = driver.toObjects(sample.version);
    const outcomes: ObjectOutcome[] = [];
    const changeSet = planChanges([...accepted, refusedObject], [], driver.kindOrder);
    await applyChanges(driver, changeSet, { record: async (outcome) => void outcomes.push(outcome) });
    const failed = outcomes.filter((outcome) => outcome.outcome !== 'applied');
    expect(failed).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        retryable: false,
        error: { kind: 'refused', status: expect.any(Number), message: expect.stringMatching(/\w/) },
      }),
    ]);
    expect(countWrites()).toBe(accepted.length + 1);
  },
};

/** What the portal keeps in its database, kept in memory: the inventory of each scope. */
class Inventories {
  private readonly rows = new Map<string, Map<string, InventoryRow>>();

  constructor(private readonly driver: GatewayDriver) {}

  async pushAll(): Promise<ApplyReport | undefined> {
    let report: ApplyReport | undefined;
    for (const scope of sample.scopes) report = await this.push(scope);
    return report;
  }

  async push(desired: DesiredScope): Promise<ApplyReport> {
    const rows = this.rows.get(desired.scope) ?? new Map<string, InventoryRow>();
    this.rows.set(desired.scope, rows);
    const changeSet = planChanges(this.driver.toObjects(desired), [...rows.values()], this.driver.kindOrder);
    const report = await applyChanges(this.driver, changeSet, {
      record: async (outcome) => {
        const key = `${outcome.object.kind} ${outcome.object.id}`;
        if (outcome.outcome === 'applied') rows.set(key, outcome.row);
        else if (outcome.outcome === 'deleted') rows.delete(key);
        else throw new Error(`${key}: ${outcome.error.message}`);
      },
    });
    return report;
  }

  answers(): string[] {
    const rows = [...this.rows.values()].flatMap((ofScope) => [...ofScope.values()]);
    return rows.map((row) => `${row.kind} ${row.remoteId} ${row.answeredHash}`).sort();
  }
}

/** What stands on the gateway, in the same form as `Inventories.answers`. */
async function listAnswers(driver: GatewayDriver): Promise<string[]> {
  const answers: string[] = [];
  for await (const { kind, id, body } of driver.list()) answers.push(`${kind} ${id} ${canonicalHash(body)}`);
  return answers.sort();
}
