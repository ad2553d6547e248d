import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { addReconcileJobs, RECONCILE_JOB_KEY_SQL } from './enqueue-reconcile.sql.js';

const IN_A_WHILE = `now() + $1 * interval '1 millisecond'`;

/** Enqueues work for scopes that were wished already: retries, and what a crash left behind. */
@Injectable()
export class ReconcileJobsStore {
  constructor(private readonly database: Database) {}

  async enqueue(gatewayId: string, scope: string, delayMs: number): Promise<void> {
    await this.database.pool.query({
      name: 'reconcile_enqueue',
      text: addReconcileJobs('(VALUES ($2::uuid, $3::text)) AS one(gateway_id, scope)', IN_A_WHILE),
      values: [delayMs, gatewayId, scope],
    });
  }

  /**
   * Every scope of the gateway that waits, whether it failed or not: after the gateway came back, or when somebody says
   * "retry", who by that also confirms what the brake has stopped.
   */
  async enqueueWaiting(gatewayId: string, deletesConfirmed: boolean): Promise<number> {
    const { rows } = await this.database.pool.query<{ jobs: number }>(
      `WITH waiting AS (
         UPDATE sync_scope SET retry_at = NULL, attempts = 0, deletes_confirmed = $2
         WHERE gateway_id = $1 AND applied < wished RETURNING gateway_id, scope)
       ${addReconcileJobs('waiting', 'now()')}`,
      [gatewayId, deletesConfirmed],
    );
    return rows[0]?.jobs ?? 0;
  }

  /** Scopes whose job was lost with a process that died: wished a while ago, nobody works on them, no retry is due. */
  async enqueueForgotten(olderThanMs: number): Promise<number> {
    const { rows } = await this.database.pool.query<{ jobs: number }>(
      `WITH forgotten AS (
         SELECT s.gateway_id, s.scope FROM sync_scope s
         WHERE s.applied < s.wished AND s.wished_at < now() - $1 * interval '1 millisecond'
           AND (s.locked_until IS NULL OR s.locked_until < now())
           AND (s.failed_at IS NULL OR s.failed_at < s.wished_at OR s.retry_at < now() - $1 * interval '1 millisecond')
           AND NOT EXISTS (
             SELECT FROM graphile_worker.jobs j
             WHERE j.key = ${RECONCILE_JOB_KEY_SQL} AND j.locked_at IS NULL)
         LIMIT 10000)
       ${addReconcileJobs('forgotten', 'now()')}`,
      [olderThanMs],
    );
    return rows[0]?.jobs ?? 0;
  }
}
