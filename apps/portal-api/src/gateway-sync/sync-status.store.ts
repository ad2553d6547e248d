import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { Database, type Tx } from '../database/database.js';

export interface SyncStatusRow {
  scope: string;
  gatewayId: string;
  gatewayName: string;
  environment: string;
  wished: number;
  wishedAt: Date;
  applied: number;
  appliedAt: Date | null;
  failedAt: Date | null;
  retryAt: Date | null;
  error: string | null;
}

@Injectable()
export class SyncStatusStore {
  constructor(private readonly database: Database) {}

  /** How far the scopes are on each gateway that was ever told of them. One statement. */
  async ofScopes(scopes: ScopeName[], tx: Tx = this.database.prisma): Promise<SyncStatusRow[]> {
    if (scopes.length === 0) return [];
    return tx.$queryRaw<SyncStatusRow[]>`
      SELECT s.scope, g.id AS "gatewayId", g.name AS "gatewayName", e.slug AS environment,
        s.wished, s.wished_at AS "wishedAt", s.applied, s.applied_at AS "appliedAt",
        s.failed_at AS "failedAt", s.retry_at AS "retryAt", s.error
      FROM sync_scope s JOIN gateway g ON g.id = s.gateway_id JOIN environment e ON e.id = g.environment_id
      WHERE s.scope = ANY(${scopes})
      ORDER BY e.slug, g.name, g.id`;
  }
}
