import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type pg from 'pg';
import { PROMPT_POOL, withRetries } from './database.js';
import type { SqlTx } from './statement.js';

/**
 * Transactions of which somebody waits for each round trip, of statements written by hand alone. What is asked together
 * goes together: BEGIN with the first statements, and these with each other.
 */
@Injectable()
export class PromptTransactions implements OnApplicationShutdown {
  constructor(@Inject(PROMPT_POOL) private readonly pool: pg.Pool) {}

  /** The same retries and faults as of any other transaction. */
  run<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return withRetries(() => this.onConnection(work));
  }

  /** One statement, which is a transaction by itself. */
  runOne<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return withRetries(() => work(this.pool));
  }

  private async onConnection<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken = false;
    try {
      const [, result] = await Promise.all([client.query('BEGIN'), work(client)]);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      // A connection that cannot even undo is of no use to the next one.
      await client.query('ROLLBACK').catch(() => (broken = true));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
