import { Injectable } from '@nestjs/common';
import type { AppliedRow, InventoryRow } from '#gateway';
import { isRetryableTransaction } from '#platform';
import { Database } from '../database/database.js';
import type { ScopeLease } from './scope-leases.store.js';

/** What became of an object that was written: its row, or that it is gone. */
export interface WrittenObject {
  lease: ScopeLease;
  remoteId: string;
  row: AppliedRow | null;
}

const INVENTORY_SQL = `
  SELECT scope, kind, remote_id AS "remoteId", parent_id AS "parentId", subject_id AS "subjectId",
    wished_hash AS "wishedHash", answered_hash AS "answeredHash"
  FROM inventory_object WHERE gateway_id = $1 AND scope = ANY($2::text[])`;

// The gateway removes an object's children with it, whichever scope they belong to, so their rows go too, and the scopes
// that lose some are wished again: they may have been read before. What this writes may be lost with the database's
// machine, and is then only sent once more, so it does not wait for the disk.
const RECORD_SQL = `
  WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)
  ), outcome AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
      $10::text[]) AS o(scope, fence, remote_id, kind, parent_id, subject_id, wished_hash, answered_hash, answered)
  ), held AS MATERIALIZED (
    SELECT s.scope FROM sync_scope s
    WHERE s.gateway_id = $1 AND (s.scope, s.fence) IN (SELECT scope, fence FROM outcome)
    ORDER BY s.gateway_id, s.scope FOR SHARE
  ), stored AS (
    INSERT INTO inventory_object AS i
      (gateway_id, scope, kind, remote_id, parent_id, subject_id, wished_hash, answered_hash, answered, confirmed_at)
    SELECT $1, o.scope, o.kind, o.remote_id, o.parent_id, o.subject_id, o.wished_hash, o.answered_hash, o.answered, now()
    FROM outcome o JOIN held ON held.scope = o.scope WHERE o.kind IS NOT NULL
    ORDER BY o.remote_id
    ON CONFLICT (gateway_id, remote_id) DO UPDATE SET scope = EXCLUDED.scope, kind = EXCLUDED.kind,
      parent_id = EXCLUDED.parent_id, subject_id = EXCLUDED.subject_id, wished_hash = EXCLUDED.wished_hash,
      answered_hash = EXCLUDED.answered_hash, answered = EXCLUDED.answered, confirmed_at = EXCLUDED.confirmed_at
  ), lost AS (
    SELECT o.scope, o.remote_id FROM outcome o JOIN held ON held.scope = o.scope WHERE o.kind IS NULL
  ), gone AS (
    DELETE FROM inventory_object i USING lost WHERE i.gateway_id = $1 AND i.remote_id = lost.remote_id
  ), orphans AS (
    DELETE FROM inventory_object i USING lost WHERE i.gateway_id = $1 AND i.parent_id = lost.remote_id
    RETURNING i.scope, lost.scope AS parent_scope
  ), wished AS (
    UPDATE sync_scope s SET wished = s.wished + 1, wished_at = now(),
      priority = CASE WHEN s.applied < s.wished THEN s.priority ELSE 1 END
    WHERE s.gateway_id = $1 AND s.scope IN (SELECT scope FROM orphans WHERE scope <> parent_scope)
  )
  SELECT held.scope FROM held, quick`;

const DEADLOCK_ATTEMPTS = 4;

/** The objects that we own on the gateways, as the last pushes left them. */
@Injectable()
export class InventoryStore {
  constructor(private readonly database: Database) {}

  /** The rows of these scopes, by scope. */
  async ofScopes(gatewayId: string, scopes: string[]): Promise<Map<string, InventoryRow[]>> {
    const { rows } = await this.database.pool.query<InventoryRow & { scope: string }>({
      name: 'scopes_inventory',
      text: INVENTORY_SQL,
      values: [gatewayId, scopes],
    });
    const byScope = new Map<string, InventoryRow[]>(scopes.map((scope) => [scope, []]));
    for (const { scope, ...row } of rows) byScope.get(scope)?.push(row);
    return byScope;
  }

  async size(gatewayId: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ size: number }>(
      'SELECT count(*)::int AS size FROM inventory_object WHERE gateway_id = $1',
      [gatewayId],
    );
    return rows[0]?.size ?? 0;
  }

  /** Writes outcomes down, all of one gateway; returns the scopes that were still held. What is of others is left out. */
  async record(gatewayId: string, written: readonly WrittenObject[]): Promise<Set<string>> {
    const column = <T>(value: (one: WrittenObject) => T): T[] => written.map(value);
    const values = [
      gatewayId,
      column(({ lease }) => lease.scope),
      column(({ lease }) => lease.fence),
      column(({ remoteId }) => remoteId),
      column(({ row }) => row?.kind ?? null),
      column(({ row }) => row?.parentId ?? null),
      column(({ row }) => row?.subjectId ?? null),
      column(({ row }) => row?.wishedHash ?? null),
      column(({ row }) => row?.answeredHash ?? null),
      column(({ row }) => row?.answered ?? null),
    ];
    for (let attempt = 1; ; attempt++) {
      try {
        const query = { name: 'inventory_record', text: RECORD_SQL, values };
        const { rows } = await this.database.pool.query<{ scope: string }>(query);
        return new Set(rows.map(({ scope }) => scope));
      } catch (error) {
        if (!isRetryableTransaction(error) || attempt >= DEADLOCK_ATTEMPTS) throw error;
      }
    }
  }
}
