import { Injectable } from '@nestjs/common';
import type { CreatePlanRequest, PlanDto } from '#contract';
import { chooseSlug } from '#domain';
import { uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { Enforceability } from '../gateways/enforceability.js';
import { ServiceAccess } from '../services/service-access.js';
import { limitColumns, toPlanDto } from './plan-dto.js';
import { PlanStore } from './plan.store.js';
import { requirePlanLimits } from './require-plan-limits.js';

@Injectable()
export class CreatePlan {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ServiceAccess,
    private readonly store: PlanStore,
    private readonly enforceability: Enforceability,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, serviceSlug: string, input: CreatePlanRequest): Promise<PlanDto> {
    const service = await this.access.permitted(caller, serviceSlug, 'plan.manage');
    const limits = requirePlanLimits(input.limits);
    const { name, description = '', approval } = input;
    const slug = chooseSlug(input.slug, name);
    return this.unit.create(caller, async (tx) => {
      const warnings = await this.enforceability.requirePlan(tx, service.id, limits);
      const plan = { id: uuid(), serviceId: service.id, slug, name, description, approval };
      const row = await this.store.insert(tx, { ...plan, ...limitColumns(limits) });
      await this.audit.record(tx, caller, {
        action: 'plan.created',
        subjectKind: 'plan',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        after: { service: service.slug, slug, name, approval, limits },
      });
      return toPlanDto(row, warnings);
    });
  }
}
