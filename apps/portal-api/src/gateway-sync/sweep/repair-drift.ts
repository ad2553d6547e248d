import { Injectable } from '@nestjs/common';
import { brakeLimits } from '#gateway';
import { AuditStore } from '../../audit/audit.store.js';
import { SYSTEM } from '../../auth/caller.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { DriftRepairsStore, type FindingCounts } from './drift-repairs.store.js';
import { ResendDrift } from './resend-drift.js';
import { LOOKED_AT_TWICE } from './sweep-limits.js';
import { type SweepResult, SweepStore } from './sweep.store.js';

/** Puts right what a sweep has found, where the gateway's policy says so, and tells the audit log what changed. */
@Injectable()
export class RepairDrift {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly sweeps: SweepStore,
    private readonly repairs: DriftRepairsStore,
    private readonly resend: ResendDrift,
    private readonly audit: AuditStore,
  ) {}

  async afterSweep(gatewayId: string, { news, leftOut }: SweepResult): Promise<void> {
    const { repair, inventory } = await this.sweeps.policy(gatewayId);
    const isNews = Object.values(news).some((count) => count > 0);
    if (!repair && !isNews) return;
    await this.unit.write(async (tx) => {
      const open = await this.repairs.countOpen(tx, gatewayId);
      const withheld = repair ? whyNotByItself(sum(open) + leftOut, inventory) : null;
      const repairs = repair && withheld === null && sum(open) > 0;
      if (repairs) await this.resend.run(tx, gatewayId, null);
      if (!repairs && !isNews) return;
      await this.audit.record(tx, SYSTEM, {
        action: repairs ? 'gateway.repaired' : 'gateway.drifted',
        subjectKind: 'gateway',
        subjectId: gatewayId,
        teamId: null,
        after: repairs
          ? { ...open }
          : { ...news, open: sum(open), leftOut, ...(withheld === null ? {} : { withheld }) },
      });
    });
  }
}

/** So much at once is more often a database that was restored badly than a hand on the gateway. */
function whyNotByItself(objects: number, inventory: number): string | null {
  const { share, objects: always } = brakeLimits;
  if (objects <= LOOKED_AT_TWICE && (objects <= always || objects <= inventory * share)) return null;
  return (
    `${objects} objects differ, of ${inventory} that we know of. More than ${always} objects and ${share * 100} %, ` +
    `or more than ${LOOKED_AT_TWICE}, are not put right before somebody says so.`
  );
}

function sum(counts: FindingCounts): number {
  return counts.missing + counts.changed + counts.unknown;
}
