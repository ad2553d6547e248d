import { Injectable } from '@nestjs/common';
import type { SyncLane } from '#platform';
import { Database } from '../../database/database.js';
import {
  addSyncJobs,
  IS_FREE_AND_DUE,
  laneOf,
  LAST_URGENT_PRIORITY,
  LATER_JOB_KEY_SQL,
  SYNC_JOB_KEY_SQL,
} from './sync-lanes.sql.js';
import { IS_HELD, OTHERS_WAIT, WATERMARK_WITHIN } from './scope-leases.sql.js';

/** Jobs that follow each other closer than this would only ask the database. */
const SOONEST_MS = 50;

const WAITS = `s.gateway_id = $1 AND s.applied < s.wished AND (s.failed_at IS NULL OR s.retry_at IS NOT NULL)
    AND (s.locked_until IS NULL OR s.locked_until < now() OR s.locked_by IS NULL)`;

// Whoever writes a document holds the gateway's own scope, and a little longer, when nobody writes.
const DOCUMENT_UNTIL = `(SELECT least(w.locked_until, now() + interval '1 second') FROM sync_scope w
        WHERE w.gateway_id = $1 AND w.scope = 'gateway')`;

// Pushes that follow each other closely would put a job that is there off again and again. What runs it looks afresh.
const WAKES_ANYWAY = `SELECT FROM graphile_worker.jobs j
    WHERE j.key = ${LATER_JOB_KEY_SQL} AND j.run_at <= wakes.run_at AND j.locked_at IS NULL AND j.attempts < j.max_attempts`;

// What no other writer holds comes up again at its own time; the watermark when nothing else waits, or when it is due.
const WAKE_SQL = `
  WITH waiting AS (
    SELECT ${laneOf('s.priority')} AS lane, COALESCE(s.retry_at, now()) AS due_at FROM sync_scope s
    WHERE ${WAITS} AND s.scope <> 'watermark' AND s.priority <= $3
    UNION ALL
    SELECT 'bulk', CASE WHEN ${OTHERS_WAIT} THEN s.wished_at + ${WATERMARK_WITHIN} ELSE COALESCE(s.retry_at, now()) END
    FROM sync_scope s WHERE ${WAITS} AND s.scope = 'watermark'
  ), wakes AS (
    SELECT $1 AS gateway_id, lane, greatest(min(due_at), now() + ${SOONEST_MS} * interval '1 millisecond',
      ${DOCUMENT_UNTIL}) AS run_at
    FROM waiting GROUP BY lane
  ), finished AS (
    UPDATE sync_run SET finished_at = now(), updated_at = now(), scopes_done = scopes_total
    WHERE gateway_id = $1 AND finished_at IS NULL AND $2 = 'bulk' AND NOT EXISTS (
      SELECT FROM sync_scope s WHERE s.gateway_id = $1 AND s.applied < s.wished AND s.priority = 2
        AND s.failed_at IS NULL AND s.scope <> 'watermark')
  )
  SELECT EXISTS (SELECT FROM sync_scope s WHERE ${IS_HELD}) AS "isHeld"
  FROM (${addSyncJobs(`(SELECT * FROM wakes WHERE NOT EXISTS (${WAKES_ANYWAY})) AS missing`, 'run_at', true)}) AS added`;

// What else becomes of the scopes, and which of those that wait are meant: both as SQL over sync_scope `s`.
const dueNow = (set: string, which: string) => `
    UPDATE sync_scope s SET retry_at = now(), attempts = 0${set}
    FROM (SELECT s.scope FROM sync_scope s WHERE s.gateway_id = $1 AND s.applied < s.wished${which}
      ORDER BY s.scope FOR UPDATE) AS known
    WHERE s.gateway_id = $1 AND s.scope = known.scope
    RETURNING s.gateway_id, s.priority`;

const ADD_WAITING = addSyncJobs(`(SELECT DISTINCT gateway_id, ${laneOf('priority')} AS lane FROM waiting) AS lanes`);

// The next check lets the pushes begin, where the gateway has told them that they may not write.
const RETRY_SQL = `
  WITH again AS (UPDATE gateway SET write_again_at = NULL WHERE id = $1 AND write_again_at IS NOT NULL
  ), waiting AS (${dueNow(', deletes_confirmed = true, stopped = false', '')})
  ${ADD_WAITING}`;

// What waits for no time is due as it is: a push takes it meanwhile, and must not find all of it locked.
const HELD_UP_SQL = `
  WITH again AS (${dueNow('', ' AND s.retry_at IS NOT NULL')}
  ), waiting AS (
    SELECT gateway_id, priority FROM sync_scope
    WHERE gateway_id = $1 AND applied < wished AND (failed_at IS NULL OR retry_at IS NOT NULL))
  ${ADD_WAITING}`;

const FORGOTTEN_SQL = `
  WITH forgotten AS (
    SELECT DISTINCT s.gateway_id, ${laneOf('s.priority')} AS lane
    FROM sync_scope s JOIN gateway g ON g.id = s.gateway_id AND g.reachable IS NOT FALSE
    WHERE ${IS_FREE_AND_DUE} AND s.wished_at < now() - $1 * interval '1 millisecond')
  ${addSyncJobs(`
    (SELECT gateway_id, lane FROM forgotten WHERE NOT EXISTS (
      SELECT FROM graphile_worker.jobs j WHERE j.key = ${SYNC_JOB_KEY_SQL})) AS lost`)}`;

/** Enqueues work for scopes that were wished already: retries, and what a crash left behind. */
@Injectable()
export class SyncJobsStore {
  constructor(private readonly database: Database) {}

  /** The lane has more to do and lets others go first. */
  async enqueue(gatewayId: string, lane: SyncLane, delayMs = 0): Promise<void> {
    await this.database.pool.query({
      name: 'sync_enqueue',
      text: addSyncJobs(
        '(VALUES ($1::uuid, $2::text)) AS one(gateway_id, lane)',
        `now() + $3 * interval '1 millisecond'`,
      ),
      values: [gatewayId, lane, delayMs],
    });
  }

  /**
   * After a drain: sees to it that what it had to leave comes up at its time, and ends a run of which nothing is left.
   * Returns whether others hold anything of the gateway.
   */
  async wakeLater(gatewayId: string, lane: SyncLane): Promise<boolean> {
    const { rows } = await this.database.quick.query<{ isHeld: boolean }>({
      name: 'sync_wake',
      text: WAKE_SQL,
      values: [gatewayId, lane, lane === 'now' ? LAST_URGENT_PRIORITY : 2],
    });
    return rows[0]!.isHeld;
  }

  /**
   * Every scope of the gateway that waits, whatever the gateway said of it: somebody says "retry", and by that also
   * confirms what the brake has stopped. Returns the number of jobs.
   */
  async enqueueEverything(gatewayId: string): Promise<number> {
    return this.count(RETRY_SQL, [gatewayId]);
  }

  /**
   * After the gateway came back: what waited for that, or was never tried. What it has refused for itself it would only
   * refuse again. Returns the number of jobs.
   */
  async enqueueHeldUp(gatewayId: string): Promise<number> {
    return this.count(HELD_UP_SQL, [gatewayId]);
  }

  /** Lanes whose job was lost with a process that died: something is due for a while and nobody works on it. */
  async enqueueForgotten(olderThanMs: number): Promise<number> {
    return this.count(FORGOTTEN_SQL, [olderThanMs]);
  }

  private async count(text: string, values: unknown[]): Promise<number> {
    const { rows } = await this.database.pool.query<{ jobs: number }>(text, values);
    return rows[0]?.jobs ?? 0;
  }
}
