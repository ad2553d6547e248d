import { Injectable } from '@nestjs/common';
import type { SubscriptionDto } from '#contract';
import { decideSubscription } from '#domain';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RecordSubscription } from './record-subscription.js';
import { requireSubscription } from './require-subscription.js';
import { SubscriptionsReader } from './subscriptions.reader.js';
import { SubscriptionsStore } from './subscriptions.store.js';

/** The application's team ends its subscription. */
@Injectable()
export class CancelSubscription {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly subscriptions: SubscriptionsStore,
    private readonly record: RecordSubscription,
    private readonly reader: SubscriptionsReader,
  ) {}

  run(caller: Caller, id: string): Promise<SubscriptionDto> {
    return this.unit.write(async (tx) => {
      const current = requireSubscription(caller, await this.subscriptions.lock(tx, id), 'subscription.cancel');
      const next = decideSubscription(current, { kind: 'cancel' });
      await this.subscriptions.save(tx, id, next, { decisionReason: null });
      await this.record.run(tx, caller, 'subscription.cancelled', current, current, next);
      return this.reader.one(caller, id, tx);
    });
  }
}
