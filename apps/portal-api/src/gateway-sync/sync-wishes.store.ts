import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { ENQUEUE_RECONCILE_SQL } from './enqueue-reconcile.sql.js';
import type { Tx } from '../database/database.js';

/** Says, in the transaction of a change, that scopes may differ from what the gateways have. */
@Injectable()
export class SyncWishesStore {
  /**
   * Counts the wish of every (gateway, scope) up and enqueues one job for each, coalesced by its key. Without
   * `gatewayIds` the wish goes to every registered gateway.
   */
  async wish(tx: Tx, scopes: ScopeName[], gatewayIds: string[] | null = null): Promise<void> {
    if (scopes.length === 0) return;
    await tx.$executeRawUnsafe(ENQUEUE_RECONCILE_SQL, scopes, gatewayIds);
  }
}
