import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { PROMPT_POOL } from './database.js';
import type { SqlTx } from './statement.js';
import { inTransaction, withRetries } from './transactions.js';

/**
 * Transactions of which somebody waits for each round trip, of statements written by hand alone. What is asked together
 * goes together: BEGIN with the first statements, and these with each other.
 */
@Injectable()
export class PromptTransactions implements OnApplicationShutdown {
  constructor(@Inject(PROMPT_POOL) private readonly pool: pg.Pool) {}

  /** The same retries and faults as of any other transaction. */
  run<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return inTransaction(this.pool, async (client) => {
      const [, result] = await Promise.all([client.query('BEGIN'), work(client)]);
      return result;
    });
  }

  /** One statement, which is a transaction by itself. */
  runOne<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return withRetries(() => work(this.pool));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
