import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import { compareSpecs, SpecFault, type SpecComparison } from '#openapi';
import { SpecStore } from '../specs/spec.store.js';
import { type ComparisonHead, type ComparisonKey, ComparisonStore, totalsOf } from './comparison.store.js';

const NO_TOTALS = { added: 0, removed: 0, changed: 0, unchanged: 0 };

/** Between a document and itself. */
export const NOTHING: ComparisonHead = { breaking: 0, dangerous: 0, safe: 0, totals: NO_TOTALS, kept: 0 };

/** Compares documents. Two stored ones are compared once. */
@Injectable()
export class CompareDocuments {
  /** Those that are being compared in this process. */
  private readonly running = new Map<string, Promise<ComparisonHead>>();

  constructor(
    private readonly specs: SpecStore,
    private readonly store: ComparisonStore,
  ) {}

  /** Two stored documents; takes seconds for large ones that were not compared before. */
  async stored(key: ComparisonKey): Promise<ComparisonHead> {
    if (key.baseHash === key.targetHash) return NOTHING;
    const known = await this.store.find(key);
    if (known !== null) return known;
    const name = `${key.baseHash} ${key.targetHash}`;
    let running = this.running.get(name);
    if (running === undefined) {
      running = this.compareStored(key).finally(() => this.running.delete(name));
      this.running.set(name, running);
    }
    return running;
  }

  /** A stored document and bytes that are not kept. */
  async unkept(baseHash: string, bytes: Uint8Array): Promise<SpecComparison> {
    return compare(await this.bytesOf(baseHash), bytes);
  }

  private async compareStored(key: ComparisonKey): Promise<ComparisonHead> {
    const [base, target] = await Promise.all([this.bytesOf(key.baseHash), this.bytesOf(key.targetHash)]);
    const comparison = await compare(base, target);
    await this.store.insert(key, comparison);
    return headOf(comparison);
  }

  private async bytesOf(hash: string): Promise<Uint8Array> {
    const document = await this.specs.document(hash);
    if (document === null) throw new Error(`There is no document ${hash}.`);
    return document.bytes;
  }
}

async function compare(base: Uint8Array, target: Uint8Array): Promise<SpecComparison> {
  try {
    return await compareSpecs(base, target);
  } catch (error) {
    throw error instanceof SpecFault ? new Fault(error.code, error.message) : error;
  }
}

export function headOf(comparison: SpecComparison): ComparisonHead {
  return { ...comparison.counts, totals: totalsOf(comparison), kept: comparison.changes.length };
}
