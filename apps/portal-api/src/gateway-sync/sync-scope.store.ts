import { Injectable } from '@nestjs/common';
import type { InventoryRow, ObjectOutcome } from '#gateway';
import { Database } from '../database/database.js';

/** A writer that does not get back to the database for this long has lost its scope to the next one. */
export const LEASE_MS = 20_000;

/** The right to push one scope of one gateway, until the lease runs out or a newer fence was given. */
export interface ScopeLock {
  gatewayId: string;
  scope: string;
  fence: number;
  /** The count of wishes when the lock was taken: what a successful push has applied. */
  wished: number;
  attempts: number;
  /** Somebody has said that this push may delete much. */
  deletesConfirmed: boolean;
}

/** Thrown when another writer has taken the scope: whoever gets it stops at once. */
export class LostLock extends Error {
  constructor({ gatewayId, scope, fence }: ScopeLock) {
    super(`scope ${scope} of gateway ${gatewayId} was taken over from writer ${fence}`);
  }
}

const TAKE_SQL = `
  UPDATE sync_scope SET fence = fence + 1, locked_until = now() + $3 * interval '1 millisecond'
  WHERE gateway_id = $1 AND scope = $2 AND (locked_until IS NULL OR locked_until < now())
  RETURNING fence, wished, attempts, deletes_confirmed AS "deletesConfirmed"`;

const HELD = `UPDATE sync_scope SET locked_until = now() + $4 * interval '1 millisecond'
    WHERE gateway_id = $1 AND scope = $2 AND fence = $3 RETURNING gateway_id, scope`;

const STORE_SQL = `
  WITH held AS (${HELD})
  INSERT INTO inventory_object AS i
    (gateway_id, scope, kind, remote_id, parent_id, subject_id, wished_hash, answered_hash, confirmed_at)
  SELECT held.gateway_id, held.scope, $5, $6::uuid, $7::uuid, $8::uuid, $9, $10, now() FROM held
  ON CONFLICT (gateway_id, remote_id) DO UPDATE SET scope = EXCLUDED.scope, kind = EXCLUDED.kind,
    parent_id = EXCLUDED.parent_id, subject_id = EXCLUDED.subject_id,
    wished_hash = EXCLUDED.wished_hash, answered_hash = EXCLUDED.answered_hash,
    confirmed_at = EXCLUDED.confirmed_at
  RETURNING 1`;

// The gateway removes an object's children with it, whichever scope they belong to, so their rows go too.
const FORGET_SQL = `
  WITH held AS (${HELD}), gone AS (
    DELETE FROM inventory_object i USING held
    WHERE i.gateway_id = held.gateway_id AND (i.remote_id = $5::uuid OR i.parent_id = $5::uuid))
  SELECT 1 FROM held`;

const SUCCEED_SQL = `
  UPDATE sync_scope SET applied = $4, applied_at = now(), locked_until = NULL, attempts = 0,
    failed_at = NULL, retry_at = NULL, error = NULL, deletes_confirmed = false
  WHERE gateway_id = $1 AND scope = $2 AND fence = $3
  RETURNING wished`;

const FAIL_SQL = `
  UPDATE sync_scope SET locked_until = NULL, attempts = attempts + 1, failed_at = now(), error = $4,
    retry_at = now() + $5 * interval '1 millisecond'
  WHERE gateway_id = $1 AND scope = $2 AND fence = $3
  RETURNING wished`;

/** The lock, the inventory and the outcome of a scope. Every write names the fence and does nothing with an old one. */
@Injectable()
export class SyncScopeStore {
  constructor(private readonly database: Database) {}

  /** Null: another writer holds it, and will see our wish when it lets go. */
  async take(gatewayId: string, scope: string): Promise<ScopeLock | null> {
    const { rows } = await this.database.pool.query<Omit<ScopeLock, 'gatewayId' | 'scope'>>({
      name: 'scope_take',
      text: TAKE_SQL,
      values: [gatewayId, scope, LEASE_MS],
    });
    return rows[0] === undefined ? null : { gatewayId, scope, ...rows[0] };
  }

  async inventory({ gatewayId, scope }: ScopeLock): Promise<InventoryRow[]> {
    const { rows } = await this.database.pool.query<InventoryRow>({
      name: 'scope_inventory',
      text: `SELECT kind, remote_id AS "remoteId", parent_id AS "parentId", subject_id AS "subjectId", wished_hash AS "wishedHash",
          answered_hash AS "answeredHash" FROM inventory_object WHERE gateway_id = $1 AND scope = $2`,
      values: [gatewayId, scope],
    });
    return rows;
  }

  async inventorySize(gatewayId: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ size: number }>(
      'SELECT count(*)::int AS size FROM inventory_object WHERE gateway_id = $1',
      [gatewayId],
    );
    return rows[0]?.size ?? 0;
  }

  /** Writes one outcome down and renews the lease; throws LostLock when the scope is somebody else's by now. */
  async record(lock: ScopeLock, outcome: ObjectOutcome): Promise<void> {
    if (outcome.outcome === 'failed' || outcome.outcome === 'skipped') return;
    const fenced = [lock.gatewayId, lock.scope, lock.fence, LEASE_MS];
    const query =
      outcome.outcome === 'applied'
        ? {
            name: 'scope_store',
            text: STORE_SQL,
            values: [
              ...fenced,
              outcome.row.kind,
              outcome.row.remoteId,
              outcome.row.parentId,
              outcome.row.subjectId,
              outcome.row.wishedHash,
              outcome.row.answeredHash,
            ],
          }
        : { name: 'scope_forget', text: FORGET_SQL, values: [...fenced, outcome.object.id] };
    const { rowCount } = await this.database.pool.query(query);
    if (rowCount === 0) throw new LostLock(lock);
  }

  /** Lets the scope go as applied; true when it was wished again meanwhile. */
  async succeed(lock: ScopeLock): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ wished: number }>({
      name: 'scope_succeed',
      text: SUCCEED_SQL,
      values: [lock.gatewayId, lock.scope, lock.fence, lock.wished],
    });
    if (rows[0] === undefined) throw new LostLock(lock);
    return rows[0].wished > lock.wished;
  }

  /** Lets the scope go with the gateway's words; `retryAfterMs` null means that only a person can help. */
  async fail(lock: ScopeLock, error: string, retryAfterMs: number | null): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ wished: number }>({
      name: 'scope_fail',
      text: FAIL_SQL,
      values: [lock.gatewayId, lock.scope, lock.fence, error, retryAfterMs],
    });
    if (rows[0] === undefined) throw new LostLock(lock);
    return rows[0].wished > lock.wished;
  }
}
