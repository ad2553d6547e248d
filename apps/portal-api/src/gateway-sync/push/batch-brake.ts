import { Injectable } from '@nestjs/common';
import { brakeLimits, brakeReason, type ChangeSet } from '#gateway';
import { DesiredStateReader } from '../desired-state.reader.js';
import type { OpenGateway } from '../gateway-drivers.js';
import { InventoryStore } from './inventory.store.js';
import type { TakenScope } from './prepare-batch.js';
import { UnwishedDeletesStore } from './unwished-deletes.store.js';

/** Which scopes of a batch must not delete, and why. */
export interface Braked {
  scopes: Set<TakenScope>;
  reason: string;
}

/**
 * Stops a mass deletion that nobody wished. A delete is wished when the row that its object stands for is still there: it
 * was revoked, cancelled, retired. When the row is gone, the database may have been restored badly, a few objects in each
 * of thousands of scopes; so they are counted over the batch and over the last hour.
 */
@Injectable()
export class BatchBrake {
  constructor(
    private readonly desired: DesiredStateReader,
    private readonly inventory: InventoryStore,
    private readonly unwished: UnwishedDeletesStore,
  ) {}

  /** Null when everything may be done. Few deletes cost one statement here: they are looked at after they were made. */
  async check(gateway: OpenGateway, scopes: readonly TakenScope[]): Promise<Braked | null> {
    const asked = scopes.filter(({ lease, changes }) => !lease.deletesConfirmed && deletesOf(changes).length > 0);
    if (asked.length === 0) return null;
    const recent = await this.unwished.recent(gateway.id);
    if (recent + sum(asked) <= brakeLimits.objects) return null;
    const unknown = await this.unknown(gateway, asked);
    const deletes = recent + total(unknown);
    if (deletes <= brakeLimits.objects) return null;
    const batchSize = scopes.reduce((size, { inventory }) => size + inventory.length, 0);
    const reason =
      brakeReason(total(unknown), batchSize) ?? brakeReason(deletes, recent + (await this.inventory.size(gateway.id)));
    return reason === null ? null : { scopes: new Set(unknown.keys()), reason };
  }

  /** After the push: counts what was deleted without anybody being known to have ended it. */
  async count(gateway: OpenGateway, scopes: readonly TakenScope[]): Promise<void> {
    const asked = scopes.filter(({ lease, changes }) => !lease.deletesConfirmed && deletesOf(changes).length > 0);
    if (asked.length === 0) return;
    const deletes = total(await this.unknown(gateway, asked));
    if (deletes > 0) await this.unwished.add(gateway.id, deletes);
  }

  /**
   * How many deletes of which scope nobody is known to have wished. One that lost a row is counted with all that goes for it:
   * the consumer, when the last key is lost.
   */
  private async unknown(gateway: OpenGateway, scopes: readonly TakenScope[]): Promise<Map<TakenScope, number>> {
    const names = scopes.map(({ lease }) => lease.scope);
    const known = await this.desired.readKnown(gateway, names);
    const found = new Map<TakenScope, number>();
    scopes.forEach((scope, index) => {
      const ids = new Set(gateway.driver.toObjects(known[index]!).map(({ id }) => id));
      const deletes = deletesOf(scope.changes);
      if (deletes.some(({ remoteId }) => !ids.has(remoteId))) found.set(scope, deletes.length);
    });
    return found;
  }
}

/** The rest of a change set whose deletes must wait. */
export function withoutDeletes({ puts }: ChangeSet): ChangeSet {
  return { revocations: [], puts, deletes: [] };
}

function deletesOf({ revocations, deletes }: ChangeSet) {
  return [...revocations, ...deletes];
}

function sum(scopes: readonly TakenScope[]): number {
  return scopes.reduce((count, { changes }) => count + deletesOf(changes).length, 0);
}

function total(counts: Map<TakenScope, number>): number {
  return [...counts.values()].reduce((all, count) => all + count, 0);
}
