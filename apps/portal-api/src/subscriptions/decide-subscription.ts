import { Inject, Injectable } from '@nestjs/common';
import type { DecisionRequest, SubscriptionDto } from '#contract';
import { decideSubscription, invalidField, type SubscriptionEvent } from '#domain';
import type { Clock } from '#platform';
import { type Caller, signedIn } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { decisionMail } from '../mail/decision-mail.js';
import { MailQueueStore } from '../mail/mail-queue.store.js';
import { RecordSubscription } from './record-subscription.js';
import { requireSubscription } from './require-subscription.js';
import { SubscriptionsReader } from './subscriptions.reader.js';
import { type SubscriptionSubject, SubscriptionsStore } from './subscriptions.store.js';

export type Decision = 'approve' | 'reject' | 'suspend' | 'resume';

const DONE = { approve: 'approved', reject: 'rejected', suspend: 'suspended', resume: 'resumed' } as const;

/** The service's team decides about a subscription, and the application's team is told by mail. */
@Injectable()
export class DecideSubscription {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly subscriptions: SubscriptionsStore,
    private readonly record: RecordSubscription,
    private readonly reader: SubscriptionsReader,
    private readonly mails: MailQueueStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, id: string, decision: Decision, request: DecisionRequest): Promise<SubscriptionDto> {
    const { userId } = signedIn(caller);
    return this.unit.write(async (tx) => {
      const current = requireSubscription(caller, await this.subscriptions.lock(tx, id), 'subscription.decide');
      const reason = request.reason?.trim() || null;
      const next = decideSubscription(current, eventOf(decision, reason));
      await this.subscriptions.save(tx, id, next, {
        decidedAt: this.clock.now(),
        decidedBy: userId,
        decisionReason: reason,
      });
      await this.record.run(tx, caller, `subscription.${DONE[decision]}`, current, current, { ...next, reason });
      await this.tell(tx, current, decision, reason);
      return this.reader.one(caller, id, tx);
    });
  }

  private async tell(tx: Tx, subject: SubscriptionSubject, decision: Decision, reason: string | null): Promise<void> {
    const planId = decision === 'approve' || decision === 'reject' ? subject.requestedPlanId : subject.planId;
    const plans = await this.subscriptions.planNames(tx, [planId]);
    const mail = decisionMail({
      decision: DONE[decision],
      application: subject.applicationName,
      service: subject.serviceName,
      plan: plans.get(planId ?? '')?.name ?? '',
      keepsPlan: decision === 'reject' && subject.state === 'active',
      reason,
    });
    await this.mails.enqueue(tx, await this.subscriptions.mailAddresses(tx, subject.teamId), mail);
  }
}

function eventOf(decision: Decision, reason: string | null): SubscriptionEvent {
  if (decision === 'approve' || decision === 'resume') return { kind: decision };
  if (reason !== null) return { kind: decision, reason };
  const message = `Give a reason: the team of the application reads it.`;
  throw invalidField('reason', message);
}
