import { applyChanges, type ObjectOutcome } from './apply-changes.js';
import { retryPolicy } from './attempt-write.js';
import type { GatewayDriver } from './driver.js';
import { GatewayFault } from './gateway-fault.js';
import { planChanges } from './plan-changes.js';
import type { KindOrder, RemoteObject, RemoteRef, StoredObject } from './remote-object.js';
import { maxWritesAtOnce, maxWritesUnderWay } from './write-pacer.js';

const order: KindOrder = { kinds: ['houses', 'doors', 'keys'], revocations: ['keys'] };

/** What happens to the next call about an object: a fault, and whether the gateway did it all the same. */
type Mishap = { fault: GatewayFault; done?: boolean };

/** A gateway in memory whose answers are scripted per object id. */
class ScriptedGateway {
  readonly stored = new Map<string, StoredObject>();
  readonly calls: string[] = [];
  readonly mishaps = new Map<string, Mishap[]>();
  mostAtOnce = 0;
  private atOnce = 0;

  private async call<T>(verb: string, { id }: RemoteRef, action: () => T): Promise<T> {
    this.calls.push(`${verb} ${id}`);
    this.atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise(setImmediate);
    this.atOnce -= 1;
    const mishap = this.mishaps.get(`${verb} ${id}`)?.shift();
    if (!mishap) return action();
    if (mishap.done) action();
    throw mishap.fault;
  }

  readonly driver = {
    publicBody: (body: Record<string, unknown>) => body,
    kindOrder: order,
    put: (object: RemoteObject) =>
      this.call('put', object, () => {
        const stored = { ...object, body: { ...object.body, addedByGateway: true } };
        this.stored.set(object.id, stored);
        return stored;
      }),
    read: (ref: RemoteRef) => this.call('read', ref, () => this.stored.get(ref.id) ?? null),
    remove: (ref: RemoteRef) => this.call('remove', ref, () => void this.stored.delete(ref.id)),
  } as unknown as GatewayDriver;
}

function object(kind: string, id: string, needs: string[] = [], subjectId: string | null = null): RemoteObject {
  return { kind, id, subjectId, parentId: needs[0] ?? null, needs, body: { name: id } };
}

function always(fault: GatewayFault): Mishap[] {
  return Array.from({ length: 20 }, () => ({ fault }));
}

const cut = new GatewayFault('unknown_outcome', 'cut', {});
const refused = new GatewayFault('refused', 'no such colour', { status: 400 });
const busy = new GatewayFault('busy', 'later', { status: 429, retryAfterMs: 3000 });

describe('applyChanges', () => {
  let gateway: ScriptedGateway;
  let outcomes: ObjectOutcome[];
  let sleptMs: number[];

  beforeEach(() => {
    gateway = new ScriptedGateway();
    outcomes = [];
    sleptMs = [];
  });

  const timing = { sleep: async (ms: number) => void sleptMs.push(ms), random: () => 0.5 };
  const recorder = {
    mayWrite: (_set: number): boolean => true,
    record: async (_set: number, outcome: ObjectOutcome) => void outcomes.push(outcome),
  };
  const push = async (wished: RemoteObject[], inventory = [] as Parameters<typeof planChanges>[1]) => {
    const { sets } = await applyChanges(gateway.driver, [planChanges(wished, inventory, order)], recorder, { timing });
    return sets[0];
  };
  const summary = () => outcomes.map((outcome) => `${outcome.object.id} ${outcome.outcome}`);
  const inventoryOf = () => outcomes.flatMap((outcome) => (outcome.outcome === 'applied' ? [outcome.row] : []));

  it('revokes first, then creates, then deletes', async () => {
    await push([object('keys', 'old-key'), object('houses', 'old-house')]);
    const inventory = inventoryOf();
    gateway.calls.length = 0;
    await push([object('houses', 'new-house'), object('keys', 'new-key')], inventory);
    expect(gateway.calls).toEqual(['remove old-key', 'put new-house', 'put new-key', 'remove old-house']);
  });

  it('deletes what is unwanted of others before anything of ours, and goes on where that is refused', async () => {
    await push([object('keys', 'our-key', [], 'credential-1')]);
    const inventory = inventoryOf();
    gateway.calls.length = 0;
    gateway.mishaps.set('remove their-door', always(refused));
    const unwanted = ['their-key', 'their-door'].map((id) => ({ kind: 'keys', id, subjectId: null }));
    const changes = planChanges([object('houses', 'h')], inventory, order, unwanted);
    const { sets } = await applyChanges(gateway.driver, [changes], recorder, { timing });
    expect(gateway.calls).toEqual(['remove their-key', 'remove their-door', 'remove our-key', 'put h']);
    expect(sets[0]).toMatchObject({ deleted: 2, applied: 1, failed: 1 });
  });

  it('gives an inventory row with which the next push has nothing to do', async () => {
    const wished = [object('houses', 'h'), object('keys', 'k', ['h'], 'credential-1')];
    expect(await push(wished)).toMatchObject({ applied: 2, failed: 0, retryable: false, retryAfterMs: null });
    expect(outcomes[1]).toMatchObject({ object: { id: 'k', subjectId: 'credential-1' }, row: { parentId: 'h' } });
    gateway.calls.length = 0;
    await push(wished, inventoryOf());
    expect(gateway.calls).toEqual([]);
  });

  it('lets a refused object fail alone, skips what needs it, and sends a refusal once', async () => {
    gateway.mishaps.set('put h1', always(refused));
    const report = await push([
      object('houses', 'h1'),
      object('houses', 'h2'),
      object('doors', 'd1', ['h1']),
      object('doors', 'd2', ['h2']),
      object('keys', 'k1', ['d1']),
    ]);
    expect(summary().sort()).toEqual(['d1 skipped', 'd2 applied', 'h1 failed', 'h2 applied', 'k1 skipped']);
    expect(report).toEqual({ applied: 2, deleted: 0, failed: 1, skipped: 2, retryable: false, retryAfterMs: null });
    expect(gateway.calls.filter((call) => call === 'put h1')).toHaveLength(1);
    expect(outcomes.find((outcome) => outcome.object.id === 'k1')).toMatchObject({
      error: { kind: 'refused', status: 400, message: 'no such colour' },
    });
  });

  it('reads back after an unknown outcome and does not send again what was written', async () => {
    gateway.mishaps.set('put h', [{ fault: cut, done: true }]);
    await push([object('houses', 'h')]);
    expect(summary()).toEqual(['h applied']);
    expect(gateway.calls).toEqual(['put h', 'read h']);
  });

  it('sends again what turns out not to be written', async () => {
    gateway.mishaps.set('put h', [{ fault: cut }, { fault: cut }]);
    await push([object('houses', 'h')]);
    expect(summary()).toEqual(['h applied']);
    expect(gateway.calls).toEqual(['put h', 'read h', 'put h', 'read h', 'put h']);
    expect(sleptMs).toEqual([retryPolicy.baseDelayMs / 2, retryPolicy.baseDelayMs]);
  });

  it('does not send again what somebody else may write by now', async () => {
    gateway.mishaps.set('put home', always(cut));
    let asked = 0;
    const changeSet = planChanges([object('houses', 'home')], [], order);
    const mayWrite = () => (asked += 1) === 1;
    await applyChanges(gateway.driver, [changeSet], { ...recorder, mayWrite }, { timing });
    expect(gateway.calls).toEqual(['put home', 'read home']);
    expect(summary()).toEqual(['home failed']);
  });

  it('does not take an older object for the one that it sent', async () => {
    gateway.stored.set('h', { kind: 'houses', id: 'h', parentId: null, body: { name: 'before' } });
    gateway.mishaps.set('put h', [{ fault: cut }]);
    await push([object('houses', 'h')]);
    expect(gateway.calls.filter((call) => call === 'put h')).toHaveLength(2);
  });

  it('gives up after a bounded number of attempts and says that a later push may heal it', async () => {
    gateway.mishaps.set('put h', always(cut));
    gateway.mishaps.set('read h', always(cut));
    const report = await push([object('houses', 'h')]);
    expect(gateway.calls.filter((call) => call === 'put h')).toHaveLength(retryPolicy.maxAttempts);
    expect(report).toMatchObject({ failed: 1, retryable: true });
  });

  it('waits at least as long as the gateway asks', async () => {
    gateway.mishaps.set('put h', [{ fault: busy }]);
    await push([object('houses', 'h')]);
    expect(summary()).toEqual(['h applied']);
    expect(sleptMs).not.toEqual([]);
    expect(Math.min(...sleptMs)).toBeGreaterThanOrEqual(3000);
  });

  it('leaves a long wait to a later push and reports it', async () => {
    gateway.mishaps.set('put h', always(new GatewayFault('busy', 'later', { retryAfterMs: 3_600_000 })));
    expect(await push([object('houses', 'h')])).toMatchObject({ failed: 1, retryable: true, retryAfterMs: 3_600_000 });
    expect(sleptMs).toEqual([]);
  });

  it.each(['unreachable', 'unauthorized'] as const)('stops the whole push when the gateway is %s', async (kind) => {
    gateway.mishaps.set('put h', always(new GatewayFault(kind, 'away')));
    const report = await push([object('houses', 'h'), object('doors', 'd', ['h']), object('keys', 'k', ['d'])]);
    expect(summary()).toEqual(['h failed', 'd skipped', 'k skipped']);
    expect(report).toMatchObject({ retryable: kind === 'unreachable' });
    expect(gateway.calls).toEqual(['put h']);
  });

  it('counts a missing parent as something that heals', async () => {
    gateway.mishaps.set('put d', always(new GatewayFault('parent_missing', 'no house', { status: 400 })));
    expect(await push([object('doors', 'd')])).toMatchObject({ failed: 1, retryable: true });
    expect(gateway.calls).toEqual(['put d']);
  });

  it('reads back an unknown outcome of a delete', async () => {
    await push([object('keys', 'k')]);
    const inventory = inventoryOf();
    gateway.mishaps.set('remove k', [{ fault: cut, done: true }]);
    await push([], inventory);
    expect(summary()).toEqual(['k applied', 'k deleted']);
    expect(gateway.calls.slice(1)).toEqual(['remove k', 'read k']);
  });

  it('never has more writes under way than allowed', async () => {
    await push(Array.from({ length: 25 }, (_, index) => object('keys', `k${index}`)));
    expect(gateway.mostAtOnce).toBe(maxWritesAtOnce);
    expect(outcomes).toHaveLength(25);
  });

  it('sends nothing more once an outcome cannot be recorded', async () => {
    const lockLost = new Error('the lock was lost');
    const changeSet = planChanges(
      Array.from({ length: 25 }, (_, index) => object('keys', `k${index}`)),
      [],
      order,
    );
    const pushing = applyChanges(gateway.driver, [changeSet], { ...recorder, record: () => Promise.reject(lockLost) });
    await expect(pushing).rejects.toBe(lockLost);
    expect(gateway.calls.length).toBeLessThanOrEqual(maxWritesUnderWay);
  });

  it('sends no more than was under way when a gateway that is gone is found out', async () => {
    const keys = Array.from({ length: 40 }, (_, index) => object('keys', `k${index}`));
    for (const { id } of keys) gateway.mishaps.set(`put ${id}`, always(new GatewayFault('unauthorized', 'who?')));
    await push(keys);
    expect(gateway.calls).toHaveLength(maxWritesAtOnce);
    expect(outcomes).toHaveLength(40);
  });

  it('goes over all change sets in one order: revocations, puts of each kind, deletes', async () => {
    await push([object('keys', 'old-key', ['a']), object('houses', 'old-house')]);
    const inventory = inventoryOf();
    gateway.calls.length = 0;
    const sets = [
      planChanges([object('doors', 'd1', ['h2'])], [], order),
      planChanges([object('houses', 'h2')], inventory, order),
    ];
    const { sets: reports } = await applyChanges(gateway.driver, sets, recorder, { timing });
    expect(gateway.calls).toEqual(['remove old-key', 'put h2', 'put d1', 'remove old-house']);
    expect(reports).toMatchObject([
      { applied: 1, deleted: 0 },
      { applied: 1, deleted: 2 },
    ]);
  });

  it('sends nothing of a change set that somebody else may write by now', async () => {
    const sets = [
      planChanges([object('houses', 'ours')], [], order),
      planChanges([object('houses', 'not')], [], order),
    ];
    const { sets: reports } = await applyChanges(
      gateway.driver,
      sets,
      { ...recorder, mayWrite: (set) => set === 0 },
      { timing },
    );
    expect(gateway.calls).toEqual(['put ours']);
    expect(reports).toMatchObject([{ applied: 1 }, { applied: 0, failed: 0, skipped: 0 }]);
  });

  it('tries once more, after everything else, what was refused because of another object', async () => {
    const taken = new GatewayFault('refused', 'the name is taken', { status: 409 });
    await push([object('houses', 'old')]);
    const inventory = inventoryOf();
    gateway.calls.length = 0;
    gateway.mishaps.set('put new', [{ fault: taken }]);
    await push([object('houses', 'new'), object('doors', 'd', ['new'])], inventory);
    expect(gateway.calls).toEqual(['put new', 'remove old', 'put new', 'put d']);
    gateway.calls.length = 0;
    gateway.mishaps.set('put new', always(taken));
    expect(await push([object('houses', 'new')])).toMatchObject({ failed: 1, retryable: false });
    expect(gateway.calls).toEqual(['put new', 'put new']);
  });

  it('does not take a defect of the driver for an answer of the gateway', async () => {
    gateway.driver.put = () => Promise.reject(new TypeError('defect'));
    await expect(push([object('houses', 'h')])).rejects.toThrow('defect');
    expect(outcomes).toEqual([]);
  });
});
