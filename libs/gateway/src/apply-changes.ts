import { asksForLong, attemptPut, attemptRemove } from './attempt-write.js';
import { canonicalHash } from './canonical-hash.js';
import type { GatewayDriver } from './driver.js';
import { forEachBounded } from './for-each-bounded.js';
import { GatewayFault, type GatewayFaultKind } from './gateway-fault.js';
import { wishedHashOf, type ChangeSet } from './plan-changes.js';
import { deferrable, phasesOf, type Step } from './push-steps.js';
import type { AppliedRow, OwnedRef, RemoteObject } from './remote-object.js';
import { realTiming, type Timing } from './timing.js';
import { maxWritesUnderWay, WritePacer } from './write-pacer.js';

/** Why an object is not as wished, in words that may be shown. */
export interface OutcomeError {
  kind: GatewayFaultKind;
  status: number | null;
  message: string;
}

/** What became of one object of a change set. */
export type ObjectOutcome =
  | { outcome: 'applied'; object: OwnedRef; row: AppliedRow }
  | { outcome: 'deleted'; object: OwnedRef }
  | { outcome: 'failed' | 'skipped'; object: OwnedRef; error: OutcomeError; retryable: boolean };

/** Whoever pushes: asked before each write, told after it. Change sets are named by their place in the list. */
export interface PushRecorder {
  /** False when somebody else may write this change set by now: then nothing more of it is sent. */
  mayWrite(set: number): boolean | Promise<boolean>;
  /**
   * Is told each outcome as soon as it is known, so that a crash forgets little; no further write takes the place of this
   * one before it is done. When it rejects, nothing more is sent and the push rejects with the same error.
   */
  record(set: number, outcome: ObjectOutcome): Promise<void>;
}

/** How the push of one change set went. `retryable`: something is left that a later push may heal by itself. */
export interface ApplyReport {
  applied: number;
  deleted: number;
  failed: number;
  skipped: number;
  retryable: boolean;
  /** The longest time that the gateway asked us to wait. */
  retryAfterMs: number | null;
}

/** `fault` is what ended the whole push, if anything did: the gateway was away, say. */
export interface PushReport {
  sets: ApplyReport[];
  fault: GatewayFault | null;
}

export interface PushOptions {
  /** One for all pushes to the same gateway. */
  pacer: WritePacer;
  /** Whether these writes go before those of other pushes that wait for the same pacer. */
  urgent: boolean;
  timing: Timing;
}

/**
 * Carries out change sets together: all revocations, then the puts, parents first, then the other deletes. An object that
 * fails, fails alone; what needs it is skipped and the rest goes on. A fault of the whole gateway ends the push.
 */
export async function applyChanges(
  driver: GatewayDriver,
  changeSets: readonly ChangeSet[],
  recorder: PushRecorder,
  options: Partial<PushOptions> = {},
): Promise<PushReport> {
  const { timing = realTiming, urgent = false } = options;
  const pacer = options.pacer ?? new WritePacer(timing);
  const push = new Push(driver, recorder, { timing, urgent, pacer }, changeSets.length);
  for (const steps of phasesOf(changeSets, driver.kindOrder)) {
    await forEachBounded(steps, maxWritesUnderWay, (step) => push.run(step));
  }
  await forEachBounded(push.takeDeferred(), maxWritesUnderWay, (step) => push.run(step));
  return push.report;
}

class Push {
  readonly report: PushReport;
  /** Ids that are not in place, with the fault that is to blame. */
  private readonly broken = new Map<string, GatewayFault>();
  /** Steps that were begun, by the id of their object. */
  private readonly begun = new Map<string, Promise<void>>();
  private deferred: Step[] | null = [];
  private readonly deferredIds = new Set<string>();

  constructor(
    private readonly driver: GatewayDriver,
    private readonly recorder: PushRecorder,
    private readonly options: PushOptions,
    sets: number,
  ) {
    this.report = { sets: Array.from({ length: sets }, emptyReport), fault: null };
  }

  /** What another write may have healed meanwhile, for one more try. Nothing is put off a second time. */
  takeDeferred(): Step[] {
    const steps = this.deferred ?? [];
    this.deferred = null;
    this.deferredIds.clear();
    return steps;
  }

  run(step: Step): Promise<void> {
    const before = step.after.map((id) => this.begun.get(id)).filter((promise) => promise !== undefined);
    const done = this.runAfter(before, step);
    this.begun.set(step.object.id, done);
    return done;
  }

  private async runAfter(before: Promise<void>[], step: Step): Promise<void> {
    if (before.length > 0) await Promise.all(before);
    const early = this.skipReason(step);
    if (early) return this.note(step, early);
    if (this.putOff(step)) return;
    const send = async () => {
      const skipped = this.skipReason(step);
      if (!skipped && !(await this.recorder.mayWrite(step.set))) return null;
      return skipped ?? (await this.write(step));
    };
    await this.options.pacer.run(this.options.urgent, send, async (outcome) => {
      if (outcome) await this.note(step, outcome);
    });
  }

  private async note(step: Step, outcome: ObjectOutcome): Promise<void> {
    const report = this.report.sets[step.set] as ApplyReport;
    report[outcome.outcome] += 1;
    if ('error' in outcome) report.retryable ||= outcome.retryable;
    await this.recorder.record(step.set, outcome);
  }

  /** Whatever needs an object that is put off is put off with it. */
  private putOff(step: Step): boolean {
    if (this.deferred === null || !step.needs.some((id) => this.deferredIds.has(id))) return false;
    return this.defer(step, this.deferred);
  }

  private defer(step: Step, deferred: Step[]): true {
    deferred.push(step);
    this.deferredIds.add(step.object.id);
    return true;
  }

  private skipReason(step: Step): ObjectOutcome | null {
    if (this.report.fault) return this.giveUp('skipped', step, this.report.fault);
    const missing = step.needs.map((id) => this.broken.get(id)).find((fault) => fault !== undefined);
    return missing ? this.giveUp('skipped', step, missing) : null;
  }

  /** Null when the step was put off. */
  private async write(step: Step): Promise<ObjectOutcome | null> {
    const object = ownedRef(step.object);
    const pace = { ...this.options, mayRepeat: () => this.recorder.mayWrite(step.set) };
    try {
      if (step.write === 'delete') {
        await attemptRemove(this.driver, object, pace);
        return { outcome: 'deleted', object };
      }
      const stored = await attemptPut(this.driver, step.object, pace);
      return { outcome: 'applied', object, row: inventoryRowOf(this.driver, step.object, stored.body) };
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      if (this.deferred !== null && deferrable(step, error)) return this.defer(step, this.deferred) && null;
      if (error.concernsWholeGateway || asksForLong(error)) this.report.fault ??= error;
      return this.giveUp('failed', step, error);
    }
  }

  private giveUp(outcome: 'failed' | 'skipped', step: Step, fault: GatewayFault): ObjectOutcome {
    const report = this.report.sets[step.set] as ApplyReport;
    if (step.write === 'put') this.broken.set(step.object.id, fault);
    if (fault.retryAfterMs !== undefined) {
      report.retryAfterMs = Math.max(report.retryAfterMs ?? 0, fault.retryAfterMs);
    }
    return {
      outcome,
      object: ownedRef(step.object),
      error: { kind: fault.kind, status: fault.status ?? null, message: fault.message },
      retryable: fault.retryable,
    };
  }
}

function emptyReport(): ApplyReport {
  return { applied: 0, deleted: 0, failed: 0, skipped: 0, retryable: false, retryAfterMs: null };
}

/** The object without its body. */
export function ownedRef({ kind, id, subjectId }: OwnedRef): OwnedRef {
  return { kind, id, subjectId };
}

/** The inventory row of an object that the gateway stored with the given (normalised) body. */
export function inventoryRowOf(
  driver: GatewayDriver,
  object: RemoteObject,
  storedBody: Record<string, unknown>,
): AppliedRow {
  return {
    kind: object.kind,
    remoteId: object.id,
    parentId: object.parentId,
    subjectId: object.subjectId,
    wishedHash: wishedHashOf(object),
    answeredHash: canonicalHash(storedBody),
    answered: JSON.stringify(driver.publicBody(storedBody)),
  };
}
