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

  /** Wishes again what the gateway was ever told of: all of it, or only its applications. */
  async wishAgain(tx: Tx, gatewayId: string, which: 'everything' | 'applications'): Promise<void> {
    const rows = await tx.$queryRaw<{ scope: ScopeName }[]>`
      SELECT scope FROM sync_scope
      WHERE gateway_id = ${gatewayId}::uuid AND scope LIKE ${which === 'everything' ? '%' : 'application:%'}`;
    await this.wish(
      tx,
      rows.map(({ scope }) => scope),
      [gatewayId],
    );
  }

  /**
   * Has every object sent again, whatever we believe the gateway to hold. The inventory keeps its rows, so that what is
   * not wished any more is still deleted. The scopes are wished first: a push locks its scope before its objects, too.
   */
  async refill(tx: Tx, gatewayId: string): Promise<void> {
    await this.wishAgain(tx, gatewayId, 'everything');
    await tx.$executeRaw`UPDATE inventory_object SET wished_hash = '' WHERE gateway_id = ${gatewayId}::uuid`;
  }
}
