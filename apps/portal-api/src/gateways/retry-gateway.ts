import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncJobsStore } from '../gateway-sync/push/sync-jobs.store.js';
import { GatewaysReader } from './gateways.reader.js';

/** Tries everything that waits for a gateway again, now; also what the brake has stopped. */
@Injectable()
export class RetryGateway {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: GatewaysReader,
    private readonly jobs: SyncJobsStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, id: string): Promise<void> {
    await this.reader.byId(id);
    await this.unit.write((tx) =>
      this.audit.record(tx, caller, {
        action: 'gateway.retried',
        subjectKind: 'gateway',
        subjectId: id,
        teamId: null,
      }),
    );
    await this.jobs.enqueueEverything(id);
  }
}
