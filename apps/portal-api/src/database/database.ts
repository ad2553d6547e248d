import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Fault } from '#domain';
import { isConnectionError, isRetryableTransaction } from '#platform';
import { type Prisma, PrismaClient } from '#prisma';
import type { SqlTx } from './statement.js';

/** An open transaction. Only stores look inside. */
export type Tx = Prisma.TransactionClient;

export const POOL = Symbol('pg.Pool');

/** Its commits are answered before they are on the disk. */
export const QUICK_POOL = Symbol('quick pg.Pool');

/** Its statements do not wait for each other's answers. */
export const PROMPT_POOL = Symbol('prompt pg.Pool');

const TRANSACTION_ATTEMPTS = 4;
const TRANSACTION_TIMEOUT_MS = 30_000;
const RETRY_AFTER_SECONDS = 2;

// Planning takes longer than such statements do; also those inside of functions, where nobody gives them a name.
const BEGIN_PLANNED_ONCE = 'BEGIN; SET LOCAL plan_cache_mode = force_generic_plan';

/** The one way to PostgreSQL: Prisma and hand-written SQL share its pool. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly prisma: PrismaClient;

  constructor(
    @Inject(POOL) readonly pool: pg.Pool,
    /** For what is simply done once more when PostgreSQL crashes before it is on the disk, and for nothing else. */
    @Inject(QUICK_POOL) readonly quick: pg.Pool,
  ) {
    this.prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  }

  /**
   * Runs the work in one transaction. A serialisation failure or a deadlock is retried a few times; a database that
   * cannot be reached becomes `database.unavailable`.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return withRetries(() => this.prisma.$transaction(work, { maxWait: 5_000, timeout: TRANSACTION_TIMEOUT_MS }));
  }

  /** The same without Prisma, for what somebody waits for: statements written by hand alone. */
  sqlTransaction<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (client) => {
      await client.query(BEGIN_PLANNED_ONCE);
      return work(client);
    });
  }

  /** Runs when the last request has been answered, so none loses its connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await Promise.all([this.pool.end(), this.quick.end()]);
  }
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
