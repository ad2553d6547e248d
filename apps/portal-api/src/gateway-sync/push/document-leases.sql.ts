import { IS_FREE_AND_DUE } from './sync-lanes.sql.js';

const LEASE = `locked_until = now() + $2 * interval '1 millisecond', locked_by = $3`;

const LEASED = `s.scope, s.fence, s.attempts, s.priority, s.deletes_confirmed AS "deletesConfirmed"`;

/**
 * $1 gateway, $2 lease, $3 worker. Everything that is due, of both lanes, because it goes as one document; the watermark
 * when nothing else is. With it the gateway's own scope, due or not: whoever has that is the only one who writes.
 */
export const TAKE_DOCUMENT_SQL = `
  WITH writer AS MATERIALIZED (
    SELECT s.scope FROM sync_scope s
    WHERE s.gateway_id = $1 AND s.scope = 'gateway' AND (s.locked_until IS NULL OR s.locked_until < now())
    FOR UPDATE SKIP LOCKED
  ), others AS MATERIALIZED (
    SELECT s.scope FROM sync_scope s
    WHERE s.gateway_id = $1 AND ${IS_FREE_AND_DUE} AND s.scope <> 'watermark' AND EXISTS (SELECT FROM writer)
    FOR UPDATE SKIP LOCKED
  ), mark AS MATERIALIZED (
    SELECT s.scope FROM sync_scope s
    WHERE s.gateway_id = $1 AND ${IS_FREE_AND_DUE} AND s.scope = 'watermark' AND EXISTS (SELECT FROM writer)
      AND NOT EXISTS (SELECT FROM others)
    FOR UPDATE SKIP LOCKED
  ), due AS MATERIALIZED (TABLE others UNION ALL TABLE mark
  ), taken AS MATERIALIZED (
    SELECT old.scope, due.scope IS NOT NULL AS due, old.locked_by IS NOT NULL AS unfinished
    FROM sync_scope old LEFT JOIN due ON due.scope = old.scope
    WHERE old.gateway_id = $1 AND (due.scope IS NOT NULL OR (old.scope = 'gateway' AND EXISTS (SELECT FROM due)))
  )
  UPDATE sync_scope s SET fence = s.fence + 1, ${LEASE}
  FROM taken WHERE s.gateway_id = $1 AND s.scope = taken.scope
  RETURNING ${LEASED}, s.wished, taken.unfinished, taken.due`;

/**
 * $1 gateway, $2 lease, $3 worker, $4 scopes, $5 how often they had been wished when they were read. They are found to
 * differ without being due, and go with the document: one for which nobody has wished waits from now on.
 */
export const JOIN_DOCUMENT_SQL = `
  WITH old AS MATERIALIZED (
    SELECT s.scope, seen.wished, s.applied >= s.wished AS unwished, s.locked_by IS NOT NULL AS unfinished
    FROM unnest($4::text[], $5::int[]) AS seen(scope, wished) JOIN sync_scope s ON s.scope = seen.scope
    WHERE s.gateway_id = $1 AND (s.locked_until IS NULL OR s.locked_until < now() OR s.locked_by IS NULL)
    ORDER BY s.scope FOR UPDATE OF s
  )
  UPDATE sync_scope s SET fence = s.fence + 1, ${LEASE}, wished = s.wished + old.unwished::int
  FROM old WHERE s.gateway_id = $1 AND s.scope = old.scope
  RETURNING ${LEASED}, CASE WHEN old.unwished THEN s.wished ELSE old.wished END AS wished, old.unfinished`;

/** $1 gateway, $2 fence of the writer, $3 the number that stands in the document: nothing is left to be done for it. */
export const MARK_DOCUMENT_SQL = `
  UPDATE sync_scope s SET fence = s.fence + 1, applied = s.wished, applied_at = now(), attempts = 0, error = NULL,
    failed_at = NULL, retry_at = NULL, watermark = g.watermark
  FROM gateway g JOIN sync_scope w ON w.gateway_id = g.id AND w.scope = 'gateway'
  WHERE g.id = $1 AND w.fence = $2 AND g.watermark = $3 AND s.gateway_id = g.id AND s.scope = 'watermark'
  RETURNING s.fence`;

/** $1 gateway, $2 fence of the writer, $3 how long nobody writes. Without a name it is a pause, and no writer's lease. */
export const REST_DOCUMENT_SQL = `
  UPDATE sync_scope SET locked_until = now() + $3 * interval '1 millisecond', locked_by = NULL
  WHERE gateway_id = $1 AND scope = 'gateway' AND fence = $2`;

/** $1 gateway, $2 after which name: every scope that the gateway was ever told of, a page of them. */
export const TOLD_SCOPES_SQL = `
  SELECT scope, wished FROM sync_scope WHERE gateway_id = $1 AND scope > $2 ORDER BY scope LIMIT $3`;
