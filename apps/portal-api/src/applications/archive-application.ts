import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { ApplicationAccess } from './application-access.js';
import { ApplicationsStore } from './applications.store.js';

/** Deletes an application as its users see it: subscriptions end, keys are revoked, the record stays. */
@Injectable()
export class ArchiveApplication {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly applications: ApplicationsStore,
    private readonly access: ApplicationAccess,
    private readonly audit: AuditStore,
    private readonly syncWishes: SyncWishesStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, id: string): Promise<void> {
    const { userId } = signedIn(caller);
    const { name, teamId } = await this.access.require(caller, id, 'application.delete');
    await this.unit.write(async (tx) => {
      await this.access.hold(tx, id);
      const ended = await this.applications.archive(tx, id, userId, this.clock.now());
      await this.audit.record(tx, caller, {
        action: 'application.archived',
        subjectKind: 'application',
        subjectId: id,
        teamId,
        before: { name },
        after: { cancelledSubscriptions: ended.subscriptions, revokedCredentials: ended.credentials },
      });
      await this.syncWishes.wish(tx, [`application:${id}`], null, { priority: 0 });
    });
  }
}
