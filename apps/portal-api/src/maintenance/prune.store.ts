import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { KEPT_DAYS } from './kept-days.js';

const ROWS_AT_ONCE = 10_000;

const QUERIES = [
  ['idempotency_record', "created_at < now() - $1 * interval '1 day'", KEPT_DAYS.idempotencyRecords],
  ['refresh_token', "expires_at < now() - $1 * interval '1 day'", KEPT_DAYS.usedRefreshTokens],
  ['usage_event', "occurred_at < now() - $1 * interval '1 day'", KEPT_DAYS.usageEvents],
  ['usage_bucket', "grain = 'minute' AND start < now() - $1 * interval '1 day'", KEPT_DAYS.minuteBuckets],
  ['usage_bucket', "grain = 'hour' AND start < now() - $1 * interval '1 day'", KEPT_DAYS.hourBuckets],
] as const;

@Injectable()
export class PruneStore {
  constructor(private readonly database: Database) {}

  /** Deletes what has outlived its time, a bounded number of rows a statement, so that nobody waits for it long. */
  async prune(): Promise<void> {
    for (const [table, condition, days] of QUERIES) {
      const text = `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${ROWS_AT_ONCE}))`;
      for (;;) {
        const { rowCount } = await this.database.pool.query(text, [days]);
        if ((rowCount ?? 0) < ROWS_AT_ONCE) break;
      }
    }
  }
}
