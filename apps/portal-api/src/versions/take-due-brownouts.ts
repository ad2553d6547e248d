import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { type BrownoutRow, BrownoutsStore } from './brownouts.store.js';
import { LifecycleStore, type OwnedVersionRow } from './lifecycle.store.js';

interface DueBrownout {
  id: string;
  versionId: string;
}

interface Step {
  action: string;
  dates: Partial<Pick<BrownoutRow, 'begunAt' | 'endedAt'>>;
  /** Whether the gateways do something else from now on. */
  shows: boolean;
}

/** Begins and ends brown-outs. One whose whole time has passed unseen does not begin any more. */
@Injectable()
export class TakeDueBrownouts {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly brownouts: BrownoutsStore,
    private readonly lifecycle: LifecycleStore,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is due, at most so many. */
  due(limit: number): Promise<DueBrownout[]> {
    return this.brownouts.due(this.clock.now(), limit);
  }

  take({ id, versionId }: DueBrownout): Promise<void> {
    return this.unit.write(async (tx) => {
      // Whoever changes a brown-out holds its version.
      const version = await this.lifecycle.lockById(tx, versionId);
      const row = version && (await this.brownouts.findOpen(tx, versionId, id));
      const step = version && row && dueStep(version, row, this.clock.now());
      if (!version || !row || !step) return;
      await this.brownouts.update(tx, id, step.dates);
      if (step.shows) await this.wishes.wish(tx, [`version:${versionId}`]);
      const { startsAt, endsAt, sharePercent, createdBy } = row;
      const plannedBy = createdBy === null ? null : await this.brownouts.emailOf(tx, createdBy);
      await this.audit.record(tx, SYSTEM, {
        action: step.action,
        subjectKind: 'version',
        subjectId: versionId,
        teamId: version.service.ownerTeamId,
        after: {
          ...{ service: version.service.slug, version: version.name, brownoutId: id },
          ...{ startsAt, endsAt, sharePercent, plannedBy },
        },
      });
    });
  }
}

/** What should have happened to it by now; null: nothing, or it waits for the deprecation. */
function dueStep({ state }: OwnedVersionRow, { startsAt, endsAt, begunAt }: BrownoutRow, now: Date): Step | null {
  if (endsAt <= now) {
    const action = begunAt === null ? 'version.brownout_missed' : 'version.brownout_ended';
    return { action, dates: { endedAt: now }, shows: begunAt !== null };
  }
  if (begunAt !== null || startsAt > now || state !== 'deprecated') return null;
  return { action: 'version.brownout_begun', dates: { begunAt: now }, shows: true };
}
