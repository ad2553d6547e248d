import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

/** What is missing before everything that an adoption made is in effect on every node that can be reached. */
export interface Missing {
  /** Scopes that the gateway has not taken, or its nodes have not shown. */
  scopes: number;
  /** Keys that the nodes have not let in. */
  keys: number;
  /** The gateway's words about one of them. */
  error: string | null;
}

const MISSING_SQL = `
  WITH made AS (
    SELECT jsonb_array_elements_text(a.options->'scopes') AS scope FROM adoption a WHERE a.id = $1),
  scopes AS (
    SELECT s.error FROM made LEFT JOIN sync_scope s ON s.gateway_id = $2 AND s.scope = made.scope
    WHERE s.scope IS NULL OR s.applied < s.wished OR s.confirmed_at IS NULL OR s.confirmed_at < s.applied_at),
  keys AS (
    SELECT c.id FROM made
    JOIN credential c ON made.scope LIKE 'application:%' AND c.application_id = substr(made.scope, 13)::uuid
    JOIN gateway g ON g.id = $2 AND g.environment_id = c.environment_id
    LEFT JOIN credential_confirmation k ON k.credential_id = c.id AND k.gateway_id = g.id
    WHERE c.revoked_at IS NULL AND (c.expires_at IS NULL OR c.expires_at > now()) AND k.live_at IS NULL)
  SELECT (SELECT count(*)::int FROM scopes) AS scopes, (SELECT count(*)::int FROM keys) AS keys,
    (SELECT error FROM scopes WHERE error IS NOT NULL LIMIT 1) AS error`;

// Who cannot be reached is not waited for; but somebody must have shown it.
const SHOWN_SQL = `
  SELECT COALESCE(min(watermark) >= $2, false) AS shown FROM gateway_node WHERE gateway_id = $1 AND reachable`;

@Injectable()
export class AdoptionProgressStore {
  constructor(private readonly database: Database) {}

  async missing(adoptionId: string, gatewayId: string): Promise<Missing> {
    const { rows } = await this.database.pool.query<Missing>(MISSING_SQL, [adoptionId, gatewayId]);
    return rows[0] as Missing;
  }

  /** Takes the next watermark of the gateway: whoever shows it has everything that was written before. */
  async nextWatermark(tx: Tx, gatewayId: string): Promise<number> {
    const [row] = await tx.$queryRaw<{ watermark: number }[]>`
      UPDATE gateway SET watermark = watermark + 1 WHERE id = ${gatewayId}::uuid RETURNING watermark::int`;
    return row?.watermark ?? 0;
  }

  /** Whether every node that can be reached, and at least one, has shown the watermark or a later one. */
  async isShown(gatewayId: string, watermark: number): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ shown: boolean }>(SHOWN_SQL, [gatewayId, watermark]);
    return rows[0]?.shown === true;
  }
}
