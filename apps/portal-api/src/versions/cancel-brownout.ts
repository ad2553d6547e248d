import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { brownoutCancelledMail } from './brownout-mail.js';
import { BrownoutsStore } from './brownouts.store.js';
import { LockVersion } from './lock-version.js';
import { TellCallers } from './tell-callers.js';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Calls a brown-out off: one that is under way ends at once. Those who were told of it are told. */
@Injectable()
export class CancelBrownout {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly lockVersion: LockVersion,
    private readonly store: BrownoutsStore,
    private readonly tellCallers: TellCallers,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, slug: string, name: string, id: string): Promise<void> {
    const lock = await this.lockVersion.permitted(caller, slug, name);
    await this.unit.write(async (tx) => {
      const { service, version } = await lock(tx);
      const row = ID.test(id) ? await this.store.findOpen(tx, version.id, id) : null;
      if (row === null) throw notFound('planned brown-out');
      const now = this.clock.now();
      await this.store.update(tx, id, row.begunAt === null ? { cancelledAt: now } : { endedAt: now });
      if (row.begunAt !== null) await this.wishes.wish(tx, [`version:${version.id}`]);
      const told = await this.tellCallers.run(tx, service, version, row, now, brownoutCancelledMail);
      await this.audit.record(tx, caller, {
        action: 'version.brownout_cancelled',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
        before: { startsAt: row.startsAt, endsAt: row.endsAt, sharePercent: row.sharePercent },
        after: { service: slug, version: name, brownoutId: id, told },
      });
    });
  }
}
