import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { rowsOf, type SqlTx } from '../database/statement.js';
import { STATUS_COLUMNS } from '../gateway-sync/sync-status.store.js';
import type { KeySyncRow } from './to-key-sync.js';

// The same key of somebody else's consumer, which ours was made of, and which a probe cannot ask for: it does not have its
// digest for a key. That it is refused shows by the watermark that was written after its removal.
const STILL_THEIRS = `
  (k.revoked_at IS NOT NULL AND EXISTS (
    SELECT FROM adopted_access o WHERE o.credential_id = c.id AND o.gateway_id = g.id
      AND (o.removed_at IS NULL
        OR EXISTS (SELECT FROM gateway_node n WHERE n.gateway_id = g.id AND n.reachable AND n.watermark < o.watermark)
        OR NOT EXISTS (SELECT FROM gateway_node n WHERE n.gateway_id = g.id AND n.watermark >= o.watermark))))`;

const OF_KEYS = {
  name: 'key_sync_of_keys',
  text: `
    SELECT c.id AS "credentialId", ${STATUS_COLUMNS}, COALESCE(k.nodes, '[]') AS answers,
      k.taken_at AS "takenAt", k.dropped_at AS "droppedAt", k.live_at AS "liveAt", k.revoked_at AS "removedAt",
      k.probe_at AS "askedAgainAt", ${STILL_THEIRS} AS "isTheirsToo"
    FROM credential c
    JOIN environment e ON e.id = c.environment_id
    JOIN gateway g ON g.environment_id = e.id
    JOIN sync_scope s ON s.gateway_id = g.id AND s.scope = 'application:' || c.application_id
    LEFT JOIN credential_confirmation k ON k.credential_id = c.id AND k.gateway_id = g.id
    WHERE c.application_id = $1::uuid AND c.id = ANY($2::uuid[])
    ORDER BY g.name, g.id`,
};

@Injectable()
export class KeySyncStore {
  constructor(private readonly database: Database) {}

  /**
   * For each key every gateway of its environment: how far the application's scope is, what the gateway took of the key,
   * and what its nodes did with it. One statement.
   */
  ofKeys(applicationId: string, credentialIds: string[], tx: SqlTx = this.database.pool): Promise<KeySyncRow[]> {
    return rowsOf(tx, OF_KEYS, [applicationId, credentialIds]);
  }
}
