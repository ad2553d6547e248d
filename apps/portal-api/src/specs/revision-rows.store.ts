import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Fault, notFound } from '#domain';
import type { KeptReading } from '#openapi';
import { Database, type Tx } from '../database/database.js';
import { planComponents, planOrdered, type PresentRow, type RevisionPlan, type RowPlan } from './plan-rows.js';
import {
  CLEAR_SQL,
  CLOSE_COMPONENTS_SQL,
  CLOSE_OPERATIONS_SQL,
  CLOSE_TAGS_SQL,
  COPY_COMPONENTS_SQL,
  COPY_OPERATIONS_SQL,
  COPY_REACHES_SQL,
  COPY_TAGS_SQL,
  INSERT_COMPONENTS_SQL,
  INSERT_OPERATIONS_SQL,
  INSERT_REACHES_SQL,
  INSERT_TAGS_SQL,
  NEXT_NUMBER_SQL,
  POINTERS_SQL,
  PRESENT_COMPONENTS_SQL,
  PRESENT_OPERATIONS_SQL,
  PRESENT_TAGS_SQL,
  STILL_PRESENT_SQL,
} from './revision-rows.sql.js';
import { componentChunks, operationChunks, reachChunks, tagChunks } from './row-chunks.js';
import { componentTexts, operationTexts, reachTexts, tagTexts } from './row-texts.js';

/** Tells the locks of versions that get a document from all other advisory locks. */
const VERSION_LOCK = 7_036_175;
const LOCK_WAIT_MS = 60_000;
const LOCK_PAUSE_MS = 50;
const RETRY_AFTER_SECONDS = 5;
/** Rows that end in one statement. */
const CLOSED_AT_ONCE = 5_000;
const FOREIGN_KEY_VIOLATION = '23503';

/**
 * Operations, their tags, and components of versions. Those of a new document are written beside those in force, as of the next
 * revision, in statements that nobody waits for: until the version has that revision, nobody sees them.
 */
@Injectable()
export class RevisionRowsStore {
  /** In this process one at a time: each holds a connection while it needs another one. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: Database) {}

  /** Runs the work while nobody else gives this version a document. */
  inTurn<T>(versionId: string, work: (rows: RevisionRows) => Promise<T>): Promise<T> {
    const result = this.turn.then(() => this.locked(versionId, work));
    this.turn = result.catch(() => undefined);
    return result;
  }

  /** Gives versions that have no revision yet the rows of their first one; the others stay as they are. */
  async writeFirst(tx: Tx, readings: ReadonlyMap<string, KeptReading>): Promise<void> {
    const fresh = await tx.$queryRaw<{ id: string }[]>`
      UPDATE version SET spec_revision_number = 1
      WHERE id = ANY(${[...readings.keys()]}::uuid[]) AND spec_revision_number = 0 RETURNING id`;
    for (const { id } of fresh) {
      const reading = readings.get(id)!;
      const plan = {
        operations: planOrdered([], reading.operations.digests),
        operationTags: planOrdered([], digestsOf(reading.operationTags)),
        components: planComponents([], reading.components.digests, pointersOf(reading), new Map(), 0),
      };
      for (const rows of operationTexts(reading, plan)) await tx.$executeRawUnsafe(INSERT_OPERATIONS_SQL, rows, id, 1);
      for (const rows of reachTexts(reading, plan)) await tx.$executeRawUnsafe(INSERT_REACHES_SQL, rows, id, 1);
      for (const rows of tagTexts(reading, plan)) await tx.$executeRawUnsafe(INSERT_TAGS_SQL, rows, id, 1);
      for (const rows of componentTexts(reading, plan)) await tx.$executeRawUnsafe(INSERT_COMPONENTS_SQL, rows, id, 1);
    }
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

/** The rows of one version, over the connection that has its lock. */
export class RevisionRows {
  constructor(
    private readonly client: pg.PoolClient,
    private readonly versionId: string,
  ) {}

  /** Writes what differs from the rows of revision `present`, as of the one after it. */
  async write(present: number, reading: KeptReading): Promise<void> {
    const next = present + 1;
    await this.clear(present);
    const plan = await this.plan(reading);
    try {
      await this.close(CLOSE_OPERATIONS_SQL, next, plan.operations.closed);
      await this.close(CLOSE_TAGS_SQL, next, plan.operationTags.closed);
      await this.close(CLOSE_COMPONENTS_SQL, next, plan.components.closed);
      const of = { versionId: this.versionId, since: next };
      const reaches = new Set<number>();
      await this.copy(COPY_OPERATIONS_SQL, plan.operations, operationChunks(reading, plan, of, reaches));
      await this.copy(COPY_REACHES_SQL, { added: [...reaches] }, reachChunks(reading, plan, of, reaches));
      await this.copy(COPY_TAGS_SQL, plan.operationTags, tagChunks(reading, plan, of));
      await this.copy(COPY_COMPONENTS_SQL, plan.components, componentChunks(reading, plan, of));
    } catch (error) {
      // The draft was deleted meanwhile.
      throw (error as pg.DatabaseError).code === FOREIGN_KEY_VIOLATION ? notFound('version') : error;
    }
  }

  /** Takes back what was written after `present`, unless the version has come to have it: a COMMIT may go unheard. */
  async clearUnlessInForce(present: number): Promise<void> {
    const { rowCount } = await this.client.query(STILL_PRESENT_SQL, [this.versionId, present]);
    if (rowCount === 1) await this.clear(present);
  }

  /** Takes back what was written for revisions after the present one. */
  private async clear(present: number): Promise<void> {
    for (const text of CLEAR_SQL) await this.client.query(text, [this.versionId, present]);
  }

  private async plan(reading: KeptReading): Promise<RevisionPlan> {
    const { digests } = reading.components;
    const { rows: operations } = await this.client.query<PresentRow>(PRESENT_OPERATIONS_SQL, [this.versionId]);
    const { rows: tags } = await this.client.query<PresentRow>(PRESENT_TAGS_SQL, [this.versionId]);
    const { rows: components } = await this.client.query<PresentRow>(PRESENT_COMPONENTS_SQL, [this.versionId]);
    const staying = new Set(digests);
    const gone = components.filter(({ digest }) => !staying.has(digest)).map(({ key }) => key);
    const { rows: last } = await this.client.query<{ next: number }>(NEXT_NUMBER_SQL, [this.versionId]);
    return {
      operations: planOrdered(operations, reading.operations.digests),
      operationTags: planOrdered(tags, digestsOf(reading.operationTags)),
      components: planComponents(
        components,
        digests,
        pointersOf(reading),
        await this.pointers(gone),
        last[0]?.next ?? 0,
      ),
    };
  }

  private async pointers(numbers: number[]): Promise<Map<string, number>> {
    if (numbers.length === 0) return new Map();
    const values = [this.versionId, numbers];
    const { rows } = await this.client.query<{ number: number; pointer: string }>(POINTERS_SQL, values);
    return new Map(rows.map(({ number, pointer }) => [pointer, number]));
  }

  private async close(text: string, revision: number, keys: number[]): Promise<void> {
    for (let start = 0; start < keys.length; start += CLOSED_AT_ONCE)
      await this.client.query(text, [this.versionId, revision, keys.slice(start, start + CLOSED_AT_ONCE)]);
  }

  private async copy(text: string, { added }: Pick<RowPlan, 'added'>, chunks: Iterable<Buffer>): Promise<void> {
    if (added.length > 0) await pipeline(Readable.from(oneATurn(chunks)), this.client.query(copyFrom(text)));
  }
}

/** Making a chunk takes a millisecond: other requests have their turn between them. */
async function* oneATurn(chunks: Iterable<Buffer>): AsyncGenerator<Buffer> {
  for (const chunk of chunks) {
    yield chunk;
    await nextTurn();
  }
}

function digestsOf(rows: readonly { digest: string }[]): string[] {
  return rows.map(({ digest }) => digest);
}

function pointersOf({ components }: KeptReading): (place: number) => string {
  return (place) => components.at(place).pointer;
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
