import { Injectable } from '@nestjs/common';
import type { DriftFieldDto, DriftFindingName, ForeignObjectDto } from '#contract';
import type { VersionState } from '#domain';
import type { ScopeName } from '#gateway';
import { Database, type Tx } from '../database/database.js';
import type { GatewayRow } from '../gateway-sync/gateway-rows.store.js';
import type { FoundObject } from './require-as-seen.js';

/** The version that a finding's scope speaks of. */
export interface DriftedVersion {
  name: string;
  state: VersionState;
  basePath: string;
  revision: number;
  serviceName: string;
  serviceSlug: string;
}

export interface DriftRow {
  objectId: string;
  kind: string;
  scope: ScopeName;
  finding: DriftFindingName;
  name: string;
  fields: DriftFieldDto[];
  moreFields: number;
  /** null: it is missing */
  foundHash: string | null;
  foundAt: Date;
  ignoredAt: Date | null;
  /** JSON text of what the gateway answered to the last push; null where we know nothing of the object. */
  answered: string | null;
  version: DriftedVersion | null;
  application: { name: string; teamName: string } | null;
  /** The plan whose limits an application's object keeps on a version. */
  planName: string | null;
}

/** Findings of the first page, or those after the cursor; with `ids` only of these objects. */
export interface FindingsQuery {
  gatewayId: string;
  ignored: boolean;
  after: { kind: string; objectId: string } | null;
  ids: string[] | null;
  limit: number;
}

const ID_OF = (scope: string, subject: string): string =>
  `CASE WHEN ${scope} LIKE '${subject}:%' THEN substr(${scope}, ${subject.length + 2})::uuid END`;

const findingsSql = (ignored: string): string => `
  WITH page AS (
    SELECT * FROM drift_finding
    WHERE gateway_id = $1 AND ignored_at IS ${ignored}
      AND ($2::text IS NULL OR (kind, remote_id) > ($2, $3::uuid))
      AND ($4::uuid[] IS NULL OR remote_id = ANY($4))
    ORDER BY kind, remote_id LIMIT $5)
  SELECT d.remote_id AS "objectId", d.kind, d.scope, d.finding, d.name, d.fields, d.more_fields AS "moreFields", d.found_hash AS "foundHash", d.found_at AS "foundAt",
    d.ignored_at AS "ignoredAt", i.answered, p.name AS "planName",
    CASE WHEN v.id IS NOT NULL THEN jsonb_build_object('name', v.name, 'state', v.state, 'basePath', v.base_path,
      'revision', v.revision, 'serviceName', s.name, 'serviceSlug', s.slug) END AS version,
    CASE WHEN a.id IS NOT NULL THEN jsonb_build_object('name', a.name, 'teamName', t.name) END AS application
  FROM page d
  LEFT JOIN inventory_object i ON i.gateway_id = d.gateway_id AND i.remote_id = d.remote_id
  LEFT JOIN version v ON v.id = ${ID_OF('d.scope', 'version')}
  LEFT JOIN service s ON s.id = v.service_id
  LEFT JOIN application a ON a.id = ${ID_OF('d.scope', 'application')}
  LEFT JOIN team t ON t.id = a.team_id
  LEFT JOIN inventory_object parent ON parent.gateway_id = i.gateway_id AND parent.remote_id = i.parent_id
  LEFT JOIN version limited ON limited.id = ${ID_OF('parent.scope', 'version')}
  LEFT JOIN subscription x ON x.application_id = a.id AND x.service_id = limited.service_id
  LEFT JOIN plan p ON p.id = x.plan_id
  ORDER BY d.kind, d.remote_id`;

const FINDINGS_SQL = { open: findingsSql('NULL'), ignored: findingsSql('NOT NULL') };

/** As much of a gateway as its driver needs to read what was found; without the admin secret, because nobody is called. */
const DRIVER_ROW_SQL = `
  SELECT g.id, g.kind, g.admin_url AS "adminUrl", NULL AS "adminAuth", g.revision, g.version, g.edition, g.writes, i.id AS "installationId"
  FROM gateway g CROSS JOIN installation i WHERE g.id = $1`;

@Injectable()
export class DriftStore {
  constructor(private readonly database: Database) {}

  async driverRow(gatewayId: string): Promise<(GatewayRow & { installationId: string }) | null> {
    const { rows } = await this.database.pool.query(DRIVER_ROW_SQL, [gatewayId]);
    return rows[0] ?? null;
  }

  async findings({ gatewayId, ignored, after, ids, limit }: FindingsQuery): Promise<DriftRow[]> {
    const { rows } = await this.database.pool.query<DriftRow>(ignored ? FINDINGS_SQL.ignored : FINDINGS_SQL.open, [
      gatewayId,
      after?.kind ?? null,
      after?.objectId ?? null,
      ids,
      limit,
    ]);
    return rows;
  }

  async foreign(
    gatewayId: string,
    after: { kind: string; name: string; objectId: string } | null,
    limit: number,
  ): Promise<ForeignObjectDto[]> {
    const { rows } = await this.database.pool.query<ForeignObjectDto>(
      `SELECT kind, remote_id AS "objectId", name FROM foreign_object
       WHERE gateway_id = $1 AND ($2::text IS NULL OR (kind, name, remote_id) > ($2, $3, $4))
       ORDER BY kind, name, remote_id LIMIT $5`,
      [gatewayId, after?.kind ?? null, after?.name ?? null, after?.objectId ?? null, limit],
    );
    return rows;
  }

  /** Leaves what was found as it is, or takes that back; returns how many findings that were. */
  async setIgnored(
    tx: Tx,
    gatewayId: string,
    ids: string[] | null,
    by: string | null,
    ignore: boolean,
  ): Promise<number> {
    const { count } = await tx.driftFinding.updateMany({
      where: {
        gatewayId,
        ignoredAt: ignore ? null : { not: null },
        ...(ids === null ? {} : { remoteId: { in: ids } }),
      },
      data: ignore ? { ignoredAt: new Date(), ignoredBy: by } : { ignoredAt: null, ignoredBy: null },
    });
    return count;
  }

  /** The findings of these objects, held until the end of the transaction. */
  async hold(tx: Tx, gatewayId: string, ids: string[]): Promise<FoundObject[]> {
    return tx.$queryRaw<FoundObject[]>`
      SELECT remote_id AS "objectId", name, found_hash AS "foundHash" FROM drift_finding
      WHERE gateway_id = ${gatewayId}::uuid AND remote_id = ANY(${ids}::uuid[]) ORDER BY remote_id FOR UPDATE`;
  }

  /** The catalogue says now what was found, unless something else was found meanwhile. */
  async forget(tx: Tx, gatewayId: string, { objectId, foundHash }: FoundObject): Promise<void> {
    await tx.driftFinding.deleteMany({ where: { gatewayId, remoteId: objectId, foundHash } });
  }
}
