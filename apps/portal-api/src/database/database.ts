import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { Fault } from '#domain';
import { isConnectionError, isRetryableTransaction } from '#platform';
import { type Prisma, PrismaClient } from '#prisma';

/** An open transaction. Only stores look inside. */
export type Tx = Prisma.TransactionClient;

export const POOL = Symbol('pg.Pool');

const TRANSACTION_ATTEMPTS = 4;
const TRANSACTION_TIMEOUT_MS = 30_000;
const RETRY_AFTER_SECONDS = 2;

/** The one way to PostgreSQL: Prisma and hand-written SQL share its pool. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly prisma: PrismaClient;

  constructor(@Inject(POOL) readonly pool: pg.Pool) {
    this.prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  }

  /**
   * Runs the work in one transaction. A serialisation failure or a deadlock is retried a few times; a database that
   * cannot be reached becomes `database.unavailable`.
   */
  async transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.prisma.$transaction(work, { maxWait: 5_000, timeout: TRANSACTION_TIMEOUT_MS });
      } catch (error) {
        if (isRetryableTransaction(error) && attempt < TRANSACTION_ATTEMPTS) continue;
        throw toFault(error);
      }
    }
  }

  /** Runs when the last request has been answered, so none loses its connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await this.pool.end();
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
