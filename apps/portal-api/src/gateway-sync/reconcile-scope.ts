import { Injectable } from '@nestjs/common';
import {
  applyChanges,
  type ApplyReport,
  brakeReason,
  type ChangeSet,
  countDeletes,
  brakeLimits,
  type ObjectOutcome,
  planChanges,
  type ScopeName,
} from '#gateway';
import { CredentialConfirmationsStore } from './credential-confirmations.store.js';
import { DesiredStateReader } from './desired-state.reader.js';
import { GatewayDrivers, type OpenGateway } from './gateway-drivers.js';
import { retryDelayMs } from './retry-delay.js';
import { ReconcileJobsStore } from './reconcile-jobs.store.js';
import { idOf, isApplication } from './scope-names.js';
import { LEASE_MS, LostLock, type ScopeLock, SyncScopeStore } from './sync-scope.store.js';

/** A push that was wished again while it ran goes round again, at most this often before the next job's turn. */
const ROUNDS = 5;

/** Makes one scope of one gateway as it is wished: lock, read the wish fresh, compare, push, say how it went. */
@Injectable()
export class ReconcileScope {
  constructor(
    private readonly drivers: GatewayDrivers,
    private readonly desired: DesiredStateReader,
    private readonly scopes: SyncScopeStore,
    private readonly confirmations: CredentialConfirmationsStore,
    private readonly jobs: ReconcileJobsStore,
  ) {}

  async run(gatewayId: string, scope: ScopeName): Promise<void> {
    const gateway = await this.drivers.open(gatewayId);
    if (gateway === null) return;
    for (let round = 0; round < ROUNDS; round++) {
      const lock = await this.scopes.take(gatewayId, scope);
      // A living writer will see our wish when it lets go; a dead one's lease runs out by then.
      if (lock === null) return this.jobs.enqueue(gatewayId, scope, LEASE_MS);
      try {
        if (!(await this.push(gateway, lock, scope))) return;
      } catch (error) {
        if (error instanceof LostLock) return;
        throw error;
      }
    }
    await this.jobs.enqueue(gatewayId, scope, 0);
  }

  /** One round; true when the scope was wished again meanwhile. */
  private async push(gateway: OpenGateway, lock: ScopeLock, scope: ScopeName): Promise<boolean> {
    const { desired, ended } = await this.desired.read(gateway, scope);
    const inventory = await this.scopes.inventory(lock);
    const changes = planChanges(gateway.driver.toObjects(desired), inventory, gateway.driver.kindOrder);
    const brake = ended || lock.deletesConfirmed ? null : await this.brake(lock, changes);
    if (brake !== null) return this.scopes.fail(lock, brake, null);

    const errors: string[] = [];
    const report = await applyChanges(gateway.driver, changes, {
      record: async (outcome) => {
        if ('error' in outcome && outcome.outcome === 'failed') errors.push(wordsOf(outcome));
        await this.scopes.record(lock, outcome);
      },
    });
    if (isApplication(scope)) await this.confirmations.confirm(idOf(scope), gateway.id);
    if (report.failed + report.skipped > 0) return this.fail(lock, report, errors);
    return this.scopes.succeed(lock);
  }

  /** Deletes that follow from somebody ending a version or an application are wished; these are not known to be. */
  private async brake(lock: ScopeLock, changes: ChangeSet): Promise<string | null> {
    const deletes = countDeletes(changes);
    if (deletes <= brakeLimits.objects) return null;
    return brakeReason(deletes, await this.scopes.inventorySize(lock.gatewayId));
  }

  private async fail(lock: ScopeLock, report: ApplyReport, errors: string[]): Promise<boolean> {
    const words = errors.slice(0, 3).join('; ') || 'An object that this one needs is not on the gateway yet.';
    const delayMs = report.retryable ? Math.max(retryDelayMs(lock.attempts), report.retryAfterMs ?? 0) : null;
    const wishedAgain = await this.scopes.fail(lock, words, delayMs);
    if (delayMs !== null && !wishedAgain) await this.jobs.enqueue(lock.gatewayId, lock.scope, delayMs);
    return wishedAgain;
  }
}

function wordsOf(outcome: Extract<ObjectOutcome, { outcome: 'failed' | 'skipped' }>): string {
  const { status, message } = outcome.error;
  return `${outcome.object.kind}: ${status === null ? '' : `${status} `}${message}`;
}
