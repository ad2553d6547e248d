import { Injectable } from '@nestjs/common';
import { addCounts, brakeLimits, brakeReason, type ChangeSet, countKinds, type KindCounts, totalCount } from '#gateway';
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
    if (totalCount(recent) + totalCount(countDeletes(asked)) <= brakeLimits.objects) return null;
    const unknown = await this.unknown(gateway, asked);
    const [deletes, batch] = [countDeletes(unknown), countKinds(scopes.flatMap(({ inventory }) => inventory))];
    const ofHour = addCounts(recent, deletes);
    if (totalCount(ofHour) <= brakeLimits.objects) return null;
    const reason =
      brakeReason(deletes, batch) ?? brakeReason(ofHour, addCounts(recent, await this.inventory.sizes(gateway.id)));
    return reason === null ? null : { scopes: new Set(unknown), reason };
  }

  /** After the push: counts what was deleted without anybody being known to have ended it. */
  async count(gateway: OpenGateway, scopes: readonly TakenScope[]): Promise<void> {
    const asked = scopes.filter(({ lease, changes }) => !lease.deletesConfirmed && deletesOf(changes).length > 0);
    if (asked.length === 0) return;
    const deletes = countDeletes(await this.unknown(gateway, asked));
    if (deletes.size > 0) await this.unwished.add(gateway.id, deletes);
  }

  /**
   * The scopes with deletes that nobody is known to have wished. One that lost a row is counted with all that goes for it:
   * the consumer, when the last key is lost.
   */
  private async unknown(gateway: OpenGateway, scopes: readonly TakenScope[]): Promise<TakenScope[]> {
    const names = scopes.map(({ lease }) => lease.scope);
    const known = await this.desired.readKnown(gateway, names);
    return scopes.filter(({ changes }, index) => {
      const ids = new Set(gateway.driver.toObjects(known[index]!).map(({ id }) => id));
      return deletesOf(changes).some(({ remoteId }) => !ids.has(remoteId));
    });
  }
}

/** The rest of a change set whose deletes must wait. What is unwanted of others goes only when a row says what ended. */
export function withoutDeletes(changes: ChangeSet): ChangeSet {
  return { ...changes, revocations: [], deletes: [] };
}

function deletesOf({ revocations, deletes }: ChangeSet) {
  return [...revocations, ...deletes];
}

function countDeletes(scopes: readonly TakenScope[]): KindCounts {
  return countKinds(scopes.flatMap(({ changes }) => deletesOf(changes)));
}
