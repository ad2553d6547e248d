import { Injectable } from '@nestjs/common';
import type { PlanListDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { ServiceAccess } from '../services/service-access.js';
import { toPlanDto } from './plan-dto.js';
import { PlanStore } from './plan.store.js';

@Injectable()
export class PlansReader {
  constructor(
    private readonly access: ServiceAccess,
    private readonly store: PlanStore,
  ) {}

  /** The plans of a service; archived ones only for its own team. */
  async list(caller: Caller, serviceSlug: string): Promise<PlanListDto> {
    const { id, insider } = await this.access.visible(caller, serviceSlug);
    return { items: (await this.store.list(id, insider)).map(toPlanDto) };
  }
}
