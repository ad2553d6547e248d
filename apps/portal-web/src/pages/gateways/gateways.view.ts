import { randomUUID } from 'node:crypto';
import type { EnvironmentDto, FailedScopeDto, GatewayDto } from '#contract';
import type { ApiProblem } from '../../api-client/api-problem.js';
import { formProblem } from '../../view/form-problem.js';
import { formatNumber, link } from '../../view/helpers.js';
import { gatewayWords } from '../../view/sync-state.js';
import { adminTabs } from '../admin/admin-tabs.js';

const base = '/admin/gateways';

/** @param mayManage false for auditors, who only look */
export function gatewaysView(gateways: GatewayDto[], mayManage: boolean) {
  const isWaiting = gateways.some(({ pending, reachable }) => pending > 0 || reachable === null);
  return {
    title: 'Gateways',
    action: mayManage ? { href: `${base}/new`, label: 'Register a gateway' } : undefined,
    adminTabs: adminTabs('gateways'),
    pendingHref: isWaiting ? base : undefined,
    gateways: gateways.map((gateway) => toCard(gateway, mayManage)),
  };
}

function toCard(gateway: GatewayDto, mayManage: boolean) {
  const { id, name, kind, environment, adminUrl, proxyUrl, version, reachable, pending, failed, objects } = gateway;
  const path = link('admin', 'gateways', id);
  return {
    name,
    kind: kind.charAt(0).toUpperCase() + kind.slice(1),
    environment,
    adminUrl,
    proxyUrl,
    reachability: reachable === null ? 'unknown' : reachable ? 'reachable' : 'unreachable',
    state: failed > 0 ? 'failed' : pending > 0 ? 'behind' : 'in-step',
    seenAt: gateway.checkedAt,
    checkError: gateway.checkError,
    productVersion: version,
    pending,
    failed,
    objects,
    retryAction: mayManage && pending > 0 ? `${path}/retry` : undefined,
    checkAction: mayManage ? `${path}/check` : undefined,
    refillHref: mayManage ? `${path}/refill` : undefined,
    editHref: mayManage ? `${path}/edit` : undefined,
    failures: gateway.failures.map(toFailure),
    moreFailures: Math.max(0, failed - gateway.failures.length),
  };
}

function toFailure({ label, error, failedAt, retryAt }: FailedScopeDto) {
  return { scope: label, since: failedAt, retryAt, words: gatewayWords(error) };
}

/** What stands in the form: texts, as typed; a token never. */
export interface GatewayForm {
  name?: string;
  environment?: string;
  adminUrl?: string;
  proxyUrl?: string;
}

const breadcrumb = [{ href: base, label: 'Gateways' }];

export function newGatewayView(environments: EnvironmentDto[], form: GatewayForm, problem?: ApiProblem) {
  return {
    title: 'Register a gateway',
    heading: 'Register a gateway',
    summary: 'Everything that is live goes to it at once. Nothing on it that is not ours is touched.',
    breadcrumb,
    formAction: `${base}/new`,
    cancelHref: base,
    submit: 'Register',
    isNew: true,
    once: randomUUID(),
    tokenHint: 'Sent as Kong-Admin-Token. Kept sealed, never shown again.',
    environments: environments.map(({ slug, name }) => ({ value: slug, label: name })),
    form,
    ...formProblem(problem, { slug: 'name' }, { 'gateway.slug_taken': 'name' }),
  };
}

/** @param etag what the change will be based on: that of the page that was shown first */
export function editGatewayView({ id, name }: GatewayDto, form: GatewayForm, etag: string, problem?: ApiProblem) {
  return {
    title: `Edit ${name}`,
    heading: `Edit ${name}`,
    breadcrumb,
    formAction: link('admin', 'gateways', id, 'edit'),
    cancelHref: base,
    submit: 'Save',
    isNew: false,
    etag,
    tokenHint: 'Leave it empty to keep the one that is there.',
    form,
    ...formProblem(problem, {}),
  };
}

/** Asks before everything is written again: it is harmless, and much. */
export function refillView({ id, name, objects }: GatewayDto) {
  return {
    title: `Push everything to ${name} again`,
    heading: `Push everything to ${name} again`,
    summary: 'For a gateway that has lost its objects, or on which somebody has changed them by hand.',
    breadcrumb,
    formAction: link('admin', 'gateways', id, 'refill'),
    cancelHref: base,
    text: `All services, plans, subscriptions and keys that belong on it are written again (${plural(objects)} of ours on it now). Calls pass meanwhile. What is not ours stays as it is.`,
    button: 'Push everything again',
  };
}

function plural(objects: number): string {
  return `${formatNumber(objects)} ${objects === 1 ? 'object' : 'objects'}`;
}
