import { Injectable } from '@nestjs/common';
import { isRetryableTransaction } from '#platform';
import { Database } from '../database/database.js';

/** One call, its ids checked. */
export interface UsageEventRow {
  gatewayId: string;
  requestId: string;
  occurredAtMs: number;
  applicationId: string | null;
  serviceId: string | null;
  versionId: string | null;
  credentialId: string | null;
  /** Sent from a console of the portal: by its key. */
  isConsole: boolean;
  method: string;
  path: string;
  operation: string;
  status: number;
  latencyMs: number;
  upstreamMs: number | null;
  requestBytes: number;
  responseBytes: number;
  clientIp: string;
}

const NONE = `'00000000-0000-0000-0000-000000000000'::uuid`;
const ATTEMPTS = 4;

// One statement, so one transaction and one round trip. Everything that is summed was really inserted, so a batch that
// comes twice counts once. Events, then buckets, then credentials are touched in a fixed order, so that batches that
// overlap wait for each other instead of locking each other out.
const STORE_SQL = `
  WITH inserted AS (
    INSERT INTO usage_event (gateway_id, request_id, occurred_at, application_id, service_id, version_id, credential_id,
      method, path, operation, status, latency_ms, upstream_ms, request_bytes, response_bytes, client_ip)
    SELECT gateway_id, request_id, to_timestamp(occurred_at_ms / 1000), application_id, service_id, version_id,
      credential_id, method, path, operation, status, latency_ms, upstream_ms, request_bytes, response_bytes, client_ip
    FROM unnest($1::uuid[], $2::text[], $3::float8[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::text[],
      $10::text[], $11::smallint[], $12::int[], $13::int[], $14::int[], $15::int[], $16::text[])
      AS batch(gateway_id, request_id, occurred_at_ms, application_id, service_id, version_id, credential_id, method, path,
        operation, status, latency_ms, upstream_ms, request_bytes, response_bytes, client_ip)
    ORDER BY gateway_id, request_id COLLATE "C"
    ON CONFLICT (gateway_id, request_id) DO NOTHING
    RETURNING gateway_id, occurred_at, application_id, service_id, version_id, credential_id, operation, status, latency_ms,
      response_bytes
  ), minutes AS (
    SELECT date_trunc('minute', occurred_at, 'UTC') AS start, COALESCE(application_id, ${NONE}) AS application_id,
      COALESCE(version_id, ${NONE}) AS version_id, COALESCE(service_id, ${NONE}) AS service_id, gateway_id,
      operation, status, count(*) AS calls, sum(latency_ms) AS latency_sum_ms, max(latency_ms) AS latency_max_ms,
      sum(response_bytes) AS response_bytes,
      count(*) FILTER (WHERE credential_id = ANY($17::uuid[])) AS console_calls
    FROM inserted GROUP BY 1, 2, 3, 4, 5, 6, 7
  ), hours AS (
    SELECT date_trunc('hour', start, 'UTC') AS start, application_id, version_id, service_id, gateway_id, operation,
      status,
      sum(calls) AS calls, sum(latency_sum_ms) AS latency_sum_ms, max(latency_max_ms) AS latency_max_ms,
      sum(response_bytes) AS response_bytes, sum(console_calls) AS console_calls
    FROM minutes GROUP BY 1, 2, 3, 4, 5, 6, 7
  ), days AS (
    SELECT date_trunc('day', start, 'UTC') AS start, application_id, version_id, service_id, gateway_id, operation,
      status,
      sum(calls) AS calls, sum(latency_sum_ms) AS latency_sum_ms, max(latency_max_ms) AS latency_max_ms,
      sum(response_bytes) AS response_bytes, sum(console_calls) AS console_calls
    FROM hours GROUP BY 1, 2, 3, 4, 5, 6, 7
  ), summed AS (
    INSERT INTO usage_bucket AS bucket (grain, start, application_id, version_id, service_id, gateway_id, operation,
      status, calls, latency_sum_ms, latency_max_ms, response_bytes, console_calls)
    SELECT grain, start, application_id, version_id, service_id, gateway_id, operation, status, calls, latency_sum_ms,
      latency_max_ms, response_bytes, console_calls
    FROM (SELECT 'minute'::grain AS grain, * FROM minutes UNION ALL SELECT 'hour', * FROM hours
      UNION ALL SELECT 'day', * FROM days) AS sums
    ORDER BY grain, start, application_id, version_id, service_id, gateway_id, operation COLLATE "C", status
    ON CONFLICT (grain, start, application_id, version_id, service_id, gateway_id, operation, status) DO UPDATE SET
      calls = bucket.calls + excluded.calls,
      latency_sum_ms = bucket.latency_sum_ms + excluded.latency_sum_ms,
      latency_max_ms = greatest(bucket.latency_max_ms, excluded.latency_max_ms),
      response_bytes = bucket.response_bytes + excluded.response_bytes,
      console_calls = bucket.console_calls + excluded.console_calls
  ), due AS (
    SELECT c.id, used.at
    FROM credential c JOIN (
      SELECT credential_id, least(max(occurred_at), now()) AS at
      FROM inserted WHERE credential_id IS NOT NULL GROUP BY credential_id
    ) AS used ON used.credential_id = c.id
    WHERE c.last_used_at IS NULL OR c.last_used_at < used.at - interval '1 minute'
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ), noted AS (
    UPDATE credential c SET last_used_at = due.at FROM due WHERE c.id = due.id
  )
  SELECT count(*) FROM inserted`;

@Injectable()
export class UsageEventsStore {
  constructor(private readonly database: Database) {}

  /**
   * Stores the calls that were not stored before, adds them to their buckets and notes when a key was last used (to the
   * minute). Returns when all that is committed.
   */
  async store(events: UsageEventRow[]): Promise<void> {
    const query = { name: 'store_usage', text: STORE_SQL, values: columnsOf(events) };
    for (let attempt = 1; ; attempt++) {
      try {
        await this.database.pool.query(query);
        return;
      } catch (error) {
        if (!isRetryableTransaction(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }
}

/** In the order of the statement's parameters. */
function columnsOf(events: UsageEventRow[]): string[] {
  return [
    plainArray(events, ({ gatewayId }) => gatewayId),
    textArray(events, ({ requestId }) => requestId),
    plainArray(events, ({ occurredAtMs }) => occurredAtMs),
    plainArray(events, ({ applicationId }) => applicationId),
    plainArray(events, ({ serviceId }) => serviceId),
    plainArray(events, ({ versionId }) => versionId),
    plainArray(events, ({ credentialId }) => credentialId),
    textArray(events, ({ method }) => method),
    textArray(events, ({ path }) => path),
    textArray(events, ({ operation }) => operation),
    plainArray(events, ({ status }) => status),
    plainArray(events, ({ latencyMs }) => latencyMs),
    plainArray(events, ({ upstreamMs }) => upstreamMs),
    plainArray(events, ({ requestBytes }) => requestBytes),
    plainArray(events, ({ responseBytes }) => responseBytes),
    textArray(events, ({ clientIp }) => clientIp),
    `{${[...new Set(events.flatMap(({ isConsole, credentialId }) => (isConsole ? [credentialId] : [])))].join()}}`,
  ];
}

/** PostgreSQL's spelling of an array of numbers or ids. */
function plainArray(events: UsageEventRow[], valueOf: (event: UsageEventRow) => string | number | null): string {
  return `{${events.map((event) => valueOf(event) ?? 'NULL').join()}}`;
}

const ESCAPED = /["\\]/;

function textArray(events: UsageEventRow[], textOf: (event: UsageEventRow) => string): string {
  return `{${events.map((event) => quoted(textOf(event))).join()}}`;
}

function quoted(text: string): string {
  return ESCAPED.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
