import type { SyncLane } from '#platform';

/** Scopes of at most this priority go in lane `now`. */
export const LAST_URGENT_PRIORITY = 1;

/** The first and the last priority of a lane. Each is pushed by a job of its own, so that none does what the other is for. */
export const PRIORITIES_OF: Record<SyncLane, readonly [first: number, last: number]> = {
  now: [0, LAST_URGENT_PRIORITY],
  bulk: [LAST_URGENT_PRIORITY + 1, 2],
};

/** Edits of one thing that come sooner than this after its last push go together. */
export const SETTLE_MS = 2_000;

/** The lane of a scope, as SQL over its priority. */
export function laneOf(priority: string): string {
  return `CASE WHEN ${priority} <= ${LAST_URGENT_PRIORITY} THEN 'now' ELSE 'bulk' END`;
}

/** The key of a lane's job, as SQL over the columns gateway_id and lane. */
export const SYNC_JOB_KEY_SQL = `'sync-gateway:' || gateway_id || ':' || lane`;

/** That of the job that waits for its time: putting it off must not put off what is due. */
export const LATER_JOB_KEY_SQL = `${SYNC_JOB_KEY_SQL} || ':later'`;

/**
 * One call for many jobs, and none for none.
 *
 * @param source a relation with the columns gateway_id and lane, one row a job, and run_at where it is named below
 * @param runAt when the jobs are due, as SQL
 * @param later whether these jobs wait for their time
 */
export function addSyncJobs(source: string, runAt = 'now()', later = false): string {
  const key = later ? LATER_JOB_KEY_SQL : SYNC_JOB_KEY_SQL;
  return `
  SELECT count(*)::int AS jobs FROM (
    SELECT array_agg(ROW('sync-gateway', json_build_object('gatewayId', gateway_id, 'lane', lane), NULL, ${runAt}, 25,
      ${key}, CASE lane WHEN 'now' THEN -1 ELSE 0 END, NULL)::graphile_worker.job_spec ORDER BY gateway_id, lane) AS specs
    FROM ${source} HAVING count(*) > 0) AS batch, graphile_worker.add_jobs(batch.specs)`;
}

/** Scopes as sync_scope `s` that wait, are due and are not held by a writer whose lease runs. */
export const IS_FREE_AND_DUE = `s.applied < s.wished AND (s.locked_until IS NULL OR s.locked_until < now())
    AND COALESCE(s.retry_at, CASE WHEN s.failed_at IS NULL THEN now() ELSE 'infinity' END) <= now()`;
