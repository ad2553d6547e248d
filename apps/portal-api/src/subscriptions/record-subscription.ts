import { Injectable } from '@nestjs/common';
import type { SubscriptionStanding } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { SubscriptionsStore } from './subscriptions.store.js';

/** What every change of a subscription leaves behind in its transaction: an audit entry and a wish. */
@Injectable()
export class RecordSubscription {
  constructor(
    private readonly subscriptions: SubscriptionsStore,
    private readonly audit: AuditStore,
    private readonly syncWishes: SyncWishesStore,
  ) {}

  async run(
    tx: Tx,
    caller: Caller,
    action: string,
    subject: { id: string; applicationId: string; teamId: string; serviceSlug: string },
    before: SubscriptionStanding | null,
    after: SubscriptionStanding,
  ): Promise<void> {
    const ids = [before, after].flatMap((standing) => [standing?.planId ?? null, standing?.requestedPlanId ?? null]);
    const plans = await this.subscriptions.planNames(tx, ids);
    const slugOf = (id: string | null) => (id === null ? null : (plans.get(id)?.slug ?? id));
    const shown = ({ state, planId, requestedPlanId, reason }: SubscriptionStanding) => ({
      service: subject.serviceSlug,
      applicationId: subject.applicationId,
      state,
      plan: slugOf(planId),
      requestedPlan: slugOf(requestedPlanId),
      reason,
    });
    await this.audit.record(tx, caller, {
      action,
      subjectKind: 'subscription',
      subjectId: subject.id,
      teamId: subject.teamId,
      before: before === null ? undefined : shown(before),
      after: shown(after),
    });
    const endsAccess = before?.state === 'active' && after.state !== 'active';
    await this.syncWishes.wish(tx, [`application:${subject.applicationId}`], null, { priority: endsAccess ? 0 : 1 });
  }
}
