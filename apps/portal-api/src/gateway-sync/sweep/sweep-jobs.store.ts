import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../../database/database.js';

/** Sweeps run one after the other and after everything that somebody waits for, so that they never fill the worker. */
const addSql = (mode: string): string => `
  graphile_worker.add_job('sweep-gateway', json_build_object('gatewayId', g.id), queue_name => 'sweep',
    run_at => due.at, job_key => 'sweep-gateway:' || g.id, job_key_mode => ${mode}, priority => 10)`;

/** One that is put off too far is taken forward; one that somebody asks for at the same moment keeps its time. */
const FORWARD_ONLY = `CASE WHEN EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = 'sweep-gateway:' || g.id)
      THEN 'replace' ELSE 'preserve_run_at' END`;

// After a start they are spread over the time between two sweeps; later each follows its last one.
const DUE_SQL = `
  SELECT count(${addSql(FORWARD_ONLY)})::int AS jobs
  FROM gateway g CROSS JOIN LATERAL (
    SELECT $1 * interval '1 minute' AS every) AS rule CROSS JOIN LATERAL (
    SELECT CASE WHEN g.swept_at > now() - rule.every THEN g.swept_at + rule.every
      ELSE now() + random() * rule.every END AS at) AS due
  WHERE NOT EXISTS (
    SELECT FROM graphile_worker.jobs j
    WHERE j.key = 'sweep-gateway:' || g.id AND j.attempts < j.max_attempts AND j.run_at <= now() + rule.every)`;

@Injectable()
export class SweepJobsStore {
  constructor(private readonly database: Database) {}

  /** A sweep for every gateway that has none before it. */
  async enqueueDue(everyMinutes: number): Promise<number> {
    const { rows } = await this.database.pool.query<{ jobs: number }>(DUE_SQL, [everyMinutes]);
    return rows[0]?.jobs ?? 0;
  }

  /** A sweep of one gateway, now; one that is under way is followed by another. */
  async enqueueNow(tx: Tx, gatewayId: string): Promise<void> {
    await tx.$executeRawUnsafe(
      `SELECT ${addSql(`'replace'`)} FROM gateway g CROSS JOIN (VALUES (now())) AS due(at) WHERE g.id = $1::uuid`,
      gatewayId,
    );
  }
}
