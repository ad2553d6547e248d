import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import type { Caller } from '../auth/caller.js';
import { Database, type Tx } from './database.js';
import { IdempotencyStore } from './idempotency.store.js';
import { PromptTransactions } from './prompt-transactions.js';
import type { SqlTx } from './statement.js';

/** Thrown out of a transaction whose Idempotency-Key was answered before: the edge sends the kept answer again. */
export class Replay extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super('replay');
  }
}

/** Of what was made, the answer that a repeated request gets. */
type Keep<T, Either> = (made: T, tx: Either) => unknown;

/** Every write runs in one of these: one transaction, and the answer of a repeated POST kept inside it. */
@Injectable()
export class UnitOfWork {
  constructor(
    private readonly database: Database,
    private readonly idempotency: IdempotencyStore,
    private readonly prompt: PromptTransactions,
  ) {}

  /** A write that creates nothing. */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.transaction(work);
  }

  /**
   * A write that creates and answers 201. With an Idempotency-Key the answer is kept, in the same transaction, for 24
   * hours; `keep` takes out of it what must not be stored.
   */
  create<T>(
    caller: Caller,
    work: (tx: Tx) => Promise<T>,
    keep: (answer: T) => unknown = (answer) => answer,
  ): Promise<T> {
    return this.database.transaction(this.once(caller, work, keep));
  }

  /** As `write`, of statements written by hand alone: for what somebody waits for with a key in the hand. */
  writeSql<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return this.prompt.run(work);
  }

  /** As `writeSql`, of one statement. */
  writeOneSql<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return this.prompt.runOne(work);
  }

  /** As `create`, of statements written by hand alone. What is kept may be read in the transaction, when anything is. */
  createSql<T>(caller: Caller, work: (tx: SqlTx) => Promise<T>, keep: Keep<T, SqlTx>): Promise<T> {
    return this.prompt.run(this.once(caller, work, keep));
  }

  /** The work under the caller's Idempotency-Key, if there is one. */
  private once<T, Either extends Tx | SqlTx>(
    { actor, idempotency: request }: Caller,
    work: (tx: Either) => Promise<T>,
    keep: Keep<T, Either>,
  ): (tx: Either) => Promise<T> {
    if (request === undefined || actor === 'anonymous') return work;
    return async (tx) => {
      const kept = await this.idempotency.claim(tx, actor.userId, request);
      if (kept !== null) throw replayOf(kept, request.fingerprint);
      const answer = await work(tx);
      await this.idempotency.keep(tx, actor.userId, request.key, 201, await keep(answer, tx));
      return answer;
    };
  }
}

function replayOf(kept: { fingerprint: string; status: number; body: unknown }, fingerprint: string): Error {
  if (kept.fingerprint !== fingerprint)
    return new Fault(
      'request.idempotency_mismatch',
      'This Idempotency-Key was used for another request. Use a new one.',
    );
  return new Replay(kept.status, kept.body);
}

/** What makes two requests the same: method, path and body. */
export function fingerprintOf(method: string, path: string, body: unknown): string {
  return createHash('sha256')
    .update(`${method} ${path}\n`)
    .update(Buffer.isBuffer(body) ? body : JSON.stringify(body ?? null))
    .digest('hex');
}
