import type { CredentialSyncDto } from '#contract';
import type { SyncStatusRow } from '../gateway-sync/sync-status.store.js';
import { toSyncStatus } from '../gateway-sync/to-sync-status.js';

export interface KeySyncRow extends Omit<SyncStatusRow, 'scope'> {
  credentialId: string;
  liveAt: Date | null;
  removedAt: Date | null;
}

/**
 * How far one key is on one gateway. What the gateway has confirmed of this very key counts before the state of its
 * application's scope, which also waits for everything else that changed.
 */
export function toKeySync(row: KeySyncRow, isActive: boolean): CredentialSyncDto {
  const scope = toSyncStatus(row);
  const confirmedAt = isActive ? row.liveAt : row.removedAt;
  const own: Partial<CredentialSyncDto> =
    confirmedAt === null
      ? {}
      : { state: 'confirmed', confirmedAt: confirmedAt.toISOString(), error: null, retryAt: null };
  return {
    ...scope,
    ...own,
    liveAt: row.liveAt?.toISOString() ?? null,
    removedAt: row.removedAt?.toISOString() ?? null,
  };
}
