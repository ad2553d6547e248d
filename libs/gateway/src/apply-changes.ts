import { attemptPut, attemptRemove, realTiming, type Timing } from './attempt-write.js';
import { canonicalHash } from './canonical-hash.js';
import type { GatewayDriver } from './driver.js';
import { forEachBounded } from './for-each-bounded.js';
import { GatewayFault, type GatewayFaultKind } from './gateway-fault.js';
import { wishedHashOf, type ChangeSet } from './plan-changes.js';
import type { AppliedRow, InventoryRow, OwnedRef, RemoteObject } from './remote-object.js';

/** Writes under way at one time on one gateway. Few, because a gateway's event queue overflows before its API does. */
export const writeConcurrency = 4;

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

/**
 * Is told each outcome as soon as it is known, so that a crash forgets little. When it rejects (for example because the
 * scope's lock was lost), nothing more is sent and the push rejects with the same error.
 */
export interface OutcomeRecorder {
  record(outcome: ObjectOutcome): Promise<void>;
}

/** How a push went. `retryable`: something is left that a later push may heal by itself. */
export interface ApplyReport {
  applied: number;
  deleted: number;
  failed: number;
  skipped: number;
  retryable: boolean;
  /** The longest time that the gateway asked us to wait. */
  retryAfterMs: number | null;
}

type Step = { write: 'put'; object: RemoteObject } | { write: 'delete'; object: OwnedRef };

/**
 * Carries out a change set: revocations, then puts, then the other deletes, one kind after the other. An object that
 * fails, fails alone; what needs it is skipped and the rest goes on. A fault of the whole gateway ends the push.
 */
export async function applyChanges(
  driver: GatewayDriver,
  changeSet: ChangeSet,
  recorder: OutcomeRecorder,
  timing: Timing = realTiming,
): Promise<ApplyReport> {
  const push = new Push(driver, recorder, timing);
  for (const batch of batchesOf(changeSet)) {
    await forEachBounded(batch, writeConcurrency, (step) => push.run(step));
  }
  return push.report;
}

class Push {
  readonly report: ApplyReport = {
    applied: 0,
    deleted: 0,
    failed: 0,
    skipped: 0,
    retryable: false,
    retryAfterMs: null,
  };
  /** Ids that are not in place, with the fault that is to blame. */
  private readonly broken = new Map<string, GatewayFault>();
  private gatewayFault: GatewayFault | null = null;

  constructor(
    private readonly driver: GatewayDriver,
    private readonly recorder: OutcomeRecorder,
    private readonly timing: Timing,
  ) {}

  async run(step: Step): Promise<void> {
    const outcome = this.skipReason(step) ?? (await this.write(step));
    this.report[outcome.outcome] += 1;
    if ('error' in outcome) this.report.retryable ||= outcome.retryable;
    await this.recorder.record(outcome);
  }

  private skipReason(step: Step): ObjectOutcome | null {
    if (this.gatewayFault) return this.giveUp('skipped', step, this.gatewayFault);
    const needs = step.write === 'put' ? step.object.needs : [];
    const missing = needs.map((id) => this.broken.get(id)).find((fault) => fault !== undefined);
    return missing ? this.giveUp('skipped', step, missing) : null;
  }

  private async write(step: Step): Promise<ObjectOutcome> {
    const object = ownedRef(step.object);
    try {
      if (step.write === 'delete') {
        await attemptRemove(this.driver, object, this.timing);
        return { outcome: 'deleted', object };
      }
      const stored = await attemptPut(this.driver, step.object, this.timing);
      return { outcome: 'applied', object, row: inventoryRowOf(this.driver, step.object, stored.body) };
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      if (error.concernsWholeGateway) this.gatewayFault ??= error;
      return this.giveUp('failed', step, error);
    }
  }

  private giveUp(outcome: 'failed' | 'skipped', step: Step, fault: GatewayFault): ObjectOutcome {
    if (step.write === 'put') this.broken.set(step.object.id, fault);
    if (fault.retryAfterMs !== undefined) {
      this.report.retryAfterMs = Math.max(this.report.retryAfterMs ?? 0, fault.retryAfterMs);
    }
    return {
      outcome,
      object: ownedRef(step.object),
      error: { kind: fault.kind, status: fault.status ?? null, message: fault.message },
      retryable: fault.retryable,
    };
  }
}

function ownedRef({ kind, id, subjectId }: OwnedRef): OwnedRef {
  return { kind, id, subjectId };
}

/** The inventory row of an object that the gateway stored with the given (normalised) body. */
function inventoryRowOf(driver: GatewayDriver, object: RemoteObject, storedBody: Record<string, unknown>): AppliedRow {
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

function batchesOf({ revocations, puts, deletes }: ChangeSet): Step[][] {
  const deleteSteps = (rows: InventoryRow[]): Step[] =>
    rows.map((row) => ({ write: 'delete', object: { kind: row.kind, id: row.remoteId, subjectId: row.subjectId } }));
  const putSteps = puts.map((object): Step => ({ write: 'put', object }));
  return [deleteSteps(revocations), putSteps, deleteSteps(deletes)].flatMap(runsOfOneKind);
}

function runsOfOneKind(steps: Step[]): Step[][] {
  const runs: Step[][] = [];
  for (const step of steps) {
    const run = runs.at(-1);
    if (run?.[0]?.object.kind === step.object.kind) run.push(step);
    else runs.push([step]);
  }
  return runs;
}
