import type { OperationPageDto, PlanDto, ServiceDto, SubscriptionDto, VersionDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { markdownToHtml } from '../../view/markdown.js';
import { syncStateView } from '../../view/sync-state.js';
import { operationGroups, type OperationGroup } from '../shared/operation-groups.js';
import { approvalText, limitLines } from '../shared/plan-limits.js';
import { endingView, type EndingView } from './ending.view.js';
import { serviceTabs, versionFacts, type FactView, type TabView } from './version-facts.js';

const shownChanges = 6;

/** What is known of a service; version and operations are missing while nothing of it can be called. */
export interface ServiceParts {
  service: ServiceDto;
  plans: PlanDto[];
  /** Of applications of the visitor's teams. */
  subscriptions: SubscriptionDto[];
  version: VersionDto | undefined;
  operations: OperationPageDto | undefined;
  firstCall: string | undefined;
}

interface PlanCard {
  name: string;
  text: string;
  limits: string[];
  approval: string;
  current: boolean;
  href: string;
}

export interface ServiceView {
  title: string;
  description: string;
  service: { slug: string; name: string; summary: string; owner: string; visibility: string | undefined };
  action: { href: string; label: string } | undefined;
  editHref: string | undefined;
  versions: { name: string; state: string }[];
  tabs: TabView[];
  /** Of versions that should be left. */
  endings: EndingView[];
  subscriptions: { applicationId: string; applicationName: string; planName: string }[];
  descriptionHtml: string;
  plans: PlanCard[];
  version: { name: string; operationCount: number; href: string; hasMore: boolean } | undefined;
  groups: OperationGroup[];
  auth: { header: string };
  samples: { label: string; text: string }[] | undefined;
  facts: FactView[];
  changes: { text: string; at: string }[];
  gateways: { name: string; state: string }[];
}

export function serviceView(parts: ServiceParts): ServiceView {
  const { service, version, operations } = parts;
  const href = link('services', service.slug);
  const used = parts.subscriptions.filter(({ state }) => state === 'active');
  return {
    title: service.name,
    description: service.summary,
    service: {
      slug: service.slug,
      name: service.name,
      summary: service.summary,
      owner: service.owner.name,
      visibility: service.visibility === 'public' ? undefined : service.visibility,
    },
    action: version && parts.plans.length > 0 ? { href: `${href}/get-key`, label: 'Get a key' } : undefined,
    editHref: service.editable ? link('publish', service.slug) : undefined,
    versions: service.versions.map(({ name, state }) => ({ name, state })),
    tabs: serviceTabs(service),
    endings: endingsOf(service),
    subscriptions: used.map(({ applicationId, applicationName, plan }) => ({
      applicationId,
      applicationName,
      planName: plan?.name ?? '',
    })),
    descriptionHtml: markdownToHtml(service.description),
    plans: parts.plans.map((plan) => planCard(plan, service, used)),
    version: version && {
      name: version.name,
      operationCount: version.spec?.operationCount ?? 0,
      href: `${href}${link(version.name)}`,
      hasMore: operations?.nextCursor != null,
    },
    groups: version && operations ? operationGroups(service.slug, version.name, operations.items) : [],
    auth: { header: 'apikey' },
    samples: parts.firstCall === undefined ? undefined : [{ label: 'curl', text: parts.firstCall }],
    facts: version ? versionFacts(version) : [],
    changes: changesOf(service),
    gateways: (version?.deployments ?? []).map((status) => syncStateView(status, 'version', true)),
  };
}

function planCard(plan: PlanDto, service: ServiceDto, used: SubscriptionDto[]): PlanCard {
  return {
    name: plan.name,
    text: plan.description,
    limits: limitLines(plan),
    approval: approvalText(plan, service.owner.name),
    current: used.some((subscription) => subscription.plan?.id === plan.id),
    href: withQuery(link('services', service.slug, 'get-key'), { plan: plan.slug }),
  };
}

/** Of versions that still answer, so that those who call them read it here. */
function endingsOf(service: ServiceDto): EndingView[] {
  return service.versions
    .filter(({ state }) => state === 'published' || state === 'deprecated')
    .flatMap((version) => endingView(service.slug, version) ?? []);
}

/** What happened to the versions and what is announced, the latest first. */
function changesOf(service: ServiceDto): { text: string; at: string }[] {
  const changes = service.versions.flatMap(({ name, publishedAt, sunsetAt, state }) => [
    ...(publishedAt === null ? [] : [{ text: `${name} was published`, at: publishedAt }]),
    ...(sunsetAt === null || state === 'retired' ? [] : [{ text: `${name} ends`, at: sunsetAt }]),
  ]);
  return changes.sort((left, right) => right.at.localeCompare(left.at)).slice(0, shownChanges);
}
