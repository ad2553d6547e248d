import { Injectable } from '@nestjs/common';
import type { Tx } from '../../database/database.js';
import { DriftRepairsStore } from './drift-repairs.store.js';
import { SHOWN_AS_RUN } from './sweep-limits.js';
import { SyncWishesStore } from '../sync-wishes.store.js';

/** Has the scopes of what drifted pushed again, as they are wished now: whatever was found is written over or deleted. */
@Injectable()
export class ResendDrift {
  constructor(
    private readonly repairs: DriftRepairsStore,
    private readonly wishes: SyncWishesStore,
  ) {}

  /**
   * @param objectIds the findings that are meant; null: all that are not ignored
   * @returns how many objects that are
   */
  async run(tx: Tx, gatewayId: string, objectIds: string[] | null): Promise<number> {
    const { scopes, objects } = await this.repairs.lockOpen(tx, gatewayId, objectIds);
    if (objects === 0) return 0;
    // First the scopes and then their objects, in the order in which a push locks them.
    const run = objects > SHOWN_AS_RUN ? 'repaired' : undefined;
    await this.wishes.wish(tx, scopes, [gatewayId], { priority: 2, run });
    await this.repairs.markUnsent(tx, gatewayId, objectIds);
    return objects;
  }
}
