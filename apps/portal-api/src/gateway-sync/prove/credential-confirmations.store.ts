import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { planName } from '../push/plan-name.js';

const NEWLY_TAKEN = 'k.taken_at IS NULL AND EXCLUDED.taken_at IS NOT NULL AND k.live_at IS NULL';
const NEWLY_DROPPED = 'k.dropped_at IS NULL AND EXCLUDED.dropped_at IS NOT NULL';
const IS_NEWS = `(${NEWLY_TAKEN}) OR (${NEWLY_DROPPED})`;

// An application keeps what it ever had: each of them would be written down again, only to find that it is no news.
const IS_NOTED = `EXISTS (
        SELECT FROM credential_confirmation k WHERE k.credential_id = c.id AND k.gateway_id = g.id AND CASE
          WHEN i.remote_id IS NULL THEN k.dropped_at IS NOT NULL
          ELSE k.remote_id = i.remote_id AND COALESCE(k.taken_at, k.live_at) IS NOT NULL END)`;

// Taken is what the inventory says; dropped is what should not be there and is not, nor is the key of others that it was
// made of. Only news is to be proved: a refill makes none. A key that was pushed as one of very many is asked about as such.
const CONFIRM_SQL = `
  WITH seen AS (
    SELECT c.id, i.remote_id, i.remote_id IS NOT NULL AS stands, s.priority
    FROM credential c
    JOIN gateway g ON g.environment_id = c.environment_id AND g.id = $2
    LEFT JOIN sync_scope s ON s.gateway_id = g.id AND s.scope = 'application:' || c.application_id
    LEFT JOIN inventory_object i ON i.gateway_id = g.id AND i.subject_id = c.id
    WHERE c.application_id = ANY($1::uuid[]) AND NOT ${IS_NOTED}
      AND (i.remote_id IS NOT NULL OR (c.revoked_at IS NOT NULL OR c.expires_at <= now()) AND NOT EXISTS (
        SELECT FROM adopted_access o WHERE o.credential_id = c.id AND o.gateway_id = g.id AND o.removed_at IS NULL))),
  noted AS (
    INSERT INTO credential_confirmation AS k
      (credential_id, gateway_id, remote_id, taken_at, dropped_at, probe_at, probe_priority)
    SELECT id, $2::uuid, remote_id, CASE WHEN stands THEN now() END, CASE WHEN NOT stands THEN now() END, now(),
      CASE WHEN NOT stands THEN 0 ELSE GREATEST(priority, 1) END
    FROM seen ORDER BY id
    ON CONFLICT (credential_id, gateway_id) DO UPDATE SET
      remote_id = COALESCE(EXCLUDED.remote_id, k.remote_id),
      taken_at = COALESCE(k.taken_at, EXCLUDED.taken_at),
      dropped_at = COALESCE(k.dropped_at, EXCLUDED.dropped_at),
      nodes = CASE WHEN ${IS_NEWS} THEN '[]' ELSE k.nodes END,
      probes = CASE WHEN ${IS_NEWS} THEN 0 ELSE k.probes END,
      probe_at = CASE WHEN ${IS_NEWS} THEN EXCLUDED.probe_at ELSE k.probe_at END,
      probe_priority = CASE WHEN ${IS_NEWS} THEN EXCLUDED.probe_priority ELSE k.probe_priority END
    WHERE (EXCLUDED.remote_id IS NOT NULL AND EXCLUDED.remote_id IS DISTINCT FROM k.remote_id) OR ${IS_NEWS}
    RETURNING k.probe_at IS NOT NULL AS to_prove)
  SELECT EXISTS (SELECT FROM noted WHERE to_prove) AS "toProve"`;

/** What of the credentials a gateway took, and what it dropped. What is news is proved by asking its nodes. */
@Injectable()
export class CredentialConfirmationsStore {
  constructor(private readonly database: Database) {}

  /**
   * After scopes of applications were pushed, whether all of it went well or not; returns whether any of it is to be
   * proved. When it is lost with a crash of PostgreSQL, so is the end of the push, and both are done once more.
   */
  async confirm(applicationIds: string[], gatewayId: string): Promise<boolean> {
    const { rows } = await this.database.quick.query<{ toProve: boolean }>({
      name: planName('credentials_confirm', applicationIds.length),
      text: CONFIRM_SQL,
      values: [applicationIds, gatewayId],
    });
    return rows[0]!.toProve;
  }
}
