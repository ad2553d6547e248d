import type pg from 'pg';
import { Fault } from '#domain';
import { isConnectionError, isRetryableTransaction } from '#platform';
import type { SqlTx } from './statement.js';

const TRANSACTION_ATTEMPTS = 4;
const RETRY_AFTER_SECONDS = 2;

// Planning takes longer than such statements do; also those inside of functions, where nobody gives them a name.
const BEGIN_PLANNED_ONCE = 'BEGIN; SET LOCAL plan_cache_mode = force_generic_plan';

/** Does the work, statements written by hand alone, in one transaction; with the retries and faults of each. */
export function sqlTransaction<T>(pool: pg.Pool, work: (tx: SqlTx) => Promise<T>): Promise<T> {
  return inTransaction(pool, async (client) => {
    await client.query(BEGIN_PLANNED_ONCE);
    return work(client);
  });
}

/** Commits what the work begins and does on a connection of the pool, or undoes it; with the retries and faults of each. */
export function inTransaction<T>(pool: pg.Pool, work: (client: SqlTx) => Promise<T>): Promise<T> {
  return withRetries(async () => {
    const client = await pool.connect();
    let broken = false;
    try {
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that cannot even undo is of no use to the next one.
      await client.query('ROLLBACK').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  });
}

export async function withRetries<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (isRetryableTransaction(error) && attempt < TRANSACTION_ATTEMPTS) continue;
      throw toFault(error);
    }
  }
}

/** A lost or refused connection is told as such; everything else stays what it is. */
export function toFault(error: unknown): unknown {
  if (error instanceof Fault || !isConnectionError(error)) return error;
  return new Fault('database.unavailable', 'The database cannot be reached. Nothing was changed; try again shortly.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
    cause: error,
  });
}
