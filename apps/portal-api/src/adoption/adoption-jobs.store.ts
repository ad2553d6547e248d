import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

export type AdoptionJob = 'preview-adoption' | 'apply-adoption' | 'switch-adoption';

// All jobs of one adoption stand in one queue, so that no two of them ever run at the same time.
const ADD_SQL = `SELECT graphile_worker.add_job($1::text, json_build_object('adoptionId', $2::text),
  queue_name => 'adoption:' || $2::text, job_key => $1::text || ':' || $2::text,
  run_at => now() + $3::int * interval '1 millisecond') IS NOT NULL AS enqueued`;

@Injectable()
export class AdoptionJobsStore {
  constructor(private readonly database: Database) {}

  async enqueue(tx: Tx, job: AdoptionJob, adoptionId: string): Promise<void> {
    await tx.$executeRawUnsafe(ADD_SQL, job, adoptionId, 0);
  }

  async enqueueIn(job: AdoptionJob, adoptionId: string, delayMs: number): Promise<void> {
    await this.database.pool.query(ADD_SQL, [job, adoptionId, delayMs]);
  }
}
