import type { SubscriptionDto, SubscriptionPageDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { withQuery } from '../../view/helpers.js';

export type ApprovalsTab = 'waiting' | 'decided';

/** A decision that the API refused: shown at the request that it was about. */
export interface RefusedDecision {
  id: string;
  reason: string;
  problem: ApiProblem;
}

/** @param cursor of the page that is shown; undefined on the first one */
export function approvalsView(
  tab: ApprovalsTab,
  page: SubscriptionPageDto,
  cursor: string | undefined,
  refused?: RefusedDecision,
) {
  const state = tab === 'waiting' ? undefined : tab;
  const shown = tab === 'waiting' ? page.items : page.items.filter(isDecided);
  const gone = refused !== undefined && !shown.some(({ id }) => id === refused.id);
  return {
    title: 'Approvals',
    tabs: [
      { href: '/approvals', label: 'Waiting', current: tab === 'waiting' },
      { href: '/approvals?state=decided', label: 'Decided', current: tab === 'decided' },
    ],
    problem: gone ? { message: refused.problem.message } : undefined,
    requests: shown.map((subscription) => toRequest(tab, subscription, refused)),
    empty:
      tab === 'waiting'
        ? {
            title: 'Nothing waits for you',
            text: 'When an application asks for a plan that needs approval, it stands here until somebody decides.',
          }
        : { title: 'Nothing decided yet', text: 'What your team has approved or rejected stands here.' },
    pager: pagerOf(page, state, cursor),
  };
}

/** A plan that is taken at once was decided by nobody. */
function isDecided({ decidedAt, requestedPlan }: SubscriptionDto): boolean {
  return decidedAt !== null && requestedPlan === null;
}

function toRequest(tab: ApprovalsTab, subscription: SubscriptionDto, refused: RefusedDecision | undefined) {
  const { id, serviceSlug, serviceName, applicationName, teamName, plan, requestedPlan, decisionReason } = subscription;
  const isOpen = tab === 'waiting';
  const asked = requestedPlan ?? plan;
  const mine = refused?.id === id ? refused : undefined;
  return {
    id,
    fieldId: `reason-${id}`,
    open: isOpen && subscription.decidable,
    state: isOpen ? 'pending' : subscription.state,
    decision: decisionReason === null ? undefined : `“${decisionReason}”`,
    serviceSlug,
    serviceName,
    applicationName,
    team: teamName,
    at: isOpen ? subscription.requestedAt : subscription.decidedAt,
    verb: isOpen ? 'asked' : 'decided',
    planName: asked?.name,
    planText: asked?.limitsText,
    currentPlan: isOpen && plan !== null ? `${plan.name}, ${plan.limitsText}` : undefined,
    form: { reason: mine?.reason },
    error: mine?.problem.fields[0]?.message ?? mine?.problem.message,
  };
}

function pagerOf(page: SubscriptionPageDto, state: string | undefined, cursor: string | undefined) {
  if (page.nextCursor === null && cursor === undefined) return undefined;
  return {
    note: `${page.items.length} on this page`,
    firstHref: cursor === undefined ? undefined : withQuery('/approvals', { state }),
    nextHref: page.nextCursor === null ? undefined : withQuery('/approvals', { state, cursor: page.nextCursor }),
  };
}
