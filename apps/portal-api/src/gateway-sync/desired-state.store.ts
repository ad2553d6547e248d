import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { ApplicationRow, VersionRow } from './desired-state.js';

const VERSION_SQL = `
  SELECT v.id AS "versionId", s.id AS "serviceId", s.slug AS "serviceSlug", v.name AS "versionName", v.state,
    v.upstream_url AS "upstreamUrl", v.base_path AS "basePath", v.hosts,
    EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id AND d.gateway_id = $2) AS deployed
  FROM version v JOIN service s ON s.id = v.service_id
  WHERE v.id = $1`;

const APPLICATION_SQL = `
  SELECT a.id AS "applicationId", a.name AS label, a.archived_at IS NOT NULL AS archived,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object(
        'serviceId', s.id, 'serviceSlug', s.slug,
        'limits', jsonb_build_object('second', p.limit_per_second, 'minute', p.limit_per_minute,
          'hour', p.limit_per_hour, 'day', p.limit_per_day, 'month', p.limit_per_month),
        'versionIds', (
          SELECT COALESCE(jsonb_agg(v.id ORDER BY v.id), '[]') FROM version v
          JOIN deployment d ON d.version_id = v.id AND d.gateway_id = $2
          WHERE v.service_id = s.id AND v.state IN ('published', 'deprecated'))
        ) ORDER BY s.id)
      FROM subscription x JOIN service s ON s.id = x.service_id JOIN plan p ON p.id = x.plan_id
      WHERE x.application_id = a.id AND x.state = 'active'), '[]') AS subscriptions,
    COALESCE((
      SELECT jsonb_agg(jsonb_build_object('credentialId', c.id, 'sha1', c.sha1, 'sha256', c.sha256) ORDER BY c.id)
      FROM credential c JOIN gateway g ON g.environment_id = c.environment_id
      WHERE c.application_id = a.id AND g.id = $2 AND c.revoked_at IS NULL
        AND (c.expires_at IS NULL OR c.expires_at > now())), '[]') AS credentials
  FROM application a
  WHERE a.id = $1`;

/** Reads the wish of one scope fresh, in one statement. */
@Injectable()
export class DesiredStateStore {
  constructor(private readonly database: Database) {}

  async version(versionId: string, gatewayId: string): Promise<VersionRow | null> {
    return this.one<VersionRow>('desired_version', VERSION_SQL, [versionId, gatewayId]);
  }

  async application(applicationId: string, gatewayId: string): Promise<ApplicationRow | null> {
    return this.one<ApplicationRow>('desired_application', APPLICATION_SQL, [applicationId, gatewayId]);
  }

  private async one<Row extends object>(name: string, text: string, values: string[]): Promise<Row | null> {
    const { rows } = await this.database.pool.query<Row>({ name, text, values });
    return rows[0] ?? null;
  }
}
