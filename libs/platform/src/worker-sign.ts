import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

/** Tells our advisory locks from those of others in the same database. */
const LOCK_CLASS = 7_036_175;

/** A worker has this long to raise its sign before its jobs may be taken for those of a dead one. */
export const SIGN_GRACE_MS = 5_000;

const RETRY_DELAY_MS = 500;

/**
 * The sign of life of a worker: an advisory lock that PostgreSQL drops the moment the worker's connection ends, however it
 * ended. Without it a job that a killed worker had taken would stay taken for hours. Holds the lock until `signal` aborts;
 * takes it again after PostgreSQL was away.
 */
export async function holdWorkerSign(
  pool: pg.Pool,
  workerId: string,
  signal: AbortSignal,
  onRaised: () => void = () => undefined,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await pool.connect();
      try {
        await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [LOCK_CLASS, workerId]);
        onRaised();
        await once(client, 'end', { signal });
      } finally {
        // A connection that goes back into the pool would keep the lock.
        client.release(true);
      }
    } catch {
      await delay(RETRY_DELAY_MS, null, { signal }).catch(() => undefined);
    }
  }
}

/**
 * The sign of somebody who holds more than jobs. Whoever finds its `id` beside something and the sign gone may take that
 * thing.
 */
export class WorkerSign {
  readonly id = randomUUID();
  private readonly lowered = new AbortController();
  private raised: Promise<void> | null = null;
  private held: Promise<void> = Promise.resolve();

  constructor(private readonly pool: pg.Pool) {}

  /** Raises the sign if it is not yet raised; resolves when others can see it. */
  raise(): Promise<void> {
    this.raised ??= new Promise((resolve) => {
      this.held = holdWorkerSign(this.pool, this.id, this.lowered.signal, resolve);
    });
    return this.raised;
  }

  async lower(): Promise<void> {
    this.lowered.abort();
    await this.held;
  }
}

/**
 * SQL that is true when the sign of the worker in this column is gone. Once a worker, because each look takes a lock for
 * the rest of the transaction.
 */
export function signIsGone(column: string): string {
  return `pg_try_advisory_xact_lock(${LOCK_CLASS}, hashtext(${column}))`;
}

/**
 * Gives back the jobs that workers without a sign of life have taken. Returns how many such workers there were. A job that
 * was enqueued again while it ran counts as one without a further attempt: it gets one, because it never came to its end.
 */
export async function releaseJobsOfDeadWorkers(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ dead: number }>(
    `WITH taken AS MATERIALIZED (
       SELECT DISTINCT locked_by FROM graphile_worker._private_jobs
       WHERE locked_at < now() - $1 * interval '1 millisecond'
     ), dead AS MATERIALIZED (
       SELECT locked_by FROM taken WHERE ${signIsGone('locked_by')}
     ), jobs AS (
       UPDATE graphile_worker._private_jobs j
       SET locked_at = NULL, locked_by = NULL, attempts = least(j.attempts, j.max_attempts - 1)
       FROM dead WHERE j.locked_by = dead.locked_by
     ), queues AS (
       UPDATE graphile_worker._private_job_queues q SET locked_at = NULL, locked_by = NULL
       FROM dead WHERE q.locked_by = dead.locked_by
     )
     SELECT count(*)::int AS dead FROM dead`,
    [SIGN_GRACE_MS],
  );
  return rows[0]?.dead ?? 0;
}

/** Whether a worker that connects from the address of this connection (the same container, say) shows its sign of life. */
export async function hasWorkerSign(pool: pg.Pool): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = $1::oid
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
       AND a.client_addr IS NOT DISTINCT FROM inet_client_addr()
     LIMIT 1`,
    [LOCK_CLASS],
  );
  return rowCount === 1;
}
