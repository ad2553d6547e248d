import { Injectable } from '@nestjs/common';
import type { DriftFindingName } from '#contract';
import type { ScopeName } from '#gateway';
import type { Tx } from '../../database/database.js';

export type FindingCounts = Record<DriftFindingName, number>;

/** Findings that nobody has ignored, and what it takes to have their objects sent again. Nothing here calls a gateway. */
@Injectable()
export class DriftRepairsStore {
  async countOpen(tx: Tx, gatewayId: string): Promise<FindingCounts> {
    const [counts] = await tx.$queryRaw<FindingCounts[]>`
      SELECT count(*) FILTER (WHERE finding = 'missing')::int AS missing,
        count(*) FILTER (WHERE finding = 'changed')::int AS changed,
        count(*) FILTER (WHERE finding = 'unknown')::int AS unknown
      FROM drift_finding WHERE gateway_id = ${gatewayId}::uuid AND ignored_at IS NULL`;
    return counts!;
  }

  /** The scopes of the findings of the named objects, or of all; held until the end of the transaction. */
  async lockOpen(tx: Tx, gatewayId: string, ids: string[] | null): Promise<{ scopes: ScopeName[]; objects: number }> {
    const [row] = await tx.$queryRaw<{ scopes: ScopeName[]; objects: number }[]>`
      WITH open AS (
        SELECT scope FROM drift_finding
        WHERE gateway_id = ${gatewayId}::uuid AND ignored_at IS NULL
          AND (${ids}::uuid[] IS NULL OR remote_id = ANY(${ids}::uuid[]))
        ORDER BY remote_id FOR UPDATE)
      SELECT COALESCE(array_agg(DISTINCT scope), '{}') AS scopes, count(*)::int AS objects FROM open`;
    return row!;
  }

  /**
   * Takes the findings away and marks their objects as never sent. One that we know nothing of enters the inventory under
   * the scope that its mark names: if that scope wishes it, it is written over, and otherwise deleted.
   */
  async markUnsent(tx: Tx, gatewayId: string, ids: string[] | null): Promise<void> {
    await tx.$executeRaw`
      WITH taken AS (
        DELETE FROM drift_finding
        WHERE gateway_id = ${gatewayId}::uuid AND ignored_at IS NULL
          AND (${ids}::uuid[] IS NULL OR remote_id = ANY(${ids}::uuid[]))
        RETURNING remote_id, kind, scope, finding, found_hash
      ), entered AS (
        INSERT INTO inventory_object (gateway_id, scope, kind, remote_id, wished_hash, answered_hash)
        SELECT ${gatewayId}::uuid, scope, kind, remote_id, '', found_hash FROM taken WHERE finding = 'unknown'
        ON CONFLICT DO NOTHING
      )
      UPDATE inventory_object i SET wished_hash = '' FROM taken
      WHERE i.gateway_id = ${gatewayId}::uuid AND i.remote_id = taken.remote_id`;
  }
}
