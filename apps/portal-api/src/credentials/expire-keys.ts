import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { CredentialsStore } from './credentials.store.js';

/** So many applications are told to the gateways in one transaction. */
const EXPIRE_KEYS_BATCH = 500;

/** Takes expired keys off the gateways: run every minute by the worker. */
@Injectable()
export class ExpireKeys {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly credentials: CredentialsStore,
    private readonly syncWishes: SyncWishesStore,
  ) {}

  /** The number of applications of which a key has expired since the gateways were told of them. */
  async run(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.unit.write(async (tx) => {
        const ids = await this.credentials.newlyExpired(tx, EXPIRE_KEYS_BATCH);
        await this.syncWishes.wish(
          tx,
          ids.map((id) => `application:${id}` as const),
          null,
          { priority: 0 },
        );
        return ids.length;
      });
      total += count;
      if (count < EXPIRE_KEYS_BATCH) return total;
    }
  }
}
