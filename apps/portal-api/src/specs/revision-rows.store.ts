import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { notFound } from '#domain';
import type { KeptReading } from '#openapi';
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
  LOCK_ROWS_SQL,
  NEXT_NUMBER_SQL,
  POINTERS_SQL,
  PRESENT_COMPONENTS_SQL,
  PRESENT_OPERATIONS_SQL,
  PRESENT_TAGS_SQL,
  STILL_PRESENT_SQL,
  UNLOCK_ROWS_SQL,
} from './revision-rows.sql.js';
import { componentChunks, operationChunks, reachChunks, tagChunks } from './row-chunks.js';

/** Tells the locks of those who write rows from all other advisory locks. */
const ROWS_LOCK = 7_036_178;
/** Rows that end in one statement. */
const CLOSED_AT_ONCE = 5_000;
const FOREIGN_KEY_VIOLATION = '23503';

/**
 * Operations, their tags, and components of one version. Those of a new document are written beside those in force, as of the
 * next revision, in statements that nobody waits for: until the version has that revision, nobody sees them.
 */
export class RevisionRows {
  constructor(
    private readonly client: pg.PoolClient,
    private readonly versionId: string,
  ) {}

  /**
   * Writes what differs from the rows of revision `present`, as of the one after it. A process that was ended may have left
   * PostgreSQL a statement to finish: that is waited for.
   */
  async write(present: number, reading: KeptReading): Promise<void> {
    await this.client.query(LOCK_ROWS_SQL, [ROWS_LOCK, this.versionId]);
    try {
      await this.writeAlone(present, reading);
    } finally {
      // A connection that is lost has no lock any more.
      await this.client.query(UNLOCK_ROWS_SQL, [ROWS_LOCK, this.versionId]).catch(() => undefined);
    }
  }

  private async writeAlone(present: number, reading: KeptReading): Promise<void> {
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

  /** Throws where the connection that has the version's turn was lost, and with it the turn. */
  async requireTurn(): Promise<void> {
    await this.client.query('SELECT 1');
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
    const digests = digestsOf(reading.components);
    const { rows: operations } = await this.client.query<PresentRow>(PRESENT_OPERATIONS_SQL, [this.versionId]);
    const { rows: tags } = await this.client.query<PresentRow>(PRESENT_TAGS_SQL, [this.versionId]);
    const { rows: components } = await this.client.query<PresentRow>(PRESENT_COMPONENTS_SQL, [this.versionId]);
    const staying = new Set(digests);
    const gone = components.filter(({ digest }) => !staying.has(digest)).map(({ key }) => key);
    const { rows: last } = await this.client.query<{ next: number }>(NEXT_NUMBER_SQL, [this.versionId]);
    return {
      operations: planOrdered(operations, digestsOf(reading.operations)),
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
    // All are made before PostgreSQL gets the first: then one of the two is at work at a time, and a core is left to others.
    if (added.length > 0) await pipeline(Readable.from([...chunks]), this.client.query(copyFrom(text)));
  }
}

function digestsOf(rows: readonly { digest: string }[]): string[] {
  return rows.map(({ digest }) => digest);
}

function pointersOf({ components }: KeptReading): (place: number) => string {
  return (place) => components[place]!.pointer;
}
