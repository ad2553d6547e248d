import { Injectable } from '@nestjs/common';
import type { PlanDto, UpdatePlanRequest } from '#contract';
import { Fault, notFound } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { Enforceability } from '../gateways/enforceability.js';
import { requireRevision } from '../http/etag.js';
import { ServiceAccess } from '../services/service-access.js';
import { limitColumns, type PlanRow, toPlanDto } from './plan-dto.js';
import { PlanStore } from './plan.store.js';
import { requirePlanLimits } from './require-plan-limits.js';

@Injectable()
export class UpdatePlan {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ServiceAccess,
    private readonly store: PlanStore,
    private readonly wishes: SyncWishesStore,
    private readonly enforceability: Enforceability,
    private readonly audit: AuditStore,
  ) {}

  /** New limits hold for those who are subscribed too: their applications are wished anew. */
  async run(
    caller: Caller,
    serviceSlug: string,
    planSlug: string,
    revision: number,
    input: UpdatePlanRequest,
  ): Promise<PlanDto> {
    const service = await this.access.permitted(caller, serviceSlug, 'plan.manage');
    const limits = input.limits === undefined ? undefined : requirePlanLimits(input.limits);
    const { name, description, approval } = input;
    return this.unit.write(async (tx) => {
      const before = await this.store.lock(tx, service.id, planSlug);
      if (before === null) throw notFound('plan');
      requireRevision(before.revision, revision);
      if (before.archivedAt !== null)
        throw new Fault('request.invalid', 'This plan is archived. Add a new one instead.');
      const warnings = limits && (await this.enforceability.requirePlan(tx, service.id, limits));
      const columns = limits === undefined ? {} : limitColumns(limits);
      const row = await this.store.update(tx, before.id, { name, description, approval, ...columns });
      if (!sameLimits(before, row)) {
        const applicationIds = await this.store.subscribedApplicationIds(tx, row.id);
        await this.wishes.wish(
          tx,
          applicationIds.map((id) => `application:${id}` as const),
          null,
          { settles: true },
        );
      }
      await this.audit.record(tx, caller, {
        action: 'plan.updated',
        subjectKind: 'plan',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        before: audited(before),
        after: audited(row),
      });
      return toPlanDto(row, warnings);
    });
  }
}

function audited(row: PlanRow): Record<string, unknown> {
  const { slug, name, description, approval, limits } = toPlanDto(row);
  return { slug, name, description, approval, limits };
}

function sameLimits(a: PlanRow, b: PlanRow): boolean {
  return toPlanDto(a).limitsText === toPlanDto(b).limitsText;
}
