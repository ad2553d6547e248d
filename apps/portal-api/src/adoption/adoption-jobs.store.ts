import { Injectable } from '@nestjs/common';
import type { AdoptionState } from '#contract';
import { Database, type Tx } from '../database/database.js';

export type AdoptionJob = 'preview-adoption' | 'apply-adoption' | 'switch-adoption';

// All jobs of one adoption stand in one queue, so that no two of them ever run at the same time.
const ADD_SQL = `SELECT graphile_worker.add_job($1::text, json_build_object('adoptionId', $2::text),
  queue_name => 'adoption:' || $2::text, job_key => $1::text || ':' || $2::text,
  run_at => now() + $3::int * interval '1 millisecond') IS NOT NULL AS enqueued`;

/** One for which nobody does anything any more. */
export interface AbandonedAdoption {
  id: string;
  gatewayId: string;
  state: AdoptionState;
  /** Of the job that was tried last, if it is still known. */
  lastError: string | null;
}

// $1 how often a job is tried. A job that runs, or will, is somebody; the next one is enqueued before it ends.
const ABANDONED_SQL = `
  SELECT a.id, a.gateway_id AS "gatewayId", a.state, job.last_error AS "lastError"
  FROM adoption a LEFT JOIN LATERAL (
    SELECT bool_or(j.locked_at IS NOT NULL OR j.attempts < $1) AS lives,
      (array_agg(j.last_error ORDER BY j.updated_at DESC))[1] AS last_error
    FROM unnest(ARRAY['preview-adoption', 'apply-adoption', 'switch-adoption']) AS task(name)
    JOIN graphile_worker._private_jobs j ON j.key = task.name || ':' || a.id) AS job ON true
  WHERE a.state IN ('reading', 'applying', 'switching') AND job.lives IS NOT TRUE
  ORDER BY a.id LIMIT 100`;

@Injectable()
export class AdoptionJobsStore {
  constructor(private readonly database: Database) {}

  async enqueue(tx: Tx, job: AdoptionJob, adoptionId: string): Promise<void> {
    await tx.$executeRawUnsafe(ADD_SQL, job, adoptionId, 0);
  }

  /** Those that say that something is under way, and whose job is lost or was tried so often in vain. */
  async abandoned(attempts: number): Promise<AbandonedAdoption[]> {
    return (await this.database.pool.query<AbandonedAdoption>(ABANDONED_SQL, [attempts])).rows;
  }

  async enqueueIn(job: AdoptionJob, adoptionId: string, delayMs: number): Promise<void> {
    await this.database.pool.query(ADD_SQL, [job, adoptionId, delayMs]);
  }
}
