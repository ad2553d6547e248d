import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { ScopeName } from '#gateway';
import { isRetryableTransaction, type SyncLane } from '#platform';
import { Database } from '../../database/database.js';
import { PRIORITIES_OF } from './sync-lanes.sql.js';
import { END_SQL, FREE_DEAD_SQL, RELEASE_SQL, RENEW_SQL, TAKE_SQL } from './scope-leases.sql.js';

/** A writer that does not get back to the database for this long has lost its scopes to the next one. */
export const LEASE_MS = 20_000;

/** Scopes that are taken, read, pushed and let go together. */
export const BATCH_SCOPES = 200;

/** The right to push one scope of one gateway, until the lease runs out or a newer fence was given. */
export interface ScopeLease {
  gatewayId: string;
  scope: ScopeName;
  fence: number;
  /** The count of wishes when the scope was taken: what a successful push has applied. */
  wished: number;
  attempts: number;
  priority: number;
  /** Somebody has said that this push may delete much. */
  deletesConfirmed: boolean;
  /** Nobody knows how the push before this one ended: it may have written what is now found to be there. */
  unfinished: boolean;
}

/** How the push of one scope ended. */
export interface ScopeEnd {
  lease: ScopeLease;
  /** The gateway's words; null: all is as wished. */
  error: string | null;
  /** Null: only a person can help. */
  retryAfterMs: number | null;
  /** Whether something was written that is proved by a watermark. */
  marks: boolean;
  /** The brake has stopped it. */
  stopped: boolean;
  /** Only its revocations were pushed, so it waits for the rest. */
  hasRest?: boolean;
}

const DEADLOCK_ATTEMPTS = 4;

/** Who may push which scope, and how that ended. Every statement names the fences and does nothing with an old one. */
@Injectable()
export class ScopeLeasesStore {
  constructor(private readonly database: Database) {}

  /** Takes what is due and free, the most urgent first. */
  async take(gatewayId: string, lane: SyncLane, workerId: string): Promise<ScopeLease[]> {
    const values = [gatewayId, ...PRIORITIES_OF[lane], BATCH_SCOPES, LEASE_MS, workerId];
    const rows = await this.query<Omit<ScopeLease, 'gatewayId'>>(this.database.pool, 'scopes_take', TAKE_SQL, values);
    return rows.map((row) => ({ gatewayId, ...row }));
  }

  /** Renews the leases; returns those that are still held. */
  async renew(leases: readonly ScopeLease[]): Promise<{ gatewayId: string; scope: string }[]> {
    return this.query(this.database.pool, 'scopes_renew', RENEW_SQL, [...columnsOf(leases), LEASE_MS]);
  }

  /** Lets go of scopes of which the push did not come to its end. */
  async release(leases: readonly ScopeLease[]): Promise<void> {
    await this.query(this.database.pool, 'scopes_release', RELEASE_SQL, columnsOf(leases));
  }

  /** Frees what workers hold whose sign is gone; returns the number of scopes. */
  async freeDead(gatewayId: string): Promise<number> {
    const { rowCount } = await this.database.pool.query({
      name: 'scopes_free_dead',
      text: FREE_DEAD_SQL,
      values: [gatewayId],
    });
    return rowCount ?? 0;
  }

  /**
   * Lets the scopes go; returns how many of them were wished again meanwhile. When that is lost with a crash of PostgreSQL,
   * the leases run out, and what was pushed is found to be there.
   */
  async end(gatewayId: string, ends: readonly ScopeEnd[], written: number): Promise<number> {
    const column = <T>(value: (end: ScopeEnd) => T): T[] => ends.map(value);
    const ofRun = ends.filter(({ lease }) => lease.priority === 2 && lease.scope !== 'watermark');
    const [row] = await this.query<{ again: number }>(this.database.quick, 'scopes_end', END_SQL, [
      gatewayId,
      column(({ lease }) => lease.scope),
      column(({ lease }) => lease.fence),
      column(({ lease }) => lease.wished),
      column(({ error }) => error),
      column(({ retryAfterMs }) => retryAfterMs),
      column(({ lease, marks }) => marks || (lease.unfinished && lease.scope !== 'watermark')),
      column(({ stopped }) => stopped),
      column(({ hasRest }) => hasRest ?? false),
      ofRun.length,
      written,
    ]);
    return row?.again ?? 0;
  }

  /** Other transactions lock scopes, too; who is undone for a deadlock goes again. */
  private async query<Row extends object>(
    pool: pg.Pool,
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await pool.query<Row>({ name, text, values })).rows;
      } catch (error) {
        if (!isRetryableTransaction(error) || attempt >= DEADLOCK_ATTEMPTS) throw error;
      }
    }
  }
}

function columnsOf(leases: readonly ScopeLease[]): [gatewayIds: string[], scopes: string[], fences: number[]] {
  return [leases.map((l) => l.gatewayId), leases.map((l) => l.scope), leases.map((l) => l.fence)];
}
