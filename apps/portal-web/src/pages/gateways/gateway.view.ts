import type { GatewayDto, GatewayNodeDto } from '#contract';
import { formatNumber } from '../../view/helpers.js';
import {
  countOf,
  countText,
  driftedOf,
  failuresOf,
  gatewayHref,
  gatewaysHref,
  isMoving,
  kindsOf,
  lastRunOf,
  nodesText,
  productOf,
  progressOf,
  reachabilityOf,
  standingOf,
  totalOf,
} from './gateway-facts.js';

const breadcrumb = [{ href: gatewaysHref, label: 'Gateways' }];

/** @param mayManage false for auditors, who only look */
export function gatewayView(gateway: GatewayDto, mayManage: boolean) {
  const { id, name, environment, pending, failed, checkedAt, checkError } = gateway;
  const { stopped, failures } = failuresOf(gateway);
  return {
    title: name,
    heading: name,
    breadcrumb,
    action: mayManage ? { href: gatewayHref(id, 'edit'), label: 'Edit', quiet: true } : undefined,
    environment,
    product: productOf(gateway),
    state: standingOf(gateway),
    reachability: reachabilityOf(gateway),
    trouble: gateway.reachable === false ? { at: checkedAt, words: checkError } : undefined,
    pendingHref: isMoving(gateway) ? gatewayHref(id) : undefined,
    progress: progressOf(gateway.run),
    lastRun: lastRunOf(gateway.run),
    waiting: pending === 0 ? undefined : `${countText(pending)} ${pending === 1 ? 'scope waits' : 'scopes wait'}`,
    stopped,
    failures,
    moreFailures: Math.max(0, failed - gateway.failures.length),
    ...standsOn(gateway),
    facts: factsOf(gateway),
    capabilitiesHref: gatewayHref(id, 'capabilities'),
    errands: mayManage ? errandsOf(gateway) : undefined,
  };
}

/** What stands on the gateway: its nodes, what is ours, what was edited, what others have put there. */
function standsOn(gateway: GatewayDto) {
  const { id, sweptAt, sweepError, owned, foreign, objects } = gateway;
  const drifted = driftedOf(gateway);
  return {
    nodesText: nodesText(gateway),
    nodes: gateway.nodes.map(toNode),
    sweptAt,
    sweepError,
    drift: {
      href: gatewayHref(id, 'drift'),
      count: drifted,
      text: `${formatNumber(drifted)} ${drifted === 1 ? 'object does' : 'objects do'} not stand as Gatehouse left ${drifted === 1 ? 'it' : 'them'}.`,
    },
    objects,
    owned: kindsOf(owned),
    foreign: { href: gatewayHref(id, 'foreign'), total: totalOf(foreign), kinds: kindsOf(foreign) },
    adoptionHref: gatewayHref(id, 'adoption'),
  };
}

function toNode({ url, reachable, checkedAt, error, upToDate }: GatewayNodeDto) {
  return {
    url,
    reachability: reachabilityOf({ reachable }),
    // What a node that does not answer shows is not known.
    state: reachable === true ? (upToDate ? 'up-to-date' : 'behind') : undefined,
    checkedAt,
    error,
  };
}

function factsOf({ adminUrl, proxyUrl, driftPolicy, takesEverything, checkedAt }: GatewayDto) {
  return [
    { label: 'Admin address', value: adminUrl, mono: true },
    { label: 'Address for calls', value: proxyUrl, mono: true },
    { label: 'Edits by hand', value: driftPolicy === 'repair' ? 'are written over' : 'are reported' },
    { label: 'Takes', value: takesEverything ? 'what is deployed everywhere' : 'only what it is chosen for' },
    ...(checkedAt === null ? [] : [{ label: 'Last asked', moment: checkedAt }]),
  ];
}

/** What may be asked of it now. Where the brake may hold something back, a page says how much before it goes on. */
function errandsOf(gateway: GatewayDto) {
  const { id, pending, failed, failures } = gateway;
  const asksFirst = failuresOf(gateway).stopped.length > 0 || failed > failures.length;
  return {
    checkAction: gatewayHref(id, 'check'),
    sweepAction: gatewayHref(id, 'sweep'),
    retryAction: pending > 0 && !asksFirst ? gatewayHref(id, 'retry') : undefined,
    retryHref: asksFirst ? gatewayHref(id, 'retry') : undefined,
    refillHref: gatewayHref(id, 'refill'),
  };
}

/** Asks before everything is written again: it is harmless, and much. */
export function refillView({ id, name, objects }: GatewayDto) {
  return {
    title: `Push everything to ${name} again`,
    heading: `Push everything to ${name} again`,
    summary: 'For a gateway that has lost its objects, or on which somebody has changed them by hand.',
    breadcrumb: [...breadcrumb, { href: gatewayHref(id), label: name }],
    formAction: gatewayHref(id, 'refill'),
    cancelHref: gatewayHref(id),
    text: `All services, plans, subscriptions and keys that belong on it are written again (${countOf(objects, 'object')} of ours on it now). Calls pass meanwhile. What is not ours stays as it is.`,
    button: 'Push everything again',
  };
}

/** Asks before what waits is tried again: where the brake has stopped deletions, this lets them happen. */
export function retryView(gateway: GatewayDto) {
  const { id, name } = gateway;
  const { stopped } = failuresOf(gateway);
  const words = stopped.length > 0 ? stoppedWords : hiddenWords;
  return {
    title: `Go on with ${name}`,
    heading: `Go on with ${name}`,
    breadcrumb: [...breadcrumb, { href: gatewayHref(id), label: name }],
    formAction: gatewayHref(id, 'retry'),
    cancelHref: gatewayHref(id),
    lines: stopped.map(({ scope, words: text }) => ({ title: scope, text })),
    isDanger: true,
    ...words,
  };
}

const stoppedWords = {
  summary: 'Much would be deleted at once, which is more often a broken database than a wish.',
  text: 'Make sure that the catalogue is whole: the services, applications and keys that you know should all be there. Calls with what is deleted are refused.',
  button: 'Go on and delete it',
};
const hiddenWords = {
  summary: 'Everything that waits is tried again.',
  text: 'More has failed than is listed. If the brake has stopped deletions among it, they go on too.',
  button: 'Try it all again',
};
