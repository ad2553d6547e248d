import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type AdoptionRow, AdoptionStore } from './adoption.store.js';

/** Stops an adoption with the reason, until somebody asks for it again. */
@Injectable()
export class FailAdoption {
  constructor(
    private readonly store: AdoptionStore,
    private readonly unit: UnitOfWork,
    private readonly audit: AuditStore,
  ) {}

  async run({ id, gatewayId, state }: Pick<AdoptionRow, 'id' | 'gatewayId' | 'state'>, error: string): Promise<void> {
    await this.unit.write(async (tx) => {
      if (!(await this.store.move(tx, id, [state], 'failed', error))) return;
      await this.audit.record(tx, SYSTEM, {
        action: 'adoption.failed',
        subjectKind: 'adoption',
        subjectId: id,
        teamId: null,
        after: { gatewayId, while: state, error },
      });
    });
  }
}
