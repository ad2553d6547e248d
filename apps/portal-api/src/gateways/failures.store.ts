import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

export interface FailedScopeRecord {
  gatewayId: string;
  scope: string;
  label: string | null;
  error: string;
  failedAt: Date;
  retryAt: Date | null;
  stopped: boolean;
}

/** So many failures stand beside each gateway; all of them in pages of their own. */
const SHOWN_WITH_GATEWAY = 50;

const COLUMNS = `s.gateway_id AS "gatewayId", s.scope, s.error, s.failed_at AS "failedAt", s.retry_at AS "retryAt",
    s.stopped, COALESCE(a.name, sv.name || ' ' || v.name) AS label`;

const LABELS = `
  LEFT JOIN application a ON s.scope = 'application:' || a.id
  LEFT JOIN version v ON s.scope = 'version:' || v.id
  LEFT JOIN service sv ON sv.id = v.service_id`;

const FIRST_SQL = `
  SELECT ${COLUMNS}
  FROM gateway g CROSS JOIN LATERAL (
    SELECT * FROM sync_scope s WHERE s.gateway_id = g.id AND s.applied < s.wished AND s.error IS NOT NULL
    ORDER BY s.failed_at LIMIT ${SHOWN_WITH_GATEWAY}) s ${LABELS}
  WHERE $1::uuid IS NULL OR g.id = $1`;

const PAGE_SQL = `
  SELECT ${COLUMNS}
  FROM (
    SELECT * FROM sync_scope s
    WHERE s.gateway_id = $1::uuid AND s.applied < s.wished AND s.error IS NOT NULL AND s.scope > $2
    ORDER BY s.scope LIMIT $3::int) s ${LABELS}
  ORDER BY s.scope`;

/** What a gateway did not take, in its own words. */
@Injectable()
export class FailuresStore {
  constructor(private readonly database: Database) {}

  /** The longest standing failures of one gateway, or of each. */
  first(gatewayId: string | null = null, tx: Tx = this.database.prisma): Promise<FailedScopeRecord[]> {
    return tx.$queryRawUnsafe<FailedScopeRecord[]>(FIRST_SQL, gatewayId);
  }

  /** The failures of a gateway whose scopes come after `afterScope`. */
  page(gatewayId: string, afterScope: string, limit: number): Promise<FailedScopeRecord[]> {
    return this.database.prisma.$queryRawUnsafe<FailedScopeRecord[]>(PAGE_SQL, gatewayId, afterScope, limit);
  }
}
