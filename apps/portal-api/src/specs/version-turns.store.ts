import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Fault } from '#domain';
import { Database } from '../database/database.js';
import { RevisionRows } from './revision-rows.store.js';

/** Tells the locks of versions that get a document from all other advisory locks. */
const VERSION_LOCK = 7_036_177;
const LOCK_WAIT_MS = 60_000;
const LOCK_PAUSE_MS = 50;
const RETRY_AFTER_SECONDS = 5;

/** Sees to it that a version is given one document at a time. */
@Injectable()
export class VersionTurnsStore {
  /** In this process one at a time: each holds a connection while it needs another one. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** Runs the work while nobody else gives this version a document. */
  inTurn<T>(versionId: string, work: (rows: RevisionRows) => Promise<T>): Promise<T> {
    const result = this.turn.then(() => this.locked(versionId, work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  private async locked<T>(versionId: string, work: (rows: RevisionRows) => Promise<T>): Promise<T> {
    const client = await this.database.pool.connect();
    let broken: Error | undefined;
    try {
      await takeLock(client, versionId);
      return await work(new RevisionRows(client, versionId));
    } finally {
      await client.query('SELECT pg_advisory_unlock_all()').catch((lost: Error) => (broken = lost));
      client.release(broken);
    }
  }
}

async function takeLock(client: pg.PoolClient, versionId: string): Promise<void> {
  for (const giveUp = Date.now() + LOCK_WAIT_MS; Date.now() < giveUp; await pause(LOCK_PAUSE_MS)) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken', [
      VERSION_LOCK,
      versionId,
    ]);
    if (rows[0]?.taken === true) return;
  }
  throw new Fault('request.too_many', 'This version is being given another document. Send this one again shortly.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
