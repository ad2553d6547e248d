import { Injectable } from '@nestjs/common';
import type { SubscribeRequest, SubscriptionDto } from '#contract';
import { ApplicationAccess } from '../applications/application-access.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ServiceAccess } from '../services/service-access.js';
import { RequestPlan } from './request-plan.js';
import { SubscriptionsReader } from './subscriptions.reader.js';

@Injectable()
export class Subscribe {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ApplicationAccess,
    private readonly services: ServiceAccess,
    private readonly requestPlan: RequestPlan,
    private readonly reader: SubscriptionsReader,
  ) {}

  async run(caller: Caller, applicationId: string, request: SubscribeRequest): Promise<SubscriptionDto> {
    const application = await this.access.require(caller, applicationId, 'subscription.create');
    const service = await this.services.visible(caller, request.service);
    return this.unit.create(caller, async (tx) => {
      const id = await this.requestPlan.run(tx, caller, application, service, request.plan);
      return this.reader.one(caller, id, tx);
    });
  }
}
