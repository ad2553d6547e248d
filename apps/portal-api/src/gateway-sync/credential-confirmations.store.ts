import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

// On the gateway is what the inventory says; off it is what should not be there and is not.
const CONFIRM_SQL = `
  WITH seen AS (
    SELECT c.id, i.remote_id, i.remote_id IS NOT NULL AS live
    FROM credential c
    JOIN gateway g ON g.environment_id = c.environment_id AND g.id = $2
    LEFT JOIN inventory_object i ON i.gateway_id = g.id AND i.subject_id = c.id
    WHERE c.application_id = $1
      AND (i.remote_id IS NOT NULL OR c.revoked_at IS NOT NULL OR c.expires_at <= now()))
  INSERT INTO credential_confirmation AS k (credential_id, gateway_id, remote_id, live_at, revoked_at)
  SELECT id, $2::uuid, remote_id, CASE WHEN live THEN now() END, CASE WHEN NOT live THEN now() END FROM seen
  ON CONFLICT (credential_id, gateway_id) DO UPDATE SET
    remote_id = COALESCE(EXCLUDED.remote_id, k.remote_id),
    live_at = COALESCE(k.live_at, EXCLUDED.live_at),
    revoked_at = COALESCE(k.revoked_at, EXCLUDED.revoked_at)
  WHERE (EXCLUDED.remote_id IS NOT NULL AND EXCLUDED.remote_id IS DISTINCT FROM k.remote_id)
    OR (k.live_at IS NULL AND EXCLUDED.live_at IS NOT NULL)
    OR (k.revoked_at IS NULL AND EXCLUDED.revoked_at IS NOT NULL)`;

/** When which gateway took a key, and when it dropped it. */
@Injectable()
export class CredentialConfirmationsStore {
  constructor(private readonly database: Database) {}

  /** After a push of an application's scope, whether all of it went well or not. */
  async confirm(applicationId: string, gatewayId: string): Promise<void> {
    await this.database.pool.query({
      name: 'credentials_confirm',
      text: CONFIRM_SQL,
      values: [applicationId, gatewayId],
    });
  }
}
