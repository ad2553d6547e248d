import type { CredentialSyncDto } from '#contract';
import type { NodeAnswer } from '../gateway-sync/prove/prove-credentials.js';
import type { StatusNode, SyncStatusRow } from '../gateway-sync/sync-status.store.js';
import { askedAgainAt, countNodes, toSyncStatus } from '../gateway-sync/to-sync-status.js';

export interface KeySyncRow extends Omit<SyncStatusRow, 'scope'> {
  credentialId: string;
  takenAt: Date | null;
  droppedAt: Date | null;
  liveAt: Date | null;
  removedAt: Date | null;
  /** When the nodes are asked again about this key. */
  askedAgainAt: Date | null;
  /** What the nodes did with the key when they were last asked. */
  answers: NodeAnswer[];
  /** Somebody else's consumer with the same key, which is to be taken over, stands on the gateway as well. */
  isTheirsToo: boolean;
}

/**
 * How far one key is on one gateway. What is known of this very key counts before the state of its application's scope,
 * which also waits for everything else that changed.
 */
export function toKeySync(row: KeySyncRow, isActive: boolean, seesWords: boolean): CredentialSyncDto {
  const takenAt = isActive ? row.takenAt : row.droppedAt;
  const provenAt = isActive ? row.liveAt : row.removedAt;
  const wanted = isActive ? 'accepted' : 'refused';
  const showing = new Set(row.answers.filter(({ outcome }) => outcome === wanted).map(({ url }) => url));
  const hasShown = ({ url }: StatusNode) => (takenAt ?? provenAt) !== null && showing.has(url);
  // A key is usable once it was seen to be. That it is refused holds only while no node that is there may let it in.
  const isLetIn = row.isTheirsToo || row.nodes.some((node) => node.reachable === true && !hasShown(node));
  const mayStillPass = !isActive && isLetIn;
  const isConfirmed = provenAt !== null && !mayStillPass;
  const scope = toSyncStatus(row, seesWords);
  const isFailed = takenAt === null && provenAt === null && scope.state === 'failed';
  const isTaken = !isConfirmed && (takenAt ?? provenAt) !== null;
  // While no node is there the key waits for the first that is.
  const isAnyThere = row.nodes.some(({ reachable }) => reachable === true);
  const askedAt = isAnyThere ? row.askedAgainAt : askedAgainAt(row.nodes, hasShown);
  return {
    ...scope,
    state: isConfirmed ? 'confirmed' : isFailed ? 'failed' : isTaken ? 'taken' : 'pending',
    takenAt: takenAt?.toISOString() ?? null,
    confirmedAt: isConfirmed ? provenAt.toISOString() : null,
    nodes: countNodes(row.nodes, hasShown),
    liveAt: row.liveAt?.toISOString() ?? null,
    removedAt: isConfirmed ? (row.removedAt?.toISOString() ?? null) : null,
    error: isFailed ? scope.error : null,
    retryAt: isFailed ? scope.retryAt : isTaken ? (askedAt?.toISOString() ?? null) : null,
  };
}
