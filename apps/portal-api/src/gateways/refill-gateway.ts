import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { GatewaysReader } from './gateways.reader.js';

/** Sends everything to a gateway again: it has lost its objects, or somebody has changed them by hand. */
@Injectable()
export class RefillGateway {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: GatewaysReader,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, id: string): Promise<void> {
    await this.reader.byId(id);
    await this.unit.write(async (tx) => {
      await this.wishes.refill(tx, id);
      await this.audit.record(tx, caller, {
        action: 'gateway.refilled',
        subjectKind: 'gateway',
        subjectId: id,
        teamId: null,
      });
    });
  }
}
