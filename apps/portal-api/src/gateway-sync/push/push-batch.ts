import { Injectable } from '@nestjs/common';
import {
  applyChanges,
  type ApplyReport,
  type GatewayFault,
  type ObjectOutcome,
  type OutcomeError,
  type PushReport,
} from '#gateway';
import { BatchBrake, type Braked, withoutDeletes } from './batch-brake.js';
import { CredentialConfirmationsStore } from '../prove/credential-confirmations.store.js';
import type { OpenGateway } from '../gateway-drivers.js';
import { InventoryStore } from './inventory.store.js';
import { LeaseKeeper } from './lease-keeper.js';
import { OutcomeLog } from './outcome-log.js';
import type { Batch, TakenScope } from './prepare-batch.js';
import { ProveGateway } from '../prove/prove-gateway.js';
import { retryDelayMs } from './retry-delay.js';
import { type ScopeEnd, ScopeLeasesStore } from './scope-leases.store.js';
import { idOf, isApplication } from '../scope-names.js';

export interface BatchResult {
  /** What ended the push for the whole gateway, if anything did. */
  fault: GatewayFault | null;
}

export interface PushedBatch extends BatchResult {
  /** Settles when the scopes are let go: how many of them were wished again meanwhile. */
  ended: Promise<number>;
}

/** What became of one scope while its objects were sent. */
interface Progress {
  scope: TakenScope;
  errors: string[];
  written: number;
  /** Whether something was not taken for want of a token that may write: for the gateway's sake, not for its own. */
  unauthorized: boolean;
  /** Whether anything was written that is proved by a watermark: all but credentials, which are asked for one by one. */
  marks: boolean;
}

/** Sends the changes of a batch object by object, writes down what became of each, and lets the scopes go. */
@Injectable()
export class PushBatch {
  constructor(
    private readonly brake: BatchBrake,
    private readonly keeper: LeaseKeeper,
    private readonly inventory: InventoryStore,
    private readonly confirmations: CredentialConfirmationsStore,
    private readonly leases: ScopeLeasesStore,
    private readonly proofs: ProveGateway,
  ) {}

  /** Resolves when everything is sent; the scopes are let go while the caller sends the next ones. */
  async run(gateway: OpenGateway, { scopes }: Batch, urgent: boolean): Promise<PushedBatch> {
    const braked = await this.brake.check(gateway, scopes);
    const progress = scopes.map((scope): Progress => ({
      scope,
      errors: [],
      written: 0,
      unauthorized: false,
      marks: false,
    }));
    const changes = scopes.map((scope) => (braked?.scopes.has(scope) ? withoutDeletes(scope.changes) : scope.changes));
    const log = new OutcomeLog(gateway.id, this.inventory, (lease) => this.keeper.lose(lease));
    const report = await applyChanges(
      gateway.driver,
      changes,
      {
        mayWrite: (set) => this.keeper.holds(scopes[set]!.lease),
        record: (set, outcome) => this.note(gateway, log, progress[set]!, outcome),
      },
      { pacer: gateway.pacer, urgent },
    );
    await this.brake.count(
      gateway,
      scopes.filter((scope) => !braked?.scopes.has(scope)),
    );
    return { fault: report.fault, ended: this.end(gateway, progress, report, braked) };
  }

  private async note(gateway: OpenGateway, log: OutcomeLog, of: Progress, outcome: ObjectOutcome): Promise<void> {
    const { object } = outcome;
    if (outcome.outcome === 'failed') of.errors.push(wordsOf(object.kind, outcome.error));
    if ('error' in outcome) {
      of.unauthorized ||= outcome.error.kind === 'unauthorized';
      return;
    }
    const isCredential = object.subjectId !== null && gateway.driver.kindOrder.revocations.includes(object.kind);
    of.written += 1;
    of.marks ||= !isCredential && of.scope.lease.scope !== 'watermark';
    const row = outcome.outcome === 'applied' ? outcome.row : null;
    await log.note({ lease: of.scope.lease, remoteId: object.id, row });
  }

  private async end(
    gateway: OpenGateway,
    progress: Progress[],
    { sets, fault }: PushReport,
    braked: Braked | null,
  ): Promise<number> {
    const scopes = progress.map(({ scope }) => scope.lease.scope);
    const applications = scopes.filter(isApplication);
    if (applications.length > 0 && (await this.confirmations.confirm(applications.map(idOf), gateway.id)))
      this.proofs.ring(gateway);
    const inGeneral = fault?.message ?? 'Something that this one needs is not on the gateway yet.';
    const ends = progress.map((of, index): ScopeEnd => endOf(of, sets[index]!, braked, inGeneral));
    const written = progress.reduce((sum, of) => sum + of.written, 0);
    const again = await this.leases.end(gateway.id, ends, written);
    this.keeper.forget(progress.map(({ scope }) => scope.lease));
    // What was written before it can be looked for on the nodes now.
    if (scopes.includes('watermark')) this.proofs.ring(gateway);
    return again;
  }
}

function endOf(
  { scope, errors, unauthorized, marks }: Progress,
  report: ApplyReport,
  braked: Braked | null,
  inGeneral: string,
): ScopeEnd {
  const { lease } = scope;
  const isBraked = braked?.scopes.has(scope) ?? false;
  if (report.failed + report.skipped === 0 && !isBraked)
    return { lease, error: null, retryAfterMs: null, marks, stopped: false, hasRest: scope.hasRest };
  const words = isBraked ? [braked!.reason, ...errors] : errors;
  const error = words.slice(0, 3).join('; ') || inGeneral;
  const mayHeal = report.retryable || unauthorized;
  const retryAfterMs = mayHeal ? Math.max(retryDelayMs(lease.attempts), report.retryAfterMs ?? 0) : null;
  // What was written before it failed is not written again, so its number is given now.
  return { lease, error, retryAfterMs, marks, stopped: isBraked };
}

/** What a gateway said of one object. */
export function wordsOf(kind: string, { status, message }: OutcomeError): string {
  return `${kind}: ${status === null ? '' : `${status} `}${message}`;
}
