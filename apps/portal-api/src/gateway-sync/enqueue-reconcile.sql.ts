/** The key of a scope's job, as SQL over the columns gateway_id and scope. */
export const RECONCILE_JOB_KEY_SQL = `'reconcile-scope:' || gateway_id || ':' || scope`;

/**
 * One call for many jobs, because one a job takes ten times as long, and none for none. Their keys coalesce them. Jobs of
 * versions come before those of applications, whose limits hang on them.
 *
 * @param source a relation with the columns gateway_id and scope
 * @param runAt when the jobs are due, as SQL
 */
export function addReconcileJobs(source: string, runAt: string): string {
  return `
  SELECT count(*)::int AS jobs FROM (
    SELECT array_agg(ROW('reconcile-scope', json_build_object('gatewayId', gateway_id, 'scope', scope), NULL, ${runAt}, 25,
      ${RECONCILE_JOB_KEY_SQL}, NULL, NULL)::graphile_worker.job_spec ORDER BY scope DESC) AS specs
    FROM ${source} HAVING count(*) > 0) AS batch, graphile_worker.add_jobs(batch.specs)`;
}

/**
 * $1 text[] scopes, $2 uuid[] gateways or null for all. One statement: the wish is counted and the job enqueued in the
 * caller's transaction, so a wish without a job, or a job without a wish, cannot exist.
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
  )${addReconcileJobs('wished', 'now()')}`;
