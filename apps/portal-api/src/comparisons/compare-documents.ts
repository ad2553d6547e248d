import { Inject, Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import type { Clock } from '#platform';
import { CLOCK } from '../clock.js';
import type { InputOf } from '../readers/reader-messages.js';
import { Readers } from '../readers/readers.js';
import { SharedWork } from '../shared-work.js';
import { type ComparisonHead, type ComparisonKey, ComparisonStore } from './comparison.store.js';
import type { ReviewedComparison } from './reviewed-comparison.js';

const NO_TOTALS = { added: 0, removed: 0, changed: 0, unchanged: 0 };

/** Between a document and itself. */
export const NOTHING: ComparisonHead = { breaking: 0, dangerous: 0, safe: 0, totals: NO_TOTALS, kept: 0 };

/** Comparisons of readers that are made at the same time: whoever publishes does not wait behind more of them. */
export const MAX_ASKED = 2;
const RETRY_AFTER_SECONDS = 10;
/** Two documents that could not be compared are not tried again for so long: it may have taken two minutes. */
const FAILURE_MS = 600_000;
const MAX_FAILURES = 500;

/** Compares documents. Two stored ones are compared once. */
@Injectable()
export class CompareDocuments {
  private readonly comparing = new SharedWork<ComparisonHead>();
  private readonly failures = new Map<string, { fault: Fault; until: number }>();
  private asked = 0;

  constructor(
    private readonly readers: Readers,
    private readonly store: ComparisonStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Two stored documents; takes seconds for large ones that were not compared before. Throws the Faults `spec.*`, and the
   * signal's reason when whoever asks has gone; for others who wait for the same it goes on.
   */
  async stored(key: ComparisonKey, signal?: AbortSignal): Promise<ComparisonHead> {
    if (key.baseHash === key.targetHash) return NOTHING;
    const known = await this.store.find(key);
    if (known !== null) return known;
    const name = nameOf(key);
    const failure = this.failures.get(name);
    if (failure !== undefined && failure.until > this.clock.now().getTime()) throw failure.fault;
    return this.comparing.run(name, (abandoned) => this.compareStored(key, abandoned), signal);
  }

  /** The same for anybody who reads: anybody may ask for any two revisions, so only few at a time are compared. */
  async askedFor(key: ComparisonKey, signal: AbortSignal): Promise<ComparisonHead> {
    const isCheap =
      key.baseHash === key.targetHash || this.comparing.isRunning(nameOf(key)) || (await this.store.find(key));
    if (isCheap) return this.stored(key, signal);
    if (this.asked >= MAX_ASKED)
      throw new Fault('request.too_many', 'Other documents are being compared. Ask again in a few seconds.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    this.asked++;
    return this.stored(key, signal).finally(() => this.asked--);
  }

  /** A stored document and bytes that are not kept, for a review. */
  async unkept(input: InputOf<'compareUnkept'>, signal: AbortSignal): Promise<ReviewedComparison> {
    return this.readers.run('compareUnkept', input, { signal }).catch(notCompared);
  }

  private async compareStored(key: ComparisonKey, signal: AbortSignal): Promise<ComparisonHead> {
    try {
      return await this.readers.run('compare', key, { signal }).catch(notCompared);
    } catch (error) {
      if (isNotComparable(error)) this.remember(nameOf(key), error);
      throw error;
    }
  }

  private remember(name: string, fault: Fault): void {
    if (this.failures.size >= MAX_FAILURES) this.failures.clear();
    this.failures.set(name, { fault, until: this.clock.now().getTime() + FAILURE_MS });
  }
}

/** Whether it is the documents that cannot be compared: one is too complex, or was stored when more could be read. */
export function isNotComparable(error: unknown): error is Fault {
  return error instanceof Fault && error.code.startsWith('spec.');
}

function nameOf({ baseHash, targetHash }: ComparisonKey): string {
  return `${baseHash} ${targetHash}`;
}

function notCompared(error: unknown): never {
  throw isNotComparable(error)
    ? new Fault(error.code, `These two documents cannot be compared. ${error.message}`)
    : error;
}
