import { Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import { Database, type Tx } from '../database/database.js';
import { Prisma } from '#prisma';

/** One node of the gateway, and the highest number that it has shown. */
export interface StatusNode {
  url: string;
  reachable: boolean | null;
  watermark: number;
  /** When it is asked again, in ISO 8601; null: it is there and has shown everything. */
  againAt: string | null;
}

export interface SyncStatusRow {
  scope: string;
  gatewayId: string;
  gatewayName: string;
  environment: string;
  gatewayReachable: boolean | null;
  nodes: StatusNode[];
  wished: number;
  wishedAt: Date;
  applied: number;
  appliedAt: Date | null;
  /** A node that has shown this number has the scope. */
  watermark: number;
  confirmedAt: Date | null;
  failedAt: Date | null;
  retryAt: Date | null;
  error: string | null;
}

/** The columns of a status, over sync_scope s, gateway g and environment e. */
export const STATUS_COLUMNS = `
  g.id AS "gatewayId", g.name AS "gatewayName", e.slug AS environment, g.reachable AS "gatewayReachable",
  COALESCE((SELECT jsonb_agg(jsonb_build_object('url', n.url, 'reachable', n.reachable, 'watermark', n.watermark,
      'againAt', n.again_at))
    FROM gateway_node n WHERE n.gateway_id = g.id), '[]') AS nodes,
  s.wished, s.wished_at AS "wishedAt", s.applied, s.applied_at AS "appliedAt", s.watermark::float8 AS watermark,
  s.confirmed_at AS "confirmedAt", s.failed_at AS "failedAt", s.retry_at AS "retryAt", s.error`;

@Injectable()
export class SyncStatusStore {
  constructor(private readonly database: Database) {}

  /** How far the scopes are on each gateway that was ever told of them. One statement. */
  async ofScopes(scopes: ScopeName[], tx: Tx = this.database.prisma): Promise<SyncStatusRow[]> {
    if (scopes.length === 0) return [];
    return tx.$queryRaw<SyncStatusRow[]>`
      SELECT s.scope, ${Prisma.raw(STATUS_COLUMNS)}
      FROM sync_scope s JOIN gateway g ON g.id = s.gateway_id JOIN environment e ON e.id = g.environment_id
      WHERE s.scope = ANY(${scopes})
      ORDER BY e.slug, g.name, g.id`;
  }
}
