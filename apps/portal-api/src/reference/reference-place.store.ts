import { Injectable } from '@nestjs/common';
import type { VersionState } from '#domain';
import { Database } from '../database/database.js';
import type { LimitColumns } from '../plans/plan-dto.js';
import { SERVICE_BY_SLUG_SQL, type ServiceWithAudience } from '../services/service.store.js';

/** Subscriptions that a page offers to choose from. */
const MAX_SUBSCRIPTIONS = 20;

export interface PlaceVersionRow {
  id: string;
  name: string;
  state: VersionState;
  basePath: string;
  hosts: string[];
  specHash: string | null;
  specRevision: number;
  openapi: string | null;
  publishedAt: string | null;
  deprecatesAt: string | null;
  deprecatedAt: string | null;
  sunsetAt: string | null;
  retiredAt: string | null;
  successor: string | null;
}

export interface PlaceSubscriptionRow extends LimitColumns {
  applicationId: string;
  applicationName: string;
  planSlug: string;
  planName: string;
}

/** A service, what decides who sees it, and what a page says of one of its versions. Dates are as JSON has them. */
export interface PlaceRow extends ServiceWithAudience {
  /** Null: there is none of that name. */
  version: PlaceVersionRow | null;
  /** Newest first. */
  versions: { name: string; state: VersionState; sunsetAt: string | null }[];
  /** Those that serve the version. */
  gateways: { environment: string; environmentName: string; proxyUrl: string }[];
  subscriptions: PlaceSubscriptionRow[];
}

/** $1 slug, $2 version name, $3 teams of the caller */
const PLACE_SQL = `
  SELECT found.*,
    (SELECT jsonb_build_object('id', v.id, 'name', v.name, 'state', v.state, 'basePath', v.base_path, 'hosts', v.hosts,
       'specHash', v.spec_hash, 'specRevision', v.spec_revision_number, 'openapi', spec.openapi,
       'publishedAt', v.published_at, 'deprecatesAt', v.deprecates_at, 'deprecatedAt', v.deprecated_at,
       'sunsetAt', v.sunset_at, 'retiredAt', v.retired_at, 'successor', successor.name)
     FROM version v LEFT JOIN spec ON spec.hash = v.spec_hash LEFT JOIN version successor ON successor.id = v.successor_id
     WHERE v.service_id = found.id AND v.name = $2) AS version,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('name', v.name, 'state', v.state, 'sunsetAt', v.sunset_at)
        ORDER BY v.created_at DESC, v.id DESC)
      FROM version v WHERE v.service_id = found.id), '[]') AS versions,
    COALESCE((SELECT jsonb_agg(jsonb_build_object('environment', e.slug, 'environmentName', e.name,
        'proxyUrl', g.proxy_url) ORDER BY g.slug)
      FROM version v JOIN deployment d ON d.version_id = v.id JOIN gateway g ON g.id = d.gateway_id
        JOIN environment e ON e.id = g.environment_id
      WHERE v.service_id = found.id AND v.name = $2), '[]') AS gateways,
    COALESCE((SELECT jsonb_agg(to_jsonb(mine) ORDER BY mine."applicationName", mine."applicationId") FROM (
        SELECT a.id AS "applicationId", a.name AS "applicationName", p.slug AS "planSlug", p.name AS "planName",
          p.limit_per_second AS "limitPerSecond", p.limit_per_minute AS "limitPerMinute",
          p.limit_per_hour AS "limitPerHour", p.limit_per_day AS "limitPerDay", p.limit_per_month AS "limitPerMonth"
        FROM application a
          -- One look-up an application: a service may have many thousand subscriptions.
          CROSS JOIN LATERAL (SELECT plan_id FROM subscription
            WHERE application_id = a.id AND service_id = found.id AND state = 'active' OFFSET 0) s
          JOIN plan p ON p.id = s.plan_id
        WHERE a.team_id = ANY($3::uuid[]) AND a.archived_at IS NULL
        ORDER BY a.name, a.id LIMIT ${MAX_SUBSCRIPTIONS}) mine), '[]') AS subscriptions
  FROM (${SERVICE_BY_SLUG_SQL}) found`;

/** Where a page of the reference belongs: one statement, whoever asks. */
@Injectable()
export class ReferencePlaceStore {
  constructor(private readonly database: Database) {}

  async find(slug: string, versionName: string, teamIds: string[]): Promise<PlaceRow | null> {
    const { rows } = await this.database.pool.query<PlaceRow>({
      name: 'reference_place',
      text: PLACE_SQL,
      values: [slug, versionName, teamIds],
    });
    return rows[0] ?? null;
  }
}
