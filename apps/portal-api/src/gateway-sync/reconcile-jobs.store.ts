import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

const ADD_JOB = `graphile_worker.add_job(
    'reconcile-scope',
    payload => json_build_object('gatewayId', gateway_id, 'scope', scope),
    job_key => 'reconcile-scope:' || gateway_id || ':' || scope,
    job_key_mode => 'replace',
    run_at => now() + $1 * interval '1 millisecond',
    max_attempts => 25)`;

/** Enqueues work for scopes that were wished already: retries, and what a crash left behind. */
@Injectable()
export class ReconcileJobsStore {
  constructor(private readonly database: Database) {}

  async enqueue(gatewayId: string, scope: string, delayMs: number): Promise<void> {
    await this.database.pool.query({
      name: 'reconcile_enqueue',
      text: `SELECT ${ADD_JOB} FROM (VALUES ($2::uuid, $3::text)) AS one(gateway_id, scope)`,
      values: [delayMs, gatewayId, scope],
    });
  }

  /**
   * Every scope of the gateway that waits, whether it failed or not: after the gateway came back, or when somebody says
   * "retry", who by that also confirms what the brake has stopped.
   */
  async enqueueWaiting(gatewayId: string, deletesConfirmed: boolean): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `WITH waiting AS (
         UPDATE sync_scope SET retry_at = NULL, attempts = 0, deletes_confirmed = $3
         WHERE gateway_id = $2 AND applied < wished RETURNING gateway_id, scope)
       SELECT ${ADD_JOB} FROM waiting`,
      [0, gatewayId, deletesConfirmed],
    );
    return rowCount ?? 0;
  }

  /** Scopes whose job was lost with a process that died: wished a while ago, nobody works on them, no retry is due. */
  async enqueueForgotten(olderThanMs: number): Promise<number> {
    const { rowCount } = await this.database.pool.query(
      `WITH forgotten AS (
         SELECT s.gateway_id, s.scope FROM sync_scope s
         WHERE s.applied < s.wished AND s.wished_at < now() - $2 * interval '1 millisecond'
           AND (s.locked_until IS NULL OR s.locked_until < now())
           AND (s.failed_at IS NULL OR s.failed_at < s.wished_at OR s.retry_at < now() - $2 * interval '1 millisecond')
           AND NOT EXISTS (
             SELECT FROM graphile_worker.jobs j
             WHERE j.key = 'reconcile-scope:' || s.gateway_id || ':' || s.scope AND j.locked_at IS NULL)
         LIMIT 10000)
       SELECT ${ADD_JOB} FROM forgotten`,
      [0, olderThanMs],
    );
    return rowCount ?? 0;
  }
}
