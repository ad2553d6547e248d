import type { ApplicationDto, CredentialDto, SubscriptionDto, TeamDetailDto } from '#contract';
import type { ChartView } from '../../charts/time-chart.js';
import { link } from '../../view/helpers.js';
import { keyStateView, type KeyGatewayView } from '../shared/key-state.view.js';
import { applicationTabs, type TabLink } from './application-tabs.js';

/** A subscription as a card. */
export interface SubscriptionCard {
  id: string;
  serviceSlug: string;
  serviceName: string;
  state: string;
  planText: string;
  linkText: string;
  text: string | undefined;
}

interface KeyRow {
  id: string;
  href: string;
  name: string;
  prefix: string;
  lastFour: string;
  environment: string;
  createdAt: string;
  lastUsedAt: string | null;
  expiresAt: string | null;
  gateways: KeyGatewayView[];
  pendingHref: string | undefined;
  revokeHref: string | undefined;
}

export interface ApplicationView {
  title: string;
  application: { id: string; name: string; text: string; team: string; createdAt: string };
  breadcrumb: { href: string; label: string }[];
  tabs: TabLink[];
  subscriptions: SubscriptionCard[];
  findAction: { href: string; label: string };
  newKeyHref: string | undefined;
  keyAction: { href: string; label: string } | undefined;
  keyColumns: { label: string; wide?: boolean }[];
  keys: KeyRow[];
  chart: ChartView | undefined;
  people: { name: string; email: string; role: string }[];
}

/** What the page of an application shows; the chart is missing when nothing was called. */
export interface ApplicationParts {
  application: ApplicationDto;
  subscriptions: SubscriptionDto[];
  keys: CredentialDto[];
  team: TeamDetailDto;
  chart: ChartView | undefined;
}

export function applicationView(parts: ApplicationParts): ApplicationView {
  const { application } = parts;
  const href = link('applications', application.id);
  const newKeyHref = application.editable ? `${href}/keys/new` : undefined;
  return {
    title: application.name,
    application: {
      id: application.id,
      name: application.name,
      text: application.description,
      team: application.teamName,
      createdAt: application.createdAt,
    },
    breadcrumb: [{ href: '/applications', label: 'Applications' }],
    tabs: applicationTabs(application, 'Overview'),
    subscriptions: parts.subscriptions.map(subscriptionCard),
    findAction: { href: '/', label: 'Find a service' },
    newKeyHref,
    keyAction: newKeyHref === undefined ? undefined : { href: newKeyHref, label: 'Make a key' },
    keyColumns,
    keys: parts.keys.map((key) => keyRow(application, key)),
    chart: parts.chart,
    people: parts.team.members.map(({ displayName, email, role }) => ({ name: displayName, email, role })),
  };
}

/** On a telephone a row says what it is, where it is, and how to end it; the key's own page says the rest. */
const keyColumns = [
  { label: 'Key' },
  { label: 'Environment', wide: true },
  { label: 'Made', wide: true },
  { label: 'Last used', wide: true },
  { label: 'Expires', wide: true },
  { label: 'Gateways' },
  { label: '' },
];

function keyRow(application: ApplicationDto, key: CredentialDto): KeyRow {
  const here = link('applications', application.id);
  const href = `${here}${link('keys', key.id)}`;
  const { gateways, pendingHref } = keyStateView(key, href);
  const shown = key.state === 'active' || gateways.length > 0 ? gateways : [endedGateway(key)];
  return {
    id: key.id,
    href,
    name: key.name,
    prefix: key.prefix,
    lastFour: key.lastFour,
    environment: key.environment,
    createdAt: key.createdAt,
    lastUsedAt: key.lastUsedAt,
    expiresAt: key.expiresAt,
    gateways: shown,
    pendingHref: pendingHref === undefined ? undefined : here,
    revokeHref: key.state === 'active' && application.editable ? `${href}/revoke` : undefined,
  };
}

/** A key that ended before any gateway knew it. */
function endedGateway({ state, environment, revokedAt, expiresAt }: CredentialDto): KeyGatewayView {
  return {
    name: 'no gateway',
    environment,
    state,
    sentence: undefined,
    moments: [],
    seenAt: revokedAt ?? expiresAt,
    retryAt: null,
    sameAsAll: false,
  };
}

/** What a person wants to know of a subscription: plan, limits, what waits, what was decided and why. */
export function subscriptionCard(subscription: SubscriptionDto): SubscriptionCard {
  const { id, serviceSlug, serviceName, state, plan, requestedPlan, decisionReason } = subscription;
  const waits = requestedPlan !== null && (state === 'pending' || state === 'active');
  const texts = [
    waits ? `${requestedPlan.name} (${requestedPlan.limitsText}) waits for approval.` : '',
    decisionReason === null ? '' : `Reason: ${decisionReason}`,
    subscription.sync.some((status) => status.state === 'failed')
      ? 'Not yet on every gateway; it is tried again by itself.'
      : '',
  ].filter((text) => text !== '');
  return {
    id,
    serviceSlug,
    serviceName,
    state,
    planText: planTextOf(subscription, plan),
    linkText: ['rejected', 'cancelled'].includes(state) ? 'Subscribe again' : 'Change or cancel',
    text: texts.length === 0 ? undefined : texts.join(' '),
  };
}

function planTextOf({ state }: SubscriptionDto, plan: SubscriptionDto['plan']): string {
  if (plan !== null) return `${plan.name}: ${plan.limitsText}`;
  return state === 'pending' ? 'No plan in force yet' : 'No plan in force';
}
