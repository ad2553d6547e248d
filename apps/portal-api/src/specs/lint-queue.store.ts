import { Injectable } from '@nestjs/common';
import { enqueueParameters, jobKeyFor } from '#platform';
import { Database, type Tx } from '../database/database.js';

const ENQUEUE_SQL = `
  SELECT count(graphile_worker.add_job(identifier => j.name, payload => j.payload::json, job_key => j.key,
    job_key_mode => 'replace', queue_name => j.queue))
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS j(name, payload, key, queue)`;

/** Documents that are to be held against the rules of a team, soon. One that waits already is begun anew. */
@Injectable()
export class LintQueueStore {
  constructor(private readonly database: Database) {}

  /** In the transaction that makes it necessary; however many they are, one statement. */
  async enqueue(tx: Tx, specHashes: readonly string[], teamId: string): Promise<void> {
    await tx.$queryRawUnsafe(ENQUEUE_SQL, ...columnsOf(specHashes, teamId));
  }

  async enqueueNow(specHash: string, teamId: string): Promise<void> {
    await this.database.pool.query(ENQUEUE_SQL, columnsOf([specHash], teamId));
  }

  /** What became of the job: nobody asked for it, it waits or runs, or it broke off and waits for its next try. */
  async state(specHash: string, teamId: string): Promise<'none' | 'pending' | 'failed'> {
    const { rows } = await this.database.pool.query<{ failed: boolean }>({
      name: 'lint_queue_state',
      text: `SELECT attempts > 0 AND locked_at IS NULL AS failed FROM graphile_worker.jobs WHERE key = $1`,
      values: [jobKeyFor('lint-spec', { specHash, teamId })],
    });
    if (rows[0] === undefined) return 'none';
    return rows[0].failed ? 'failed' : 'pending';
  }
}

function columnsOf(specHashes: readonly string[], teamId: string): (string | null)[][] {
  const jobs = specHashes.map((specHash) => enqueueParameters('lint-spec', { specHash, teamId }));
  return [0, 1, 2, 3].map((column) => jobs.map((job) => job[column] ?? null));
}
