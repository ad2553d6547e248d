import type { CredentialDto } from '#contract';
import type { CredentialRow } from './credentials.store.js';
import { type KeySyncRow, toKeySync } from './to-key-sync.js';

function keyState(
  { revokedAt, expiresAt }: Pick<CredentialRow, 'revokedAt' | 'expiresAt'>,
  now: Date,
): CredentialDto['state'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}

/** Names every field by hand: nothing of a row reaches an answer by being there. */
export function toCredentialDto(
  row: CredentialRow,
  sync: KeySyncRow[],
  { now, seesWords }: { now: Date; seesWords: boolean },
): CredentialDto {
  const state = keyState(row, now);
  return {
    id: row.id,
    name: row.name,
    environment: row.environment.slug,
    prefix: row.prefix,
    lastFour: row.lastFour,
    state,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    gateways: sync
      .filter(({ credentialId }) => credentialId === row.id)
      .map((found) => toKeySync(found, state === 'active', seesWords)),
  };
}
