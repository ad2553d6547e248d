import { Inject, Injectable } from '@nestjs/common';
import type { PlanDto } from '#contract';
import { notFound } from '#domain';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ServiceAccess } from '../services/service-access.js';
import { toPlanDto } from './plan-dto.js';
import { PlanStore } from './plan.store.js';

/** An archived plan keeps its subscriptions and takes no new ones. Archiving it again changes nothing. */
@Injectable()
export class ArchivePlan {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ServiceAccess,
    private readonly store: PlanStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, serviceSlug: string, planSlug: string): Promise<PlanDto> {
    const service = await this.access.permitted(caller, serviceSlug, 'plan.manage');
    return this.unit.write(async (tx) => {
      const plan = await this.store.lock(tx, service.id, planSlug);
      if (plan === null) throw notFound('plan');
      if (plan.archivedAt !== null) return toPlanDto(plan);
      const row = await this.store.update(tx, plan.id, { archivedAt: this.clock.now() });
      await this.audit.record(tx, caller, {
        action: 'plan.archived',
        subjectKind: 'plan',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        after: { service: service.slug, slug: row.slug },
      });
      return toPlanDto(row);
    });
  }
}
