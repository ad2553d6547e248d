import { Fault } from './fault.js';

export type SubscriptionState = 'pending' | 'active' | 'suspended' | 'rejected' | 'cancelled';

export type PlanApproval = 'auto' | 'manual';

export interface SubscriptionStanding {
  state: SubscriptionState;
  /** The plan in force; null while none is (pending, rejected, cancelled). */
  planId: string | null;
  /** The plan that waits for a decision; in state rejected, the plan that was refused. */
  requestedPlanId: string | null;
  /** Why it was rejected or suspended, in the words of the person who did it. */
  reason: string | null;
}

export type SubscriptionEvent =
  | { kind: 'subscribe'; plan: { id: string; approval: PlanApproval } }
  | { kind: 'approve' }
  | { kind: 'reject'; reason: string }
  | { kind: 'suspend'; reason: string }
  | { kind: 'resume' }
  | { kind: 'cancel' };

type Standing = SubscriptionStanding;

/**
 * What a subscription is after an event; `current` is null where an application never subscribed to the service.
 * Refuses with `subscription.exists` or `subscription.illegal_transition`.
 */
export function decideSubscription(current: Standing | null, event: SubscriptionEvent): Standing {
  switch (event.kind) {
    case 'subscribe':
      return subscribe(current, event.plan);
    case 'approve':
      return active(requireRequest(current, event.kind));
    case 'reject':
      return reject(current, event.reason);
    case 'suspend':
      return { ...demand(current, event.kind, 'active'), state: 'suspended', reason: event.reason };
    case 'resume':
      return { ...demand(current, event.kind, 'suspended'), state: 'active', reason: null };
    case 'cancel':
      demand(current, event.kind, 'pending', 'active', 'suspended');
      return { state: 'cancelled', planId: null, requestedPlanId: null, reason: null };
  }
}

function active(planId: string): Standing {
  return { state: 'active', planId, requestedPlanId: null, reason: null };
}

function subscribe(current: Standing | null, plan: { id: string; approval: PlanApproval }): Standing {
  if (current?.state === 'suspended') throw illegal('subscribe', current);
  const isOpen = current?.state === 'pending' || current?.state === 'active';
  if (isOpen && current.requestedPlanId === plan.id)
    throw new Fault('subscription.exists', 'This plan was asked for already and waits for a decision.');
  if (current?.state === 'active' && current.planId === plan.id) {
    if (current.requestedPlanId === null)
      throw new Fault('subscription.exists', 'The application is subscribed under this plan already.');
    return active(plan.id); // choosing the plan in force again withdraws the request for another one
  }
  if (plan.approval === 'auto') return active(plan.id);
  if (current?.state === 'active') return { ...current, requestedPlanId: plan.id, reason: null };
  return { state: 'pending', planId: null, requestedPlanId: plan.id, reason: null };
}

function reject(current: Standing | null, reason: string): Standing {
  const refusedPlanId = requireRequest(current, 'reject');
  if (current?.state === 'active') return { ...current, requestedPlanId: null, reason };
  return { state: 'rejected', planId: null, requestedPlanId: refusedPlanId, reason };
}

function requireRequest(current: Standing | null, kind: SubscriptionEvent['kind']): string {
  const { requestedPlanId } = demand(current, kind, 'pending', 'active');
  if (requestedPlanId === null) throw new Fault('subscription.illegal_transition', 'No request waits for a decision.');
  return requestedPlanId;
}

function demand(current: Standing | null, kind: SubscriptionEvent['kind'], ...allowed: SubscriptionState[]): Standing {
  if (current === null || !allowed.includes(current.state)) throw illegal(kind, current);
  return current;
}

function illegal(kind: SubscriptionEvent['kind'], current: Standing | null): Fault {
  const words = {
    subscribe: 'It cannot change its plan',
    approve: 'There is nothing to approve',
    reject: 'There is nothing to reject',
    suspend: 'Only an active subscription can be suspended',
    resume: 'Only a suspended subscription can be resumed',
    cancel: 'There is nothing to cancel',
  };
  const standing = current === null ? 'there is no subscription' : `the subscription is ${current.state}`;
  return new Fault('subscription.illegal_transition', `${words[kind]}: ${standing}.`);
}
