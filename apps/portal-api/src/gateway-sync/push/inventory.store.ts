import { Injectable } from '@nestjs/common';
import type { AppliedRow, InventoryRow, KindCounts } from '#gateway';
import { isRetryableTransaction } from '#platform';
import { Database } from '../../database/database.js';
import { planName } from './plan-name.js';
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

const HELD = `held AS MATERIALIZED (
    SELECT s.scope FROM sync_scope s
    WHERE s.gateway_id = $1 AND (s.scope, s.fence) IN (SELECT scope, fence FROM outcome)
    ORDER BY s.gateway_id, s.scope FOR SHARE)`;

const STORE_SQL = `
  WITH outcome AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
      $10::text[]) AS o(scope, fence, remote_id, kind, parent_id, subject_id, wished_hash, answered_hash, answered)
  ), ${HELD}, stored AS (
    INSERT INTO inventory_object AS i
      (gateway_id, scope, kind, remote_id, parent_id, subject_id, wished_hash, answered_hash, answered, confirmed_at)
    SELECT $1, o.scope, o.kind, o.remote_id, o.parent_id, o.subject_id, o.wished_hash, o.answered_hash, o.answered, now()
    FROM outcome o JOIN held ON held.scope = o.scope
    ON CONFLICT (gateway_id, remote_id) DO UPDATE SET scope = EXCLUDED.scope, kind = EXCLUDED.kind,
      parent_id = EXCLUDED.parent_id, subject_id = EXCLUDED.subject_id, wished_hash = EXCLUDED.wished_hash,
      answered_hash = EXCLUDED.answered_hash, answered = EXCLUDED.answered, confirmed_at = EXCLUDED.confirmed_at
  )
  SELECT scope FROM held`;

// The gateway removes an object's children with it, whichever scope they belong to, so their rows go too, and the scopes
// that lose some are wished again: they may have been read before. What was of others
// is gone from a node that shows the next watermark.
const FORGET_SQL = `
  WITH outcome AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::uuid[]) AS o(scope, fence, remote_id)
  ), ${HELD}, lost AS (SELECT o.scope, o.remote_id FROM outcome o JOIN held ON held.scope = o.scope
  ), gone AS (
    DELETE FROM inventory_object i USING lost WHERE i.gateway_id = $1 AND i.remote_id = lost.remote_id
  ), taken_over AS (
    UPDATE adopted_access o SET removed_at = now(), watermark = g.watermark + 1 FROM lost, gateway g
    WHERE g.id = $1 AND o.gateway_id = $1 AND o.remote_id = lost.remote_id
  ), orphans AS (
    DELETE FROM inventory_object i USING lost WHERE i.gateway_id = $1 AND i.parent_id = lost.remote_id
    RETURNING i.scope, lost.scope AS parent_scope
  ), wished AS (
    UPDATE sync_scope s SET wished = s.wished + 1, wished_at = now(),
      priority = CASE WHEN s.applied < s.wished THEN s.priority ELSE 1 END
    WHERE s.gateway_id = $1 AND s.scope IN (SELECT scope FROM orphans WHERE scope <> parent_scope)
  )
  SELECT scope FROM held`;

const DEADLOCK_ATTEMPTS = 4;

/** The objects that we own on the gateways, as the last pushes left them. */
@Injectable()
export class InventoryStore {
  constructor(private readonly database: Database) {}

  /** The rows of these scopes, by scope. */
  async ofScopes(gatewayId: string, scopes: string[]): Promise<Map<string, InventoryRow[]>> {
    const { rows } = await this.database.pool.query<InventoryRow & { scope: string }>({
      name: planName('scopes_inventory', scopes.length),
      text: INVENTORY_SQL,
      values: [gatewayId, scopes],
    });
    const byScope = new Map<string, InventoryRow[]>(scopes.map((scope) => [scope, []]));
    for (const { scope, ...row } of rows) byScope.get(scope)?.push(row);
    return byScope;
  }

  /** How many objects there are of each kind. */
  async sizes(gatewayId: string): Promise<KindCounts> {
    const { rows } = await this.database.pool.query<{ kind: string; size: number }>(
      'SELECT kind, count(*)::int AS size FROM inventory_object WHERE gateway_id = $1 GROUP BY kind',
      [gatewayId],
    );
    return new Map(rows.map(({ kind, size }) => [kind, size]));
  }

  /** Writes outcomes down, all of one gateway; returns the scopes that were still held. What is of others is left out. */
  async record(gatewayId: string, written: readonly WrittenObject[]): Promise<Set<string>> {
    const rows = written.flatMap(({ row }) => (row === null ? [] : [row]));
    const stored = written.filter(({ row }) => row !== null);
    const gone = written.filter(({ row }) => row === null);
    const held = await Promise.all([
      stored.length === 0
        ? []
        : this.query('inventory_store', STORE_SQL, [
            ...namesOf(gatewayId, stored),
            rows.map(({ kind }) => kind),
            rows.map(({ parentId }) => parentId),
            rows.map(({ subjectId }) => subjectId),
            rows.map(({ wishedHash }) => wishedHash),
            rows.map(({ answeredHash }) => answeredHash),
            rows.map(({ answered }) => answered),
          ]),
      gone.length === 0 ? [] : this.query('inventory_forget', FORGET_SQL, namesOf(gatewayId, gone)),
    ]);
    return new Set(held.flat().map(({ scope }) => scope));
  }

  /** What is lost with a crash of PostgreSQL is only sent once more. */
  private async query(name: string, text: string, values: unknown[]): Promise<{ scope: string }[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.database.quick.query<{ scope: string }>({ name, text, values })).rows;
      } catch (error) {
        if (!isRetryableTransaction(error) || attempt >= DEADLOCK_ATTEMPTS) throw error;
      }
    }
  }
}

function namesOf(gatewayId: string, written: readonly WrittenObject[]): [string, string[], number[], string[]] {
  return [
    gatewayId,
    written.map(({ lease }) => lease.scope),
    written.map(({ lease }) => lease.fence),
    written.map(({ remoteId }) => remoteId),
  ];
}
