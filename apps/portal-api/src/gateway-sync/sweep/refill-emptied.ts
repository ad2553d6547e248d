import { Injectable } from '@nestjs/common';
import { AuditStore } from '../../audit/audit.store.js';
import { SYSTEM } from '../../auth/caller.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { SyncWishesStore } from '../sync-wishes.store.js';

/** Sends everything again to a gateway that was found without our objects, and says so once. */
@Injectable()
export class RefillEmptied {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(gatewayId: string, because: string): Promise<void> {
    await this.unit.write(async (tx) => {
      await this.wishes.refill(tx, gatewayId);
      await this.audit.record(tx, SYSTEM, {
        action: 'gateway.refilled',
        subjectKind: 'gateway',
        subjectId: gatewayId,
        teamId: null,
        after: { because },
      });
    });
  }
}
