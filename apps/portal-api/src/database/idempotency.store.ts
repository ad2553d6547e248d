import { Injectable } from '@nestjs/common';
import type { IdempotencyRequest } from '../auth/caller.js';
import type { Tx } from './database.js';
import { rowsOf, type SqlTx } from './statement.js';

const CLAIM = {
  name: 'idempotency_claim',
  text: `
    INSERT INTO idempotency_record (actor_id, key, fingerprint, status, body)
    VALUES ($1::uuid, $2::text, $3::text, 0, 'null')
    ON CONFLICT (actor_id, key) DO NOTHING RETURNING key`,
};

const KEPT = {
  name: 'idempotency_kept',
  text: 'SELECT fingerprint, status, body FROM idempotency_record WHERE actor_id = $1::uuid AND key = $2::text',
};

const KEEP = {
  name: 'idempotency_keep',
  text: `
    UPDATE idempotency_record SET status = $3::int, body = $4::jsonb
    WHERE actor_id = $1::uuid AND key = $2::text`,
};

interface KeptAnswer {
  fingerprint: string;
  status: number;
  body: unknown;
}

@Injectable()
export class IdempotencyStore {
  /**
   * Takes the key for this transaction. Null: it is ours now. Otherwise what was answered to it before; a second
   * request with the same key waits here until the first one has committed or rolled back.
   */
  async claim(tx: Tx | SqlTx, actorId: string, { key, fingerprint }: IdempotencyRequest): Promise<KeptAnswer | null> {
    const claimed = await rowsOf(tx, CLAIM, [actorId, key, fingerprint]);
    if (claimed.length === 1) return null;
    const [kept] = await rowsOf<KeptAnswer>(tx, KEPT, [actorId, key]);
    if (kept === undefined) throw new Error('An answer was kept a moment ago and is gone.');
    return kept;
  }

  async keep(tx: Tx | SqlTx, actorId: string, key: string, status: number, body: unknown): Promise<void> {
    await rowsOf(tx, KEEP, [actorId, key, status, JSON.stringify(body)]);
  }
}
