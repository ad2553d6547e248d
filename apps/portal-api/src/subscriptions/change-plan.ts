import { Injectable } from '@nestjs/common';
import type { ChangePlanRequest, SubscriptionDto } from '#contract';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ServiceAccess } from '../services/service-access.js';
import { requireSubscription } from './require-subscription.js';
import { RequestPlan } from './request-plan.js';
import { SubscriptionsReader } from './subscriptions.reader.js';
import { SubscriptionsStore } from './subscriptions.store.js';

/** Asks for another plan. What needs approval leaves the plan in force as it is until somebody decides. */
@Injectable()
export class ChangePlan {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly subscriptions: SubscriptionsStore,
    private readonly services: ServiceAccess,
    private readonly requestPlan: RequestPlan,
    private readonly reader: SubscriptionsReader,
  ) {}

  async run(caller: Caller, id: string, { plan }: ChangePlanRequest): Promise<SubscriptionDto> {
    const found = requireSubscription(caller, await this.subscriptions.find(id), 'subscription.create');
    const application = { id: found.applicationId, teamId: found.teamId };
    const service = await this.services.visible(caller, found.serviceSlug);
    return this.unit.write(async (tx) => {
      await this.requestPlan.run(tx, caller, application, service, plan);
      return this.reader.one(caller, id, tx);
    });
  }
}
