import { addSyncJobs, laneOf, SETTLE_MS } from './push/sync-lanes.sql.js';

const IS_PENDING = 's.applied < s.wished';

/** What counting a wish up does to a row `s` of sync_scope, as SQL over the new priority and whether it settles. */
function countUp(priority: string, settles: string): string {
  // A wish that must go at once is not put off by one that may settle.
  return `wished = s.wished + 1, wished_at = now(),
    priority = CASE WHEN ${IS_PENDING} THEN least(s.priority, ${priority}) ELSE ${priority} END,
    retry_at = CASE WHEN NOT ${settles} OR (${IS_PENDING} AND s.failed_at IS NULL AND s.retry_at IS NULL) THEN NULL
      ELSE greatest(now(), s.applied_at + ${SETTLE_MS} * interval '1 millisecond') END,
    failed_at = NULL, error = NULL`;
}

/** Shows on the gateways' pages how far a large push is; what is added to one that runs belongs to it. */
function countRun(reason: string): string {
  const goesOn = 'r.finished_at IS NULL';
  return `INSERT INTO sync_run AS r (gateway_id, reason, scopes_total)
    SELECT gateway_id, ${reason}, count(*) FROM wished WHERE ${reason} IS NOT NULL GROUP BY gateway_id
    ON CONFLICT (gateway_id) DO UPDATE SET reason = EXCLUDED.reason,
      started_at = CASE WHEN ${goesOn} THEN r.started_at ELSE now() END,
      scopes_total = EXCLUDED.scopes_total + CASE WHEN ${goesOn} THEN r.scopes_total ELSE 0 END,
      scopes_done = CASE WHEN ${goesOn} THEN r.scopes_done ELSE 0 END,
      objects_written = CASE WHEN ${goesOn} THEN r.objects_written ELSE 0 END,
      updated_at = now(), finished_at = NULL`;
}

const ADD_JOBS = addSyncJobs(`(SELECT DISTINCT gateway_id, ${laneOf('priority')} AS lane FROM wished) AS lanes`);

const countWishes = (rule: string) => `wished AS (
    INSERT INTO sync_scope AS s (gateway_id, scope, priority, retry_at)
    SELECT g.id, scope.name, $3::smallint, CASE WHEN $4::bool THEN now() END
    FROM gateway g CROSS JOIN unnest($1::text[]) AS scope(name)
    WHERE ($2::uuid[] IS NULL OR g.id = ANY($2::uuid[])) AND ${rule}
    ORDER BY 1, 2
    ON CONFLICT (gateway_id, scope) DO UPDATE SET ${countUp('EXCLUDED.priority', '$4::bool')}
    RETURNING gateway_id, scope, priority
  ), run AS (${countRun('$5::text')})`;

/**
 * $1 text[] scopes, $2 uuid[] gateways or null for all, $3 priority, $4 whether it settles, $5 reason of a run or null.
 * One statement: the wish is counted and the jobs enqueued in the caller's transaction, so a wish without a job, or a job
 * without a wish, cannot exist. A job a gateway and lane, however many the scopes.
 *
 * @param beside another statement that is to run with it, with parameters from $6 on
 */
export const wishSql = (beside = '') => `
  WITH ${beside === '' ? '' : `beside AS (${beside}), `}${countWishes('true')}
  ${ADD_JOBS}`;

/**
 * The same behind what it is wished for: nothing else happens where nothing was changed, and the row says which it was.
 *
 * @param change what returns the rows that it changed, with parameters from $6 on, as has what runs `beside`
 */
export const changeAndWishSql = (change: string, beside: string) => `
  WITH changed AS (${change}), beside AS (${beside} WHERE EXISTS (SELECT FROM changed)),
  ${countWishes('EXISTS (SELECT FROM changed)')}
  SELECT jobs, EXISTS (SELECT FROM changed) AS changed FROM (${ADD_JOBS}) AS added`;

export const WISH_SQL = wishSql();

/** $1 gateway, $2 pattern of scopes, $3 reason: wishes again what the gateway was ever told of. */
export const WISH_AGAIN_SQL = `
  WITH known AS MATERIALIZED (
    SELECT gateway_id, scope FROM sync_scope
    WHERE gateway_id = $1::uuid AND scope LIKE $2::text AND scope <> 'watermark'
    ORDER BY gateway_id, scope FOR UPDATE
  ), wished AS (
    UPDATE sync_scope s SET ${countUp('2::smallint', 'false')}
    FROM known WHERE s.gateway_id = known.gateway_id AND s.scope = known.scope
    RETURNING s.gateway_id, s.scope, s.priority
  ), run AS (${countRun('$3::text')})
  ${ADD_JOBS}`;

/** $1 gateway: itself, the versions deployed to it and the applications with a key for its environment. */
export const WISH_EVERYTHING_SQL = `
  WITH due AS (
    SELECT g.id AS gateway_id, scope.name FROM gateway g CROSS JOIN LATERAL (
      SELECT 'gateway' AS name
      UNION ALL SELECT 'version:' || d.version_id FROM deployment d JOIN version v ON v.id = d.version_id
        WHERE d.gateway_id = g.id AND v.state <> 'draft'
      UNION ALL SELECT DISTINCT 'application:' || c.application_id FROM credential c
        WHERE c.environment_id = g.environment_id AND c.revoked_at IS NULL) AS scope
    WHERE g.id = $1::uuid
  ), wished AS (
    INSERT INTO sync_scope AS s (gateway_id, scope, priority) SELECT gateway_id, name, 2 FROM due ORDER BY 1, 2
    ON CONFLICT (gateway_id, scope) DO UPDATE SET ${countUp('EXCLUDED.priority', 'false')}
    RETURNING gateway_id, scope, priority
  ), run AS (${countRun(`'registered'::text`)})
  ${ADD_JOBS}`;
