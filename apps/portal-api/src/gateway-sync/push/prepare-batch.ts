import { Injectable } from '@nestjs/common';
import { type ChangeSet, type InventoryRow, planChanges } from '#gateway';
import type { SyncLane } from '#platform';
import { DesiredStateReader } from '../desired-state.reader.js';
import type { OpenGateway } from '../gateway-drivers.js';
import { InventoryStore } from './inventory.store.js';
import { LeaseKeeper } from './lease-keeper.js';
import { BATCH_SCOPES, type ScopeLease, ScopeLeasesStore } from './scope-leases.store.js';

/** One scope that was taken: what has to be done for it. */
export interface TakenScope {
  lease: ScopeLease;
  inventory: InventoryRow[];
  changes: ChangeSet;
  /** Whether the changes are only the revocations of what has to be done. */
  hasRest?: boolean;
}

export interface Batch {
  scopes: TakenScope[];
  /** Whether there may be more where these came from. */
  mayBeMore: boolean;
}

/** Takes what waits for a gateway and finds out what has to be done: a constant number of statements, no request. */
@Injectable()
export class PrepareBatch {
  constructor(
    private readonly leases: ScopeLeasesStore,
    private readonly keeper: LeaseKeeper,
    private readonly desired: DesiredStateReader,
    private readonly inventory: InventoryStore,
  ) {}

  /** Null: nothing waits, or others have it. */
  async run(gateway: OpenGateway, lane: SyncLane, workerId: string): Promise<Batch | null> {
    const takenAtMs = performance.now();
    const leases = await this.leases.take(gateway.id, lane, workerId);
    if (leases.length === 0) return null;
    this.keeper.keep(leases, takenAtMs);
    try {
      // The watermark is taken alone, whatever else is due.
      const mayBeMore = leases.length >= BATCH_SCOPES || leases.some(({ scope }) => scope === 'watermark');
      return { scopes: await this.plan(gateway, leases), mayBeMore };
    } catch (error) {
      await this.release(leases);
      throw error;
    }
  }

  /** Gives back what was not pushed. When the database is away, the leases run out. */
  async release(leases: readonly ScopeLease[]): Promise<void> {
    this.keeper.forget(leases);
    await this.leases.release(leases).catch(() => undefined);
  }

  private async plan(gateway: OpenGateway, leases: ScopeLease[]): Promise<TakenScope[]> {
    const scopes = leases.map(({ scope }) => scope);
    const [wishes, inventory] = await Promise.all([
      this.desired.read(gateway, scopes),
      this.inventory.ofScopes(gateway.id, scopes),
    ]);
    const { driver } = gateway;
    const taken = leases.map((lease, index): TakenScope => {
      const rows = inventory.get(lease.scope) ?? [];
      const wish = wishes[index]!;
      const unwanted = 'unwanted' in wish ? wish.unwanted : [];
      const changes = planChanges(driver.toObjects(wish), rows, driver.kindOrder, unwanted);
      return { lease, inventory: rows, changes };
    });
    // Where nothing else had room beside what takes access away, more of that may wait: it goes before the rest of these.
    const revoking = leases.filter(({ priority }) => priority === 0).length;
    return revoking >= BATCH_SCOPES ? taken.map(revocationsOf) : taken;
  }
}

function revocationsOf(taken: TakenScope): TakenScope {
  const { puts, deletes } = taken.changes;
  return { ...taken, changes: { ...taken.changes, puts: [], deletes: [] }, hasRest: puts.length + deletes.length > 0 };
}
