import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ApplicationRow, VersionRow } from './desired-state.js';
import { planName } from './push/plan-name.js';

const VERSIONS_SQL = `
  SELECT v.id AS "versionId", s.id AS "serviceId", s.slug AS "serviceSlug", v.name AS "versionName", v.state,
    v.upstream_url AS "upstreamUrl", v.base_path AS "basePath", v.hosts,
    v.deprecated_at AS "deprecatedAt", v.sunset_at AS "sunsetAt", v.retired_at AS "retiredAt",
    d.gateway_id IS NOT NULL AS deployed, v.everywhere AND g.takes_everything AS everywhere, g.proxy_url AS "proxyUrl",
    CASE WHEN n.id IS NOT NULL THEN jsonb_build_object('versionName', n.name, 'state', n.state,
      'basePath', n.base_path, 'deployed', dn.gateway_id IS NOT NULL) END AS successor,
    CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('sharePercent', b.share_percent,
      'endsAtMs', floor(extract(epoch FROM b.ends_at) * 1000)) END AS brownout
  FROM version v JOIN service s ON s.id = v.service_id JOIN gateway g ON g.id = $2
  LEFT JOIN deployment d ON d.version_id = v.id AND d.gateway_id = g.id
  LEFT JOIN version n ON n.id = v.successor_id
  LEFT JOIN deployment dn ON dn.version_id = n.id AND dn.gateway_id = g.id
  LEFT JOIN LATERAL (
    SELECT id, share_percent, ends_at FROM brownout
    WHERE version_id = v.id AND begun_at IS NOT NULL AND ended_at IS NULL AND cancelled_at IS NULL
    ORDER BY starts_at LIMIT 1) b ON true
  WHERE v.id = ANY($1::uuid[])`;

const LIMITS = `jsonb_build_object('second', p.limit_per_second, 'minute', p.limit_per_minute,
          'hour', p.limit_per_hour, 'day', p.limit_per_day, 'month', p.limit_per_month)`;

// What was taken over with an application lets it in beside ours. It has to go with the credential, or with the last
// subscription to what it opens; what a row does not say has ended stays.
const UNWANTED = `
      SELECT jsonb_agg(jsonb_build_object('kind', o.kind, 'id', o.remote_id, 'subjectId', NULL) ORDER BY o.remote_id)
      FROM adopted_access o LEFT JOIN credential k ON k.id = o.credential_id
      WHERE o.application_id = a.id AND o.gateway_id = g.id AND o.removed_at IS NULL
        AND (k.revoked_at IS NOT NULL OR k.expires_at <= now() OR NOT o.opens_others AND (
          SELECT NOT bool_or(x.state = 'active') FROM subscription x
          WHERE x.application_id = a.id AND x.service_id = ANY(o.service_ids)))`;

// The ids are read from a subquery because PostgreSQL sees how many of them it gets otherwise, and for the sake of few of
// them never keeps a plan: planning takes five times as long as reading one application does.
/** The rows of applications with those of their subscriptions, versions and credentials that meet the rules. */
const applicationsSql = (rules: { subscription: string; version: string; credential: string }) => `
  SELECT a.id AS "applicationId", a.name AS label, a.archived_at IS NOT NULL AS archived,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object('serviceId', s.id, 'serviceSlug', s.slug, 'limits', ${LIMITS},
        'versionIds', (SELECT COALESCE(jsonb_agg(v.id ORDER BY v.id), '[]') FROM version v
          WHERE v.service_id = s.id AND ${rules.version})) ORDER BY s.id)
      FROM subscription x JOIN service s ON s.id = x.service_id LEFT JOIN plan p ON p.id = x.plan_id
      WHERE x.application_id = a.id AND ${rules.subscription}), '[]') AS subscriptions,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object('credentialId', c.id, 'sha1', c.sha1, 'sha256', c.sha256) ORDER BY c.id)
      FROM credential c WHERE c.application_id = a.id AND ${rules.credential}), '[]') AS credentials,
    COALESCE((${UNWANTED}), '[]') AS unwanted
  FROM application a JOIN gateway g ON g.id = $2
  WHERE a.id = ANY((SELECT $1::uuid[])::uuid[])`;

const APPLICATIONS_SQL = applicationsSql({
  subscription: `x.state = 'active' AND p.id IS NOT NULL`,
  // The limits of a retired version go with it when it goes, and not before: there is no moment without them.
  version: `v.state <> 'draft' AND EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.gateway_id = g.id)`,
  credential: `c.environment_id = g.environment_id AND c.revoked_at IS NULL
        AND (c.expires_at IS NULL OR c.expires_at > now())`,
});

const KNOWN_APPLICATIONS_SQL = applicationsSql({ subscription: 'true', version: 'true', credential: 'true' });

// Written down before it is pushed: a newer one may be asked for by the time that somebody looks for it on the nodes.
const WATERMARK_SQL = `
  UPDATE sync_scope s SET watermark = g.watermark FROM gateway g
  WHERE g.id = $1 AND s.gateway_id = g.id AND s.scope = 'watermark'
  RETURNING g.watermark::float8 AS watermark`;

/** Reads the wishes of many scopes fresh, in one statement a kind. */
@Injectable()
export class DesiredStateStore {
  constructor(private readonly database: Database) {}

  versions(versionIds: string[], gatewayId: string): Promise<VersionRow[]> {
    return this.rows('desired_versions', VERSIONS_SQL, [versionIds, gatewayId]);
  }

  applications(applicationIds: string[], gatewayId: string): Promise<ApplicationRow[]> {
    return this.rows('desired_applications', APPLICATIONS_SQL, [applicationIds, gatewayId]);
  }

  /** The applications with everything that we know of them, whether it holds or has ended. */
  knownApplications(applicationIds: string[], gatewayId: string): Promise<ApplicationRow[]> {
    return this.rows('known_applications', KNOWN_APPLICATIONS_SQL, [applicationIds, gatewayId]);
  }

  /** The newest number of a gateway, for a push that begins now. */
  async watermark(gatewayId: string): Promise<number> {
    const { rows } = await this.database.pool.query<{ watermark: number }>({
      name: 'desired_watermark',
      text: WATERMARK_SQL,
      values: [gatewayId],
    });
    return rows[0]?.watermark ?? 0;
  }

  private async rows<Row extends object>(name: string, text: string, values: unknown[]): Promise<Row[]> {
    const { length } = values[0] as string[];
    if (length === 0) return [];
    return (await this.database.pool.query<Row>({ name: planName(name, length), text, values })).rows;
  }
}
