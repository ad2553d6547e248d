import { Inject, Injectable } from '@nestjs/common';
import { decideSubscription, type SubscriptionStanding } from '#domain';
import { type Clock, uuid } from '#platform';
import { ApplicationAccess } from '../applications/application-access.js';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { Enforceability } from '../gateways/enforceability.js';
import { limitsOf } from '../plans/plan-dto.js';
import type { VisibleService } from '../services/service-access.js';
import { requireOffered } from './offer.js';
import { RecordSubscription } from './record-subscription.js';
import { type SubscriptionMarks, SubscriptionsStore } from './subscriptions.store.js';

/** An application asks for a plan of a service: for the first time, again, or instead of the plan in force. */
@Injectable()
export class RequestPlan {
  constructor(
    private readonly access: ApplicationAccess,
    private readonly subscriptions: SubscriptionsStore,
    private readonly record: RecordSubscription,
    private readonly enforceability: Enforceability,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The subscription's id. */
  async run(
    tx: Tx,
    caller: Caller,
    application: { id: string; teamId: string },
    service: VisibleService,
    planSlug: string,
  ): Promise<string> {
    const { userId } = signedIn(caller);
    await this.access.hold(tx, application.id);
    const plan = requireOffered(
      service,
      await this.subscriptions.holdPlan(tx, service.id, planSlug),
      application.teamId,
    );
    await this.enforceability.requirePlan(tx, service.id, limitsOf(plan));
    const current = await this.subscriptions.lockOf(tx, application.id, service.id);
    const next = decideSubscription(current, { kind: 'subscribe', plan });
    const marks = this.marksOf(next, userId);
    const id = current?.id ?? uuid();
    if (current === null)
      await this.subscriptions.insert(tx, { id, applicationId: application.id, serviceId: service.id }, next, marks);
    else await this.subscriptions.save(tx, id, next, marks);
    const subject = { id, applicationId: application.id, teamId: application.teamId, serviceSlug: service.slug };
    await this.record.run(tx, caller, 'subscription.requested', subject, current, next);
    return id;
  }

  /** A plan that needs nobody's approval is decided when it is asked for, by nobody. */
  private marksOf(next: SubscriptionStanding, userId: string): SubscriptionMarks {
    const now = this.clock.now();
    const request = { requestedAt: now, requestedBy: userId, decisionReason: next.reason };
    if (next.requestedPlanId === null) return { ...request, decidedAt: now, decidedBy: null };
    return next.state === 'pending' ? { ...request, decidedAt: null, decidedBy: null } : request;
  }
}
