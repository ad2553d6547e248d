import { Fault, notFound, type PlanApproval } from '#domain';
import type { LimitColumns } from '../plans/plan-dto.js';
import type { VisibleService } from '../services/service-access.js';

export interface OfferedPlan extends LimitColumns {
  id: string;
  approval: PlanApproval;
  archivedAt: Date | null;
}

/**
 * The plan, if an application of the team may take it now. A private service is opened to teams, so it is the
 * application's team that counts, and not only the person who asks.
 */
export function requireOffered(
  service: Pick<VisibleService, 'hasLiveVersion' | 'visibility' | 'ownerTeamId' | 'grantedTeamIds'>,
  plan: OfferedPlan | null,
  teamId: string,
): OfferedPlan {
  if (!service.hasLiveVersion) throw refused('The service has no published version, so nothing could be called.');
  if (service.visibility === 'private' && ![service.ownerTeamId, ...service.grantedTeamIds].includes(teamId))
    throw refused('The service is private and not opened to the team of this application. Ask its owner.');
  if (plan === null) throw notFound('plan');
  if (plan.archivedAt !== null) throw refused('This plan takes no new subscriptions. Choose another one.');
  return plan;
}

function refused(reason: string): Fault {
  return new Fault('subscription.not_offered', reason);
}
