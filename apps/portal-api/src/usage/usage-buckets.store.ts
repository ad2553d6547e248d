import { Injectable } from '@nestjs/common';
import type { UsageGrain } from '#domain';
import { Database } from '../database/database.js';

/** Which buckets are asked for; what is null is not narrowed down. */
export interface UsageFilter {
  grain: UsageGrain;
  from: Date;
  to: Date;
  applicationId: string | null;
  serviceId: string | null;
  serviceSlug: string | null;
}

/** The calls of one step of time, operation, application or service; what it is none of is null. */
export interface UsageSumRow {
  kind: 'step' | 'operation' | 'application' | 'service';
  start: Date | null;
  operation: string | null;
  applicationId: string | null;
  applicationName: string | null;
  serviceSlug: string | null;
  serviceName: string | null;
  versionName: string | null;
  success: number;
  clientError: number;
  unauthorised: number;
  limited: number;
  serverError: number;
  console: number;
  latencySumMs: number;
  latencyMaxMs: number;
}

const TOP_LENGTH = 10;

const countOf = (condition: string) => `COALESCE(sum(b.calls) FILTER (WHERE ${condition}), 0)::float8`;

// Everything in one pass over the buckets. Whose id is all zeros was called by nobody known, or is nothing of ours.
const SUMS_SQL = `
  WITH sums AS (
    SELECT CASE WHEN GROUPING(b.start) = 0 THEN 'step' WHEN GROUPING(b.operation) = 0 THEN 'operation'
        WHEN GROUPING(b.application_id) = 0 THEN 'application' ELSE 'service' END AS kind,
      b.start, b.operation, b.version_id, b.application_id, b.service_id, sum(b.calls) AS calls,
      ${countOf('b.status < 400')} AS success,
      ${countOf('b.status BETWEEN 400 AND 499 AND b.status NOT IN (401, 403, 429)')} AS client_error,
      ${countOf('b.status IN (401, 403)')} AS unauthorised,
      ${countOf('b.status = 429')} AS limited,
      ${countOf('b.status >= 500')} AS server_error, sum(b.console_calls)::float8 AS console,
      sum(b.latency_sum_ms)::float8 AS latency_sum_ms, max(b.latency_max_ms) AS latency_max_ms
    FROM usage_bucket b
    WHERE b.grain = $1::grain AND b.start >= $2 AND b.start < $3
      AND ($4::uuid IS NULL OR b.application_id = $4) AND ($5::uuid IS NULL OR b.service_id = $5)
      AND ($6::text IS NULL OR b.service_id = (SELECT s.id FROM service s WHERE s.slug = $6))
    GROUP BY GROUPING SETS ((b.start), (b.operation, b.version_id), (b.application_id), (b.service_id))
  ), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY kind ORDER BY calls DESC, operation, version_id, application_id, service_id)
      AS rank
    FROM sums
  )
  SELECT r.kind, r.start, r.operation, a.id AS "applicationId", a.name AS "applicationName", s.slug AS "serviceSlug",
    s.name AS "serviceName", v.name AS "versionName", r.success, r.client_error AS "clientError", r.unauthorised,
    r.limited, r.server_error AS "serverError", r.console, r.latency_sum_ms AS "latencySumMs", r.latency_max_ms AS "latencyMaxMs"
  FROM ranked r LEFT JOIN application a ON a.id = r.application_id LEFT JOIN version v ON v.id = r.version_id
    LEFT JOIN service s ON s.id = COALESCE(r.service_id, v.service_id)
  WHERE r.kind = 'step' OR r.rank <= ${TOP_LENGTH} ORDER BY r.kind, r.rank`;

/** Reads sums of calls. Raw events are never asked. */
@Injectable()
export class UsageBucketsStore {
  constructor(private readonly database: Database) {}

  /** The steps that had calls, and of every other kind the most called, the first of them first. */
  async sums({ grain, from, to, applicationId, serviceId, serviceSlug }: UsageFilter): Promise<UsageSumRow[]> {
    const values = [grain, from, to, applicationId, serviceId, serviceSlug];
    return (await this.database.pool.query<UsageSumRow>(SUMS_SQL, values)).rows;
  }
}
