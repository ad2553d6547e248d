import { createHash } from 'node:crypto';
import type pg from 'pg';
import { notFound } from '#domain';
import { compareSpecs, type KeptReading, type LintRuleSet, lintSpec, readKept } from '#openapi';
import { type ComparisonHead, type ComparisonKey, ComparisonStore, headOf } from '../comparisons/comparison.store.js';
import { type ReviewedComparison, reviewedComparison } from '../comparisons/reviewed-comparison.js';
import { type LintReportHead, LintReportStore, reportHeadOf } from '../lint/lint-report.store.js';
import { DocumentStore } from '../specs/document.store.js';
import { RevisionRows } from '../specs/revision-rows.store.js';
import { compressDocument } from './compress-document.js';
import type { DocumentHead } from './reader-messages.js';

/**
 * What a reader does: whatever takes longer, or more memory, the larger a document is. It stores by itself what comes of that,
 * and tells what is small. Bytes are those of a document that was sent, hashes those of stored ones.
 */
export class ReaderTasks {
  private readonly documents: DocumentStore;
  private readonly comparisons: ComparisonStore;
  private readonly reports: LintReportStore;
  /** What was read last, until its rows are written. */
  private kept: KeptReading | null = null;

  constructor(private readonly pool: pg.Pool) {
    this.documents = new DocumentStore(pool);
    this.comparisons = new ComparisonStore(pool);
    this.reports = new LintReportStore(pool);
  }

  get keeps(): string | null {
    return this.kept?.sha256 ?? null;
  }

  /** Reads a document and keeps nothing. */
  read({ bytes }: { bytes: Uint8Array }): DocumentHead {
    this.kept = null;
    return documentHeadOf(readKept(bytes));
  }

  /** Reads a document and stores it under its hash. */
  async store({ bytes }: { bytes: Uint8Array }): Promise<DocumentHead> {
    this.kept = null;
    const reading = readKept(bytes);
    // Not beside the reading: a document at work on two cores leaves none of a small machine to those who answer.
    if (!(await this.documents.keep(reading.sha256)))
      await this.documents.store(reading, await compressDocument(bytes));
    this.kept = reading;
    return documentHeadOf(reading);
  }

  /** The same, unless the document has this hash: then nothing is done, and null is given. */
  async storeUnless({ bytes, unless }: { bytes: Uint8Array; unless: string | null }): Promise<DocumentHead | null> {
    if (unless !== null && createHash('sha256').update(bytes).digest('hex') === unless) return null;
    return this.store({ bytes });
  }

  /** Writes the rows of a document as those of the revision of the version after `present`. */
  async write({ hash, versionId, present }: { hash: string; versionId: string; present: number }): Promise<void> {
    const reading = this.keeps === hash ? this.kept! : readKept(await this.bytesOf(hash));
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

  /** Compares two documents, and stores what changed. */
  async compare(key: ComparisonKey): Promise<ComparisonHead> {
    this.kept = null;
    const comparison = compareSpecs(await this.bytesOf(key.baseHash), await this.bytesOf(key.targetHash));
    await this.comparisons.insert(key, comparison);
    return headOf(comparison);
  }

  /** Compares a document with bytes that are not kept, for a review that shows so many changes. */
  async compareUnkept({
    bytes,
    baseHash,
    calledKeys,
    shown,
  }: {
    bytes: Uint8Array;
    baseHash: string;
    calledKeys: string[];
    shown: number;
  }): Promise<ReviewedComparison> {
    this.kept = null;
    return reviewedComparison(compareSpecs(await this.bytesOf(baseHash), bytes), calledKeys, shown);
  }

  /** Holds a document against rules, and stores the report. */
  async lint({
    hash,
    ruleSet,
    ruleSetHash,
  }: {
    hash: string;
    ruleSet: LintRuleSet;
    ruleSetHash: string;
  }): Promise<LintReportHead> {
    this.kept = null;
    const report = await lintSpec(await this.bytesOf(hash), ruleSet);
    await this.reports.insert(hash, ruleSetHash, report);
    return reportHeadOf(report);
  }

  /** Holds bytes that are not kept against rules. */
  async lintUnkept({ bytes, ruleSet }: { bytes: Uint8Array; ruleSet: LintRuleSet }): Promise<LintReportHead> {
    this.kept = null;
    return reportHeadOf(await lintSpec(bytes, ruleSet));
  }

  private async bytesOf(hash: string): Promise<Uint8Array> {
    const document = await this.documents.find(hash);
    if (document === null) throw notFound('document');
    return document.bytes;
  }
}

function documentHeadOf(reading: KeptReading): DocumentHead {
  const { sha256, format, byteLength, openapi, title, docVersion, summary, description } = reading;
  const { operationCount, warnings } = reading;
  return {
    ...{ sha256, format, byteLength, openapi, title, docVersion, summary, description },
    ...{ operationCount, warnings },
  };
}
