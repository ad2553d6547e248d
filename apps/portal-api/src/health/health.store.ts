import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

@Injectable()
export class HealthStore {
  constructor(private readonly database: Database) {}

  /** One round trip; throws when there is none. */
  async ping(): Promise<void> {
    await this.database.pool.query('SELECT 1');
  }
}
