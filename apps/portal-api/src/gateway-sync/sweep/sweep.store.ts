import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { DriftFindingName } from '#contract';
import type { RemoteRef } from '#gateway';
import { Database } from '../../database/database.js';
import type { DriftFields } from './sweep-fields.js';
import { FINDINGS_KEPT } from './sweep-limits.js';
import type { SweepTally } from './sweep-tally.js';
import {
  BELIEVE_SQL,
  COMPARE_SQL,
  COUNT_SQL,
  FOREIGN_SQL,
  NOTE_FOUND_SQL,
  NOTE_MISSING_SQL,
  NOTES_SQL,
  SWEPT_SQL,
} from './sweep.sql.js';

/** Tells the locks of sweeps from all other advisory locks. */
const LOCK_CLASS = 7_036_176;

/** One listed object, as much of it as is compared. */
export interface SweptObject extends RemoteRef {
  hash: string;
  /** The scope that its mark names; null without our mark. */
  scope: string | null;
}

/** What the comparison says of the object at `index` of its chunk. */
export interface Compared {
  index: number;
  scope: string;
  /** It stands in the inventory. */
  known: boolean;
  differs: boolean;
  /** JSON text of what the gateway answered to the last push, where that differs. */
  answered: string | null;
}

export interface Found extends RemoteRef, DriftFields {
  scope: string;
  finding: DriftFindingName;
  name: string;
  foundHash: string | null;
}

export interface FoundCounts {
  missing: number;
  changed: number;
  unknown: number;
  /** Findings of an earlier sweep that are none any more. */
  gone: number;
}

/** What is new, and what was found beyond the findings that are kept. */
export interface SweepResult {
  news: FoundCounts;
  leftOut: number;
}

@Injectable()
export class SweepStore {
  constructor(private readonly database: Database) {}

  /**
   * One sweep of one gateway, with a connection of its own for its notes; null while another one is under way. What is
   * noted is seen by nobody until the end, so a sweep that breaks off leaves nothing behind.
   */
  async run(gatewayId: string, sweep: (session: SweepSession) => Promise<void>): Promise<boolean> {
    const client = await this.database.pool.connect();
    try {
      const { rows } = await client.query<{ free: boolean; begin: Date }>(
        `SELECT pg_try_advisory_lock($1, hashtext($2)) AS free, date_trunc('milliseconds', now()) AS begin`,
        [LOCK_CLASS, gatewayId],
      );
      if (rows[0]?.free !== true) return false;
      await client.query(NOTES_SQL);
      await sweep(new SweepSession(client, gatewayId, rows[0].begin));
      return true;
    } finally {
      // The connection takes the notes with it, but not at once: who sweeps next must find the lock free.
      await client.query('ROLLBACK; SELECT pg_advisory_unlock_all()').catch(() => undefined);
      client.release(true);
    }
  }

  /** Why a sweep did not come to its end. Everything that earlier ones found stands. */
  async brokeOff(gatewayId: string, words: string): Promise<void> {
    await this.database.pool.query('UPDATE gateway SET sweep_error = $2 WHERE id = $1', [gatewayId, words]);
  }

  /** The policy, and how much of ours we believe to be on the gateway. */
  async policy(gatewayId: string): Promise<{ repair: boolean; inventory: number }> {
    const { rows } = await this.database.pool.query<{ repair: boolean; inventory: number }>(
      `SELECT drift_policy = 'repair' AS repair,
         (SELECT count(*)::int FROM inventory_object i WHERE i.gateway_id = g.id) AS inventory
       FROM gateway g WHERE id = $1`,
      [gatewayId],
    );
    return rows[0] ?? { repair: false, inventory: 0 };
  }
}

/** The notes of one sweep. A constant number of statements for each chunk of the list, whatever its size. */
export class SweepSession {
  private noted = 0;

  constructor(
    private readonly client: pg.PoolClient,
    private readonly gatewayId: string,
    private readonly begin: Date,
  ) {}

  async compare(chunk: SweptObject[]): Promise<Compared[]> {
    const { rows } = await this.client.query<Compared>(COMPARE_SQL, [
      this.gatewayId,
      this.begin,
      chunk.map(({ id }) => id),
      chunk.map(({ kind }) => kind),
      chunk.map(({ hash }) => hash),
      chunk.map(({ scope }) => scope),
    ]);
    return rows;
  }

  /** Notes the fields of as many as are kept in the end, and of the others how many fields differ. */
  async note(found: Found[]): Promise<void> {
    if (found.length === 0) return;
    const room = Math.max(0, FINDINGS_KEPT - this.noted);
    this.noted += found.length;
    const rows = found.map(({ id, foundHash, fields, moreFields, ...rest }, index) => ({
      ...rest,
      remote_id: id,
      found_hash: foundHash,
      fields: index < room ? fields : [],
      more_fields: index < room ? moreFields : fields.length + moreFields,
    }));
    await this.client.query(NOTE_FOUND_SQL, [JSON.stringify(rows)]);
  }

  /** To be called when all of the list was compared: notes what is not in it. */
  async noteMissing(): Promise<{ found: number; missing: number; seen: number }> {
    await this.client.query('ANALYZE sweep_seen');
    await this.client.query(NOTE_MISSING_SQL, [this.gatewayId, this.begin]);
    const { rows } = await this.client.query<{ found: number; missing: number; seen: number }>(COUNT_SQL);
    return rows[0]!;
  }

  async firstFound(limit: number): Promise<Pick<Found, 'kind' | 'id' | 'finding' | 'foundHash'>[]> {
    const { rows } = await this.client.query(
      'SELECT kind, remote_id AS id, finding, found_hash AS "foundHash" FROM sweep_found ORDER BY remote_id LIMIT $1',
      [limit],
    );
    return rows;
  }

  async drop(ids: string[]): Promise<void> {
    if (ids.length > 0) await this.client.query('DELETE FROM sweep_found WHERE remote_id = ANY($1::uuid[])', [ids]);
  }

  async dropAll(): Promise<void> {
    await this.client.query('TRUNCATE sweep_found');
  }

  /** Turns the notes into findings, in one transaction. */
  async finish({ owned, foreign, named }: SweepTally): Promise<SweepResult> {
    await this.client.query('BEGIN');
    const { rows } = await this.client.query<FoundCounts & { leftOut: number }>(BELIEVE_SQL, [
      this.gatewayId,
      this.begin,
    ]);
    const { leftOut, ...news } = rows[0]!;
    await this.client.query(FOREIGN_SQL, [
      this.gatewayId,
      named.map(({ kind }) => kind),
      named.map(({ id }) => id),
      named.map(({ name }) => name),
    ]);
    await this.client.query(SWEPT_SQL, [this.gatewayId, this.begin, owned, foreign, leftOut]);
    await this.client.query('COMMIT');
    return { news, leftOut };
  }
}
