import type { NodeCountsDto, SyncStatusDto } from '#contract';
import { type Actor, may, type OwnedResource } from '#domain';
import type { StatusNode, SyncStatusRow } from './sync-status.store.js';

/** For those who cannot help it: a gateway's words may name addresses and settings of its operators. */
export const UNTOLD_ERROR = 'The gateway has not taken this. The people who run it can see why.';

/** Whether somebody reads a gateway's own words: whoever runs gateways, and who may change the service. */
export function seesGatewayWords(actor: Actor, service?: OwnedResource): boolean {
  return may(actor, 'gateway.read') || (service !== undefined && may(actor, 'service.update', service));
}

/** A scope's row as people read it: not on the gateway yet, taken by it, seen in effect, or refused by it. */
export function toSyncStatus(row: Omit<SyncStatusRow, 'scope'>, seesWords: boolean): SyncStatusDto {
  const isTaken = row.applied >= row.wished;
  const isFailed = !isTaken && row.failedAt !== null;
  const hasShown = (node: StatusNode) => isTaken && node.watermark >= row.watermark;
  const isConfirmed = isTaken && isShown(row.nodes, hasShown);
  const retryAt = isConfirmed ? null : isTaken ? askedAgainAt(row.nodes, hasShown) : isFailed ? row.retryAt : null;
  return {
    gatewayId: row.gatewayId,
    gatewayName: row.gatewayName,
    environment: row.environment,
    state: isConfirmed ? 'confirmed' : isTaken ? 'taken' : isFailed ? 'failed' : 'pending',
    wishedAt: row.wishedAt.toISOString(),
    takenAt: isTaken ? (row.appliedAt?.toISOString() ?? null) : null,
    confirmedAt: isConfirmed ? (later(row.appliedAt, row.confirmedAt)?.toISOString() ?? null) : null,
    nodes: countNodes(row.nodes, hasShown),
    gatewayReachable: row.gatewayReachable,
    error: isFailed ? (seesWords ? row.error : UNTOLD_ERROR) : null,
    retryAt: retryAt?.toISOString() ?? null,
  };
}

export function countNodes(nodes: StatusNode[], hasShown: (node: StatusNode) => boolean): NodeCountsDto {
  return {
    total: nodes.length,
    confirmed: nodes.filter(hasShown).length,
    unreachable: nodes.filter((node) => node.reachable === false && !hasShown(node)).length,
  };
}

/** When the first of those nodes is asked again that have not shown it. */
export function askedAgainAt(nodes: StatusNode[], hasShown: (node: StatusNode) => boolean): Date | null {
  const times = nodes.flatMap((node) => (node.againAt === null || hasShown(node) ? [] : [Date.parse(node.againAt)]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** Every node that is there shows it, and at least one; a gateway without nodes is believed. */
function isShown(nodes: StatusNode[], hasShown: (node: StatusNode) => boolean): boolean {
  return (
    nodes.length === 0 || (nodes.some(hasShown) && nodes.every((node) => node.reachable !== true || hasShown(node)))
  );
}

function later(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
