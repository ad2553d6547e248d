import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { type Prisma, PrismaClient } from '#prisma';
import type { SqlTx } from './statement.js';
import { sqlTransaction, withRetries } from './transactions.js';

/** An open transaction. Only stores look inside. */
export type Tx = Prisma.TransactionClient;

export const POOL = Symbol('pg.Pool');

/** Its commits are answered before they are on the disk. */
export const QUICK_POOL = Symbol('quick pg.Pool');

/** Its statements do not wait for each other's answers. */
export const PROMPT_POOL = Symbol('prompt pg.Pool');

const TRANSACTION_TIMEOUT_MS = 30_000;

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
    return sqlTransaction(this.pool, work);
  }

  /** Runs when the last request has been answered, so none loses its connection. */
  async onApplicationShutdown(): Promise<void> {
    await this.prisma.$disconnect();
    await Promise.all([this.pool.end(), this.quick.end()]);
  }
}
