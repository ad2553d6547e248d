/**
 * $1 text[] scopes, $2 uuid[] gateways or null for all. One statement: the wish is counted and the job enqueued in the
 * caller's transaction, so a wish without a job, or a job without a wish, cannot exist. Jobs of versions come before those
 * of applications, whose limits hang on them.
 */
export const ENQUEUE_RECONCILE_SQL = `
  WITH wished AS (
    INSERT INTO sync_scope AS s (gateway_id, scope)
    SELECT g.id, scope.name
    FROM gateway g CROSS JOIN unnest($1::text[]) AS scope(name)
    WHERE $2::uuid[] IS NULL OR g.id = ANY($2::uuid[])
    ORDER BY 1, 2
    ON CONFLICT (gateway_id, scope) DO UPDATE
      SET wished = s.wished + 1, wished_at = now(), retry_at = NULL, failed_at = NULL, error = NULL
    RETURNING gateway_id, scope
  )
  SELECT graphile_worker.add_job(
    'reconcile-scope',
    payload => json_build_object('gatewayId', gateway_id, 'scope', scope),
    job_key => 'reconcile-scope:' || gateway_id || ':' || scope,
    job_key_mode => 'replace',
    max_attempts => 25
  ) FROM (SELECT gateway_id, scope FROM wished ORDER BY scope DESC) AS versions_first`;
