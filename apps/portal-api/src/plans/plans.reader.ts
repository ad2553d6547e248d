import { Injectable } from '@nestjs/common';
import type { PlanListDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { Enforceability } from '../gateways/enforceability.js';
import { ServiceAccess } from '../services/service-access.js';
import { limitsOf, toPlanDto } from './plan-dto.js';
import { PlanSyncStore } from './plan-sync.store.js';
import { PlanStore } from './plan.store.js';

@Injectable()
export class PlansReader {
  constructor(
    private readonly access: ServiceAccess,
    private readonly store: PlanStore,
    private readonly planSync: PlanSyncStore,
    private readonly enforceability: Enforceability,
  ) {}

  /** The plans of a service; archived ones, and how far and how well gateways keep the limits, only for its own team. */
  async list(caller: Caller, serviceSlug: string): Promise<PlanListDto> {
    const { id, insider } = await this.access.visible(caller, serviceSlug);
    const rows = await this.store.list(id, insider);
    if (!insider) return { items: rows.map((row) => toPlanDto(row)) };
    const [warnings, sync] = await Promise.all([
      this.enforceability.restrictionsOf(id, rows.map(limitsOf)),
      this.planSync.ofPlans(rows.map((row) => row.id)),
    ]);
    return { items: rows.map((row, index) => toPlanDto(row, warnings[index], sync.get(row.id))) };
  }
}
