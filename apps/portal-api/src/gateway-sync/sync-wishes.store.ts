import { Injectable } from '@nestjs/common';
import type { SyncRunDto } from '#contract';
import type { ScopeName } from '#gateway';
import type { Tx } from '../database/database.js';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { WISH_AGAIN_SQL, WISH_EVERYTHING_SQL, WISH_SQL } from './sync-wishes.sql.js';

const WISH = { name: 'sync_wish', text: WISH_SQL };

export interface WishedHow {
  /** 0 takes access away from somebody; 1, the default, is what a person just did; 2 is one of very many. */
  priority?: 0 | 1 | 2;
  /** Several of these within a moment may go together: edits, for whose effect nobody waits with a key in the hand. */
  settles?: boolean;
  /** Why so many scopes are wished that the gateway's page shows how far they are. */
  run?: SyncRunDto['reason'];
}

/** Says, in the transaction of a change, that scopes may differ from what the gateways have. */
@Injectable()
export class SyncWishesStore {
  /**
   * Counts the wish of every (gateway, scope) up and enqueues a job for each gateway and lane, coalesced by its key.
   * Without `gatewayIds` the wish goes to every registered gateway.
   */
  async wish(
    tx: Tx | SqlTx,
    scopes: ScopeName[],
    gatewayIds: string[] | null = null,
    how: WishedHow = {},
  ): Promise<void> {
    if (scopes.length === 0) return;
    const { priority = 1, settles = false, run = null } = how;
    await rowsOf(tx, WISH, [scopes, gatewayIds, priority, settles, run]);
  }

  /** Wishes everything that a gateway new to us should have. */
  async wishEverything(tx: Tx, gatewayId: string): Promise<void> {
    await tx.$executeRawUnsafe(WISH_EVERYTHING_SQL, gatewayId);
  }

  /** Wishes again what the gateway was ever told of: all of it, or only its applications. */
  async wishAgain(
    tx: Tx,
    gatewayId: string,
    which: 'everything' | 'applications',
    reason: SyncRunDto['reason'] = 'settings',
  ): Promise<void> {
    await tx.$executeRawUnsafe(WISH_AGAIN_SQL, gatewayId, which === 'everything' ? '%' : 'application:%', reason);
  }

  /**
   * Has every object sent again, whatever we believe the gateway to hold. The inventory keeps its rows, so that what is
   * not wished any more is still deleted, and nothing is known any more of how objects differ. The scopes are wished
   * before that: a push locks its scope before its objects, too, as an overwriting locks its findings before both.
   */
  async refill(tx: Tx, gatewayId: string): Promise<void> {
    await tx.driftFinding.deleteMany({ where: { gatewayId } });
    await tx.gateway.update({ where: { id: gatewayId }, data: { driftLeftOut: 0 } });
    await this.wishAgain(tx, gatewayId, 'everything', 'refilled');
    await tx.$executeRaw`UPDATE inventory_object SET wished_hash = '' WHERE gateway_id = ${gatewayId}::uuid`;
  }
}
