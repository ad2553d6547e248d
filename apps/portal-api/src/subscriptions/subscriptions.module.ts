import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ServicesModule } from '../services/services.module.js';
import { CancelSubscription } from './cancel-subscription.js';
import { ChangePlan } from './change-plan.js';
import { DecideSubscription } from './decide-subscription.js';
import { RecordSubscription } from './record-subscription.js';
import { RequestPlan } from './request-plan.js';
import { Subscribe } from './subscribe.js';
import { SubscriptionListStore } from './subscription-list.store.js';
import { SubscriptionsController } from './subscriptions.controller.js';
import { SubscriptionsReader } from './subscriptions.reader.js';
import { SubscriptionsStore } from './subscriptions.store.js';

@Module({
  imports: [ApplicationsModule, GatewaysModule, MailModule, ServicesModule],
  controllers: [SubscriptionsController],
  providers: [
    CancelSubscription,
    ChangePlan,
    DecideSubscription,
    RecordSubscription,
    RequestPlan,
    Subscribe,
    SubscriptionListStore,
    SubscriptionsReader,
    SubscriptionsStore,
  ],
})
export class SubscriptionsModule {}
