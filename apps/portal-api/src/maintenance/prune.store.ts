import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { KEPT_DAYS } from './kept-days.js';

const ROWS_AT_ONCE = 10_000;
/** Of megabytes each. */
const LARGE_ROWS_AT_ONCE = 50;

/** A document that no version has had or waits for: a proposal that was dropped, an upload that was broken off. */
const IS_UNUSED = `created_at < now() - $1 * interval '1 day'
  AND NOT EXISTS (SELECT FROM version v WHERE v.spec_hash = spec.hash)
  AND NOT EXISTS (SELECT FROM spec_revision r WHERE r.spec_hash = spec.hash)
  AND NOT EXISTS (SELECT FROM spec_proposal p WHERE p.spec_hash = spec.hash)`;

const QUERIES = [
  ['idempotency_record', "created_at < now() - $1 * interval '1 day'", KEPT_DAYS.idempotencyRecords],
  ['refresh_token', "expires_at < now() - $1 * interval '1 day'", KEPT_DAYS.usedRefreshTokens],
  ['usage_event', "occurred_at < now() - $1 * interval '1 day'", KEPT_DAYS.usageEvents],
  ['usage_bucket', "grain = 'minute' AND start < now() - $1 * interval '1 day'", KEPT_DAYS.minuteBuckets],
  ['usage_bucket', "grain = 'hour' AND start < now() - $1 * interval '1 day'", KEPT_DAYS.hourBuckets],
  ['spec', IS_UNUSED, KEPT_DAYS.unusedDocuments],
  ['console_call', "at < now() - $1 * interval '1 day'", KEPT_DAYS.consoleCalls],
  ['spec_comparison', "created_at < now() - $1 * interval '1 day'", KEPT_DAYS.comparisons],
] as const;

/** Keys of consoles that have ended and that no gateway has any more, with what the gateways said of them. */
const CONSOLE_KEYS_SQL = `
  WITH gone AS (
    DELETE FROM credential WHERE ctid = ANY(ARRAY(
      SELECT c.ctid FROM credential c
      WHERE c.purpose = 'console' AND c.expires_at < now() - $1 * interval '1 day'
        AND NOT EXISTS (SELECT FROM inventory_object i WHERE i.subject_id = c.id)
      LIMIT ${ROWS_AT_ONCE}))
    RETURNING id
  ), proofs AS (DELETE FROM credential_confirmation k USING gone WHERE k.credential_id = gone.id)
  SELECT FROM gone`;

@Injectable()
export class PruneStore {
  constructor(private readonly database: Database) {}

  /** Deletes what has outlived its time, a bounded number of rows a statement, so that nobody waits for it long. */
  async prune(): Promise<void> {
    for (const [table, condition, days] of QUERIES) {
      const limit = table.startsWith('spec') ? LARGE_ROWS_AT_ONCE : ROWS_AT_ONCE;
      const text = `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${limit}))`;
      await this.repeat(text, days, limit);
    }
    await this.repeat(CONSOLE_KEYS_SQL, KEPT_DAYS.consoleKeys, ROWS_AT_ONCE);
  }

  private async repeat(text: string, days: number, limit: number): Promise<void> {
    for (;;) {
      const { rowCount } = await this.database.pool.query(text, [days]);
      if ((rowCount ?? 0) < limit) break;
    }
  }
}
