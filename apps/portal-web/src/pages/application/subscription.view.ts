import type { ApplicationDto, PlanDto, SubscriptionDto, SyncStatusDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem, type FormProblem } from '../../view/form-problem.js';
import { link, withQuery } from '../../view/helpers.js';
import { isSettled, syncStateView, type SyncStateView } from '../../view/sync-state.js';
import { limitLines } from '../shared/plan-limits.js';

export interface SubscriptionView extends FormProblem {
  title: string;
  heading: string;
  breadcrumb: { href: string; label: string }[];
  state: string;
  service: { slug: string; name: string };
  plan: { name: string; limits: string[] } | undefined;
  /** What waits, and what happens with it next. */
  waiting: { title: string; askedAt: string | null; steps: string[] } | undefined;
  reason: { title: string; text: string } | undefined;
  gateways: Omit<SyncStateView, 'words'>[];
  /** Where to look again, until the limits hold on every gateway. */
  pendingHref: string | undefined;
  plans: { value: string; label: string; text: string }[] | undefined;
  form: { plan: string };
  formAction: string;
  keyHref: string | undefined;
  cancelHref: string | undefined;
}

/** @param chosen the plan that was chosen on the form, when it was refused */
export function subscriptionView(
  application: ApplicationDto,
  subscription: SubscriptionDto,
  plans: PlanDto[],
  chosen?: string,
  problem?: ApiProblem,
): SubscriptionView {
  const { id, state, plan, serviceSlug, serviceName } = subscription;
  const here = link('applications', application.id, 'subscriptions', id);
  const open = ['pending', 'active', 'suspended'].includes(state);
  const changeable = application.editable && state !== 'suspended';
  return {
    title: `${serviceName} for ${application.name}`,
    heading: serviceName,
    breadcrumb: [
      { href: '/applications', label: 'Applications' },
      { href: link('applications', application.id), label: application.name },
    ],
    state,
    service: { slug: serviceSlug, name: serviceName },
    plan: plan === null ? undefined : { name: plan.name, limits: limitLines(plan) },
    waiting: waitingOf(subscription),
    reason: reasonOf(subscription),
    gateways: state === 'active' ? subscription.sync.map(limitsOnGateway) : [],
    pendingHref: state === 'active' && !isSettled(subscription.sync) ? here : undefined,
    plans: changeable ? plans.map((offered) => planChoice(offered, subscription)) : undefined,
    form: { plan: chosen ?? (subscription.requestedPlan ?? plan)?.slug ?? '' },
    formAction: `${here}/plan`,
    keyHref:
      state === 'active' && application.editable
        ? withQuery(link('applications', application.id, 'keys', 'new'), {})
        : undefined,
    cancelHref: application.editable && open ? `${here}/cancel` : undefined,
    ...formProblem(problem, {}, { 'subscription.exists': 'plan', 'subscription.not_offered': 'plan' }),
  };
}

/** The gateway's own words are for those who run it. */
function limitsOnGateway(status: SyncStatusDto): Omit<SyncStateView, 'words'> {
  const { words: _words, ...view } = syncStateView(status, 'limits', true);
  return view;
}

function planChoice(offered: PlanDto, { plan }: SubscriptionDto) {
  const approval = offered.approval === 'auto' ? 'At once.' : 'Needs approval.';
  const inForce = plan?.id === offered.id ? ' In force now.' : '';
  return { value: offered.slug, label: offered.name, text: `${limitLines(offered).join(', ')}. ${approval}${inForce}` };
}

function waitingOf({ state, plan, requestedPlan, requestedAt, serviceName }: SubscriptionDto) {
  if (requestedPlan === null || (state !== 'pending' && state !== 'active')) return undefined;
  return {
    title: `${requestedPlan.name} waits for approval.`,
    askedAt: requestedAt,
    steps: [
      `The team of ${serviceName} decides, and may give a reason.`,
      'You get a mail with the decision; it stands here too.',
      plan === null
        ? 'When it says yes, make a key here. Keys that the application has then work for this service too.'
        : `Until then ${plan.name} stays in force. Your keys stay the same.`,
    ],
  };
}

function reasonOf({ state, decisionReason }: SubscriptionDto) {
  if (decisionReason === null) return undefined;
  const titles: Record<string, string> = { rejected: 'The request was rejected.', suspended: 'It is suspended.' };
  return { title: titles[state] ?? 'The last request was rejected.', text: decisionReason };
}
