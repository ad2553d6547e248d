import { conformanceSample as sample } from './conformance-sample.js';
import { Inventories, listAnswers } from './conformance-inventories.js';
import type { GatewayDriver, WriteMode } from './driver.js';
import { matchesWish } from './matches-wish.js';
import type { ListedObject, RemoteObject } from './remote-object.js';

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
 * @param writes how the driver writes
 * @param makeSubject makes a driver and a fresh empty gateway for each test
 */
export function describeDriverConformance(
  name: string,
  writes: WriteMode,
  makeSubject: () => Promise<ConformanceSubject>,
): void {
  describe(`${name} keeps the promises of a gateway driver`, () => {
    let subject: ConformanceSubject;
    let inventories: Inventories;

    beforeEach(async () => {
      subject = await makeSubject();
      inventories = new Inventories(subject.driver);
    });
    afterEach(() => subject.close());

    it('says how it writes, and so does the gateway', async () => {
      expect([subject.driver.writes, (await subject.driver.check()).writes]).toEqual([writes, writes]);
    });

    const ofMode = writes === 'objects' ? objectCases : documentCases;
    const cases = {
      ...reachCases,
      ...convergenceCases,
      ...deletionCases,
      ...refusalCases,
      ...listingCases,
      ...lifeCases,
      ...ofMode,
    };
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
    const forgetful = new Inventories(driver);
    await forgetful.pushAll();
    expect(forgetful.answers()).toEqual(inventories.answers());
  },
  'spends one write on one more key': async ({ countWrites }, inventories) => {
    await inventories.pushAll();
    const before = countWrites();
    await inventories.push(sample.applicationWithOneKeyMore);
    expect(countWrites() - before).toBe(1);
  },
};

const lifeCases: Record<string, Check> = {
  'takes a version through its life: each stage is held, read back, and not written twice': async (
    { driver, countWrites },
    inventories,
  ) => {
    await inventories.pushAll();
    const published = await listAnswers(driver);
    for (const { desired, needs } of Object.values(sample.stages)) {
      if (driver.capabilities[needs].level === 'impossible') continue;
      const before = countWrites();
      await inventories.push(desired);
      const afterPush = countWrites();
      expect(afterPush).toBeGreaterThan(before);
      await inventories.push(desired);
      expect(countWrites()).toBe(afterPush);
      for (const object of driver.toObjects(desired)) {
        const stored = await driver.read(object);
        expect({ object, held: matchesWish(object.body, stored?.body) }).toEqual({ object, held: true });
      }
      expect(await listAnswers(driver)).toEqual(inventories.answers());
    }
    await inventories.push(sample.version);
    expect(await listAnswers(driver)).toEqual(published);
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
    await inventories.removeAll();
    expect(inventories.answers()).toEqual([]);
    expect(await listAnswers(driver)).toEqual([]);
  },
  'reads null where nothing stands': async ({ driver }) => {
    for (const object of driver.toObjects(sample.version)) expect(await driver.read(object)).toBeNull();
  },
};

const refusalCases: Record<string, Check> = {
  'leaves the objects of others alone and does not list them': async (subject, inventories) => {
    const standsUnchanged = await subject.placeForeignObject();
    await inventories.pushAll();
    expect(await standsUnchanged()).toBe(true);
    expect(await listAnswers(subject.driver)).toEqual(inventories.answers());
    await inventories.removeAll();
    expect(await standsUnchanged()).toBe(true);
  },
  'says why something is refused, and goes on with the rest': async ({ driver, refusedObject }, inventories) => {
    const accepted = driver.toObjects(sample.version);
    const outcomes = await inventories.pushObjects([...accepted, refusedObject]);
    expect(outcomes.filter(({ outcome }) => outcome !== 'applied')).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        retryable: false,
        error: { kind: 'refused', status: expect.any(Number), message: expect.stringMatching(/\w/) },
      }),
    ]);
    for (const object of accepted) expect(await driver.read(object)).not.toBeNull();
  },
};

const listingCases: Record<string, Check> = {
  'lists everything, and tells ours with its scope from what others have': async (subject, inventories) => {
    const { driver, placeForeignObject } = subject;
    await placeForeignObject();
    await inventories.pushAll();
    const wished = sample.scopes.flatMap((desired) =>
      driver.toObjects(desired).map(({ kind, id }) => `${kind} ${id} ${desired.scope}`),
    );
    const found = await listedBy(driver);
    const ours = found.filter(({ owned }) => owned).map(({ kind, id, scope }) => `${kind} ${id} ${scope}`);
    expect(ours.sort()).toEqual(wished.sort());
    const theirs = found.filter(({ owned }) => !owned);
    expect(theirs).toEqual([expect.objectContaining({ scope: null, name: expect.stringMatching(/\w/) })]);
  },
  'shows no secret in a name, and none in a body that may be kept': async ({ driver }, inventories) => {
    await inventories.pushAll();
    const found = await listedBy(driver);
    const raw = JSON.stringify(found);
    const shown = JSON.stringify(found.map(({ name, body }) => [name, driver.publicBody(body)]));
    // Not every driver sends every secret; what it sends must be hidden.
    const sent = sample.secrets.filter((secret) => raw.includes(secret));
    expect(sent.length).toBeGreaterThan(0);
    for (const secret of sent) expect([secret, shown.includes(secret)]).toEqual([secret, false]);
  },
};

const objectCases: Record<string, Check> = {
  'counts a delete of what is gone already as done': async ({ driver }) => {
    for (const object of sample.scopes.flatMap((scope) => driver.toObjects(scope))) {
      await expect(driver.remove(object)).resolves.toBeUndefined();
    }
  },
  'sends what is refused once': async ({ driver, countWrites, refusedObject }, inventories) => {
    const accepted = driver.toObjects(sample.version);
    await inventories.pushObjects([...accepted, refusedObject]);
    expect(countWrites()).toBe(accepted.length + 1);
  },
};

const documentCases: Record<string, Check> = {
  'leaves out what is refused, and sends the rest once more': async (subject, inventories) => {
    const { driver, countWrites, refusedObject } = subject;
    await inventories.pushObjects([...driver.toObjects(sample.version), refusedObject]);
    expect(countWrites()).toBe(2);
  },
};

async function listedBy(driver: GatewayDriver): Promise<ListedObject[]> {
  const found: ListedObject[] = [];
  for await (const object of driver.listAll()) found.push(object);
  return found;
}
