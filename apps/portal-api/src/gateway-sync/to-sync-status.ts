import type { SyncStatusDto } from '#contract';
import type { SyncStatusRow } from './sync-status.store.js';

/** A scope's row as people read it: on the gateway, not yet, or refused by it. */
export function toSyncStatus(row: Omit<SyncStatusRow, 'scope'>): SyncStatusDto {
  const isConfirmed = row.applied >= row.wished;
  const isFailed = !isConfirmed && row.failedAt !== null;
  return {
    gatewayId: row.gatewayId,
    gatewayName: row.gatewayName,
    environment: row.environment,
    state: isConfirmed ? 'confirmed' : isFailed ? 'failed' : 'pending',
    wishedAt: row.wishedAt.toISOString(),
    takenAt: isConfirmed ? (row.appliedAt?.toISOString() ?? null) : null,
    confirmedAt: isConfirmed ? (row.appliedAt?.toISOString() ?? null) : null,
    nodes: { total: 0, confirmed: 0, unreachable: 0 },
    gatewayReachable: null,
    error: isFailed ? row.error : null,
    retryAt: isFailed ? (row.retryAt?.toISOString() ?? null) : null,
  };
}
