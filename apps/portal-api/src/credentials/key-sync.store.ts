import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';
import type { KeySyncRow } from './to-key-sync.js';

@Injectable()
export class KeySyncStore {
  constructor(private readonly database: Database) {}

  /** For each key every gateway of its environment: how far the application's scope is, and what was confirmed of the key. */
  ofKeys(applicationId: string, credentialIds: string[], tx: Tx = this.database.prisma): Promise<KeySyncRow[]> {
    return tx.$queryRaw<KeySyncRow[]>`
      SELECT c.id AS "credentialId", g.id AS "gatewayId", g.name AS "gatewayName", e.slug AS environment,
        s.wished, s.wished_at AS "wishedAt", s.applied, s.applied_at AS "appliedAt",
        s.failed_at AS "failedAt", s.retry_at AS "retryAt", s.error,
        k.live_at AS "liveAt", k.revoked_at AS "removedAt"
      FROM credential c
      JOIN environment e ON e.id = c.environment_id
      JOIN gateway g ON g.environment_id = e.id
      JOIN sync_scope s ON s.gateway_id = g.id AND s.scope = 'application:' || c.application_id
      LEFT JOIN credential_confirmation k ON k.credential_id = c.id AND k.gateway_id = g.id
      WHERE c.application_id = ${applicationId}::uuid AND c.id = ANY(${credentialIds}::uuid[])
      ORDER BY g.name, g.id`;
  }
}
