import { Injectable } from '@nestjs/common';
import { Database, toFault } from '../database/database.js';

@Injectable()
export class HealthStore {
  constructor(private readonly database: Database) {}

  /** One round trip; throws `database.unavailable` when there is none. */
  async ping(): Promise<void> {
    try {
      await this.database.pool.query('SELECT 1');
    } catch (error) {
      throw toFault(error);
    }
  }
}
