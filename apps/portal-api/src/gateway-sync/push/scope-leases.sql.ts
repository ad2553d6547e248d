import { signIsGone } from '#platform';
import { IS_FREE_AND_DUE, LAST_URGENT_PRIORITY, SETTLE_MS } from './sync-lanes.sql.js';

/** How long the watermark waits at most for everything else of its gateway. */
export const WATERMARK_WITHIN = `interval '10 seconds'`;

/** Whether anything else of the gateway `s` waits, unless it has failed. */
export const OTHERS_WAIT = `EXISTS (
      SELECT FROM sync_scope o WHERE o.gateway_id = s.gateway_id AND o.applied < o.wished AND o.failed_at IS NULL
        AND o.scope <> 'watermark')`;

const LEASE = (parameter: string) => `now() + ${parameter} * interval '1 millisecond'`;

// Whoever let go of a scope without saying how its push ended, by dying or otherwise, may have written some of it: the name
// stays, and tells the next one.
const LET_GO = 'locked_until = NULL';

const waiting = (rule: string) => `
    SELECT s.scope, s.locked_by IS NOT NULL AS unfinished FROM sync_scope s
    WHERE s.gateway_id = $1 AND s.priority <= $3 AND ${IS_FREE_AND_DUE} AND ${rule}`;

/** What is one of very many lets every revocation of its gateway go first, also one that is under way. */
const NOTHING_REVOKED = `($2 <= ${LAST_URGENT_PRIORITY} OR NOT EXISTS (
      SELECT FROM sync_scope u WHERE u.gateway_id = $1 AND u.priority = 0 AND u.applied < u.wished
        AND u.failed_at IS NULL))`;

/**
 * $1 gateway, $2 and $3 the first and the last priority, $4 how many, $5 lease, $6 worker. The watermark alone, because it
 * is written last. The others in the order of the index sync_scope_pending: versions before the applications whose limits
 * hang on them; the gateway's own scope, which is one row, beside them.
 */
export const TAKE_SQL = `
  WITH mark AS (${waiting(`s.scope = 'watermark' AND (s.wished_at < now() - ${WATERMARK_WITHIN} OR NOT ${OTHERS_WAIT})`)}
    FOR UPDATE SKIP LOCKED
  ), own AS (${waiting(`s.scope = 'gateway' AND NOT EXISTS (SELECT FROM mark)`)}
    FOR UPDATE SKIP LOCKED
  ), others AS (${waiting(`s.priority >= $2 AND s.scope NOT IN ('gateway', 'watermark') AND NOT EXISTS (SELECT FROM mark) AND ${NOTHING_REVOKED}`)}
    ORDER BY s.priority, s.scope DESC LIMIT $4 FOR UPDATE SKIP LOCKED
  )
  UPDATE sync_scope s SET fence = s.fence + 1, locked_until = ${LEASE('$5')}, locked_by = $6
  FROM (TABLE mark UNION ALL TABLE own UNION ALL TABLE others) AS taken
  WHERE s.gateway_id = $1 AND s.scope = taken.scope
  RETURNING s.scope, s.fence, s.wished, s.attempts, s.priority, s.deletes_confirmed AS "deletesConfirmed",
    taken.unfinished`;

/** $1 gateways, $2 scopes, $3 fences: those that are still held. Locked in one order, so that writers never deadlock. */
const HELD = `
    SELECT s.gateway_id, s.scope FROM sync_scope s
    JOIN unnest($1::uuid[], $2::text[], $3::int[]) AS mine(gateway_id, scope, fence)
      ON mine.gateway_id = s.gateway_id AND mine.scope = s.scope AND mine.fence = s.fence
    ORDER BY s.gateway_id, s.scope FOR UPDATE OF s`;

export const RENEW_SQL = `
  WITH held AS MATERIALIZED (${HELD})
  UPDATE sync_scope s SET locked_until = ${LEASE('$4')} FROM held
  WHERE s.gateway_id = held.gateway_id AND s.scope = held.scope
  RETURNING s.gateway_id AS "gatewayId", s.scope`;

export const RELEASE_SQL = `
  WITH held AS MATERIALIZED (${HELD})
  UPDATE sync_scope s SET ${LET_GO} FROM held WHERE s.gateway_id = held.gateway_id AND s.scope = held.scope`;

/** Scopes as sync_scope `s` of gateway $1 that a writer holds; one of documents holds the gateway's own, waiting or not. */
export const IS_HELD = `s.gateway_id = $1 AND (s.applied < s.wished OR s.scope = 'gateway') AND s.locked_until > now()
    AND s.locked_by IS NOT NULL`;

export const FREE_DEAD_SQL = `
  WITH holders AS MATERIALIZED (SELECT DISTINCT s.locked_by FROM sync_scope s WHERE ${IS_HELD}
  ), dead AS MATERIALIZED (SELECT locked_by FROM holders WHERE ${signIsGone('locked_by')})
  UPDATE sync_scope s SET ${LET_GO} FROM dead WHERE ${IS_HELD} AND s.locked_by = dead.locked_by`;

/**
 * $1 gateway; arrays: $2 scopes, $3 fences, $4 wished numbers that were pushed, $5 errors or null, $6 delays before a
 * retry or null, $7 whether it gets the next watermark, $8 whether the brake has stopped it, $9 whether only its
 * revocations were pushed; $10 how many count for the run, $11 objects written.
 */
export const END_SQL = `
  WITH outcome AS (
    SELECT * FROM unnest($2::text[], $3::int[], $4::int[], $5::text[], $6::float8[], $7::bool[], $8::bool[],
      $9::bool[]) AS o(scope, fence, pushed, error, retry_ms, marks, stopped, has_rest)
  ), held AS MATERIALIZED (
    SELECT o.*, o.has_rest AND o.error IS NULL AND s.wished = o.pushed AS goes_on
    FROM sync_scope s JOIN outcome o ON o.scope = s.scope AND o.fence = s.fence
    WHERE s.gateway_id = $1 ORDER BY s.gateway_id, s.scope FOR UPDATE OF s
  ), numbered AS (
    UPDATE gateway SET watermark = watermark + 1 WHERE id = $1 AND EXISTS (SELECT FROM held WHERE marks)
    RETURNING watermark
  ), ended AS (
    UPDATE sync_scope s SET locked_until = NULL, locked_by = NULL, stopped = h.stopped,
      wished = s.wished + h.goes_on::int, priority = CASE WHEN h.goes_on THEN ${LAST_URGENT_PRIORITY} ELSE s.priority END,
      applied = CASE WHEN h.error IS NULL THEN h.pushed ELSE s.applied END,
      applied_at = CASE WHEN h.error IS NULL THEN now() ELSE s.applied_at END,
      attempts = CASE WHEN h.error IS NULL THEN 0 ELSE s.attempts + 1 END,
      failed_at = CASE WHEN h.error IS NOT NULL AND s.wished = h.pushed THEN now() END,
      error = CASE WHEN s.wished = h.pushed THEN h.error END,
      retry_at = CASE
        WHEN s.wished > h.pushed AND s.retry_at IS NOT NULL THEN now() + ${SETTLE_MS} * interval '1 millisecond'
        WHEN s.wished = h.pushed AND h.error IS NOT NULL THEN now() + h.retry_ms * interval '1 millisecond' END,
      deletes_confirmed = s.deletes_confirmed AND (h.error IS NOT NULL OR h.has_rest),
      watermark = CASE WHEN h.marks THEN (SELECT watermark FROM numbered) ELSE s.watermark END
    FROM held h WHERE s.gateway_id = $1 AND s.scope = h.scope
    RETURNING s.wished > h.pushed AS again
  ), marked AS (
    INSERT INTO sync_scope AS s (gateway_id, scope, priority) SELECT $1, 'watermark', 2 FROM numbered
    ON CONFLICT (gateway_id, scope) DO UPDATE SET wished = s.wished + 1, priority = 2,
      wished_at = CASE WHEN s.applied < s.wished THEN s.wished_at ELSE now() END,
      retry_at = NULL, failed_at = NULL, error = NULL
  ), run AS (
    UPDATE sync_run SET scopes_done = least(scopes_total, scopes_done + $10),
      objects_written = objects_written + $11, updated_at = now()
    WHERE gateway_id = $1 AND finished_at IS NULL
  )
  SELECT count(*) FILTER (WHERE again)::int AS again FROM ended`;
