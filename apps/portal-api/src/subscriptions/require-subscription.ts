import { Fault, may, notFound } from '#domain';
import { type Caller, signedIn } from '../auth/caller.js';
import type { SubscriptionSubject } from './subscriptions.store.js';

/**
 * The subscription, if the caller may do this to it: decisions belong to the team that owns the service, the rest to the
 * application's. Both teams see it; to everybody else it does not exist.
 */
export function requireSubscription(
  caller: Caller,
  found: SubscriptionSubject | null,
  permission: 'subscription.decide' | 'subscription.create' | 'subscription.cancel',
): SubscriptionSubject {
  const actor = signedIn(caller);
  if (found === null || !maySeeSubscription(caller, found)) throw notFound('subscription');
  const teamId = permission === 'subscription.decide' ? found.ownerTeamId : found.teamId;
  if (may(actor, permission, { teamId })) return found;
  const whose = permission === 'subscription.decide' ? 'owns the service' : 'has the application';
  throw new Fault('request.forbidden', `Only members of the team that ${whose} may do this.`);
}

export function maySeeSubscription(caller: Caller, of: { teamId: string; ownerTeamId: string }): boolean {
  const actor = signedIn(caller);
  return (
    may(actor, 'subscription.read_application', { teamId: of.teamId }) ||
    may(actor, 'subscription.read_service', { teamId: of.ownerTeamId })
  );
}
