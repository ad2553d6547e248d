import type { GatewayDto } from '#contract';
import { formatNumber } from '../../view/helpers.js';
import { adminTabs } from '../admin/admin-tabs.js';
import {
  countText,
  driftedOf,
  gatewayHref,
  gatewaysHref,
  isMoving,
  isShowingAll,
  nodesText,
  productOf,
  progressOf,
  reachabilityOf,
} from './gateway-facts.js';

/** @param mayManage false for auditors, who only look */
export function gatewaysView(gateways: GatewayDto[], mayManage: boolean) {
  return {
    title: 'Gateways',
    action: mayManage ? { href: `${gatewaysHref}/new`, label: 'Register a gateway' } : undefined,
    adminTabs: adminTabs('gateways'),
    pendingHref: gateways.some(isMoving) ? gatewaysHref : undefined,
    columns: ['Gateway', 'Answers', 'Nodes up to date', 'Swept'].map((label) => ({ label })),
    counted: ['Owned', 'Waiting', 'Failed', 'Drifted'].map((label) => ({ label })),
    gateways: gateways.map(toRow),
    empty: mayManage
      ? 'A gateway enforces keys and limits. Register its admin address; nothing on it that is not ours is touched.'
      : 'A gateway enforces keys and limits. An admin registers the first one.',
  };
}

function toRow(gateway: GatewayDto) {
  const { id, name, environment, checkedAt, checkError, sweptAt, objects, pending, failed } = gateway;
  const drifted = driftedOf(gateway);
  const href = gatewayHref(id);
  return {
    href,
    name,
    environment,
    product: productOf(gateway),
    reachability: reachabilityOf(gateway),
    checkedAt,
    checkError,
    nodes: nodesText(gateway),
    isBehind: !gateway.nodes.every(isShowingAll),
    sweptAt,
    counts: [
      { label: 'Owned', href: `${href}#objects`, text: sweptAt === null ? '–' : countText(objects), calls: false },
      { label: 'Waiting', href: `${href}#sync`, text: countText(pending), calls: false },
      { label: 'Failed', href: `${href}#failures`, text: countText(failed), calls: failed > 0 },
      { label: 'Drifted', href: gatewayHref(id, 'drift'), text: formatNumber(drifted), calls: drifted > 0 },
    ],
    progress: progressOf(gateway.run),
  };
}
