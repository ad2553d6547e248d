import { Injectable } from '@nestjs/common';
import { ENQUEUE_SQL, enqueueParameters } from '#platform';
import type { Tx } from '../database/database.js';

@Injectable()
export class LintQueueStore {
  /** Has a stored document held against the rules of a team, soon. */
  async enqueue(tx: Tx, specHash: string, teamId: string): Promise<void> {
    await tx.$queryRawUnsafe(ENQUEUE_SQL, ...enqueueParameters('lint-spec', { specHash, teamId }));
  }
}
