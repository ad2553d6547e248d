import { createHash } from 'node:crypto';
import type pg from 'pg';
import { notFound } from '#domain';
import { type KeptReading, readKept } from '#openapi';
import { DocumentStore } from '../specs/document.store.js';
import { RevisionRows } from '../specs/revision-rows.store.js';
import { compressDocument } from './compress-document.js';
import type { DocumentHead } from './reader-messages.js';

/** What a reader does: whatever takes longer, or more memory, the larger a document is. */
export class ReaderTasks {
  private readonly documents: DocumentStore;
  /** What was read last, until its rows are written. */
  private kept: KeptReading | null = null;

  constructor(private readonly pool: pg.Pool) {
    this.documents = new DocumentStore(pool);
  }

  /** Reads a document and keeps nothing. */
  read(bytes: Uint8Array): DocumentHead {
    this.kept = null;
    return headOf(readKept(bytes));
  }

  /** Reads a document and stores it under its hash, unless that is this one. */
  async store(bytes: Uint8Array, unless: string | null): Promise<DocumentHead | undefined> {
    if (unless !== null && createHash('sha256').update(bytes).digest('hex') === unless) return undefined;
    this.kept = null;
    // Another thread does that while this one reads.
    const compressing = compressDocument(bytes);
    const reading = readKept(bytes);
    if (!(await this.documents.keep(reading.sha256))) await this.documents.store(reading, await compressing);
    this.kept = reading;
    return headOf(reading);
  }

  /** Writes the rows of a stored document as those of the revision after `present`. */
  async write(hash: string, versionId: string, present: number): Promise<void> {
    const reading = this.kept?.sha256 === hash ? this.kept : await this.readStored(hash);
    this.kept = null;
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await new RevisionRows(client, versionId).write(present, reading);
    } catch (error) {
      broken = error as Error;
      throw error;
    } finally {
      client.release(broken);
    }
  }

  private async readStored(hash: string): Promise<KeptReading> {
    const document = await this.documents.find(hash);
    if (document === null) throw notFound('document');
    return readKept(document.bytes);
  }
}

function headOf(reading: KeptReading): DocumentHead {
  const { sha256, format, byteLength, openapi, title, docVersion, summary, description } = reading;
  const { operationCount, warnings } = reading;
  return {
    ...{ sha256, format, byteLength, openapi, title, docVersion, summary, description },
    ...{ operationCount, warnings },
  };
}
