import type { PlanDto, ServiceDto, SubscriptionDto, UsageDto, VersionDto, VersionSummaryDto } from '#contract';
import { link } from '../../view/helpers.js';
import { isSettled, planStateView, syncStateView } from '../../view/sync-state.js';
import { usageView } from '../shared/usage.view.js';
import { visibilityWords } from './publish.view.js';

/** What the page of one service shows; `versions` are read whole only where a gateway has to do with them. */
export interface PublishServiceData {
  service: ServiceDto;
  versions: VersionDto[];
  plans: PlanDto[];
  subscriptions: SubscriptionDto[];
  moreSubscriptions: boolean;
}

export function publishServiceView({ service, versions, plans, subscriptions, moreSubscriptions }: PublishServiceData) {
  const { slug, editable } = service;
  const openPlans = plans.filter(({ archivedAt }) => archivedAt === null);
  const rows = service.versions.map((summary) => toVersionRow(slug, summary, versions)).reverse();
  return {
    title: service.name,
    ...frameOf(service, 'versions'),
    editable,
    nextStep: editable ? nextStepOf(slug, service.versions, openPlans) : undefined,
    versionColumns: [
      { label: 'Version' },
      { label: 'State' },
      { label: 'Operations', end: true, wide: true },
      { label: 'Published', wide: true },
      { label: 'Gateways' },
    ],
    versions: rows,
    newVersion: editable ? { href: link('publish', slug, 'versions', 'new'), label: 'New version' } : undefined,
    pendingHref: versions.every(({ deployments }) => isSettled(deployments)) ? undefined : link('publish', slug),
    planColumns: [
      { label: 'Plan' },
      { label: 'Limits' },
      { label: 'Approval', wide: true },
      { label: 'State' },
      { label: 'Gateways', wide: true },
    ],
    plansPendingHref: plans.some(isPlanOpen) ? link('publish', slug) : undefined,
    plans: plans.map((plan) => toPlanRow(slug, plan)),
    newPlan: editable ? { href: link('publish', slug, 'plans', 'new'), label: 'New plan' } : undefined,
    subscriptionColumns: [
      { label: 'Application' },
      { label: 'Team', wide: true },
      { label: 'Plan' },
      { label: 'State' },
      { label: 'Since', wide: true },
    ],
    subscriptions: subscriptions.map(toSubscriptionRow),
    moreSubscriptions,
  };
}

/** How the service is called, under the same head. */
export function publishUsageView(service: ServiceDto, usage: UsageDto) {
  const path = link('publish', service.slug, 'usage');
  return {
    title: `Usage of ${service.name}`,
    ...frameOf(service, 'usage'),
    ...usageView(usage, { path, operations: true, applications: true }),
  };
}

/** Head and tabs, the same on every page about one service of one's own. */
function frameOf(service: ServiceDto, tab: 'versions' | 'usage') {
  const { slug, name, summary, owner, visibility, editable, versions } = service;
  return {
    service: {
      slug,
      name,
      summary,
      team: owner.name,
      visibility: `seen by ${visibilityWords[visibility]}`,
      isListed: versions.some(({ state }) => state === 'published' || state === 'deprecated'),
    },
    breadcrumb: [{ href: '/publish', label: 'Publish' }],
    action: editable ? { href: link('publish', slug, 'edit'), label: 'Edit', quiet: true } : undefined,
    tabs: [
      { href: link('publish', slug), label: 'Versions and plans', current: tab === 'versions' },
      { href: link('publish', slug, 'usage'), label: 'Usage', current: tab === 'usage' },
    ],
  };
}

function toVersionRow(slug: string, summary: VersionSummaryDto, details: VersionDto[]) {
  const detail = details.find(({ name }) => name === summary.name);
  return {
    href: link('publish', slug, summary.name, 'review'),
    name: summary.name,
    state: summary.state,
    operationCount: detail?.spec?.operationCount,
    publishedAt: summary.publishedAt,
    sunsetAt: summary.sunsetAt,
    gateways: (detail?.deployments ?? []).map((status) =>
      syncStateView(status, 'version', summary.state !== 'retired'),
    ),
  };
}

/** Its limits do not hold yet for somebody who is subscribed. */
function isPlanOpen({ sync = [] }: PlanDto): boolean {
  return sync.some(({ pending, taken }) => pending + taken > 0);
}

function toPlanRow(slug: string, plan: PlanDto) {
  const { slug: planSlug, name, limitsText, approval, archivedAt, sync = [], warnings = [] } = plan;
  return {
    href: link('publish', slug, 'plans', planSlug, 'edit'),
    name,
    limits: limitsText,
    approval: approval === 'auto' ? 'at once' : 'by your team',
    state: archivedAt === null ? 'offered' : 'archived',
    warnings,
    gateways: sync.filter(({ total }) => total > 0).map(planStateView),
  };
}

function toSubscriptionRow({ applicationName, teamName, plan, requestedPlan, state, createdAt }: SubscriptionDto) {
  return {
    application: applicationName,
    team: teamName,
    plan: plan?.name ?? requestedPlan?.name ?? '',
    asksFor: plan !== null && requestedPlan !== null ? requestedPlan.name : undefined,
    state,
    at: createdAt,
  };
}

/** The one thing that is missing before the service can be called. */
function nextStepOf(slug: string, versions: VersionSummaryDto[], openPlans: PlanDto[]) {
  if (versions.length === 0) return undefined;
  const isLive = versions.some(({ state }) => state === 'published' || state === 'deprecated');
  if (openPlans.length === 0) {
    return {
      text: 'Without a plan nobody can subscribe.',
      href: link('publish', slug, 'plans', 'new'),
      label: 'Add a plan',
    };
  }
  const draft = versions.find(({ state }) => state === 'draft');
  if (isLive || draft === undefined) return undefined;
  return {
    text: `${draft.name} is a draft: nobody sees it yet.`,
    href: link('publish', slug, draft.name, 'review'),
    label: `Review and publish ${draft.name}`,
  };
}
