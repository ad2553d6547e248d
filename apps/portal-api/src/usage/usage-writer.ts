import { Injectable } from '@nestjs/common';
import { type UsageEventRow, UsageEventsStore } from './usage-events.store.js';

/** So many calls are written together at most, unless a single batch has more. */
export const MAX_EVENTS_TOGETHER = 10_000;

/** While one statement commits, another one is at work; more of them would wait for each other's buckets. */
const STATEMENTS_AT_ONCE = 2;

interface Waiting {
  events: UsageEventRow[];
  resolve(): void;
  reject(error: unknown): void;
}

/**
 * Writes batches in turn; those that arrive while others are being written go together in the next statement. Most of
 * them add to the same buckets, so that four batches in one statement cost far less than in four.
 */
@Injectable()
export class UsageWriter {
  private readonly waiting: Waiting[] = [];
  private writing = 0;

  constructor(private readonly store: UsageEventsStore) {}

  /** Returns when the calls are committed. */
  write(events: UsageEventRow[]): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ events, resolve, reject });
      if (this.writing < STATEMENTS_AT_ONCE) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing++;
    for (let group = this.nextGroup(); group.length > 0; group = this.nextGroup()) {
      const together = await settle(this.store.store(group.flatMap(({ events }) => events)));
      for (const batch of group) {
        // One that cannot be stored must not take the others with it.
        const outcome =
          together === null || group.length === 1 ? together : await settle(this.store.store(batch.events));
        if (outcome === null) batch.resolve();
        else batch.reject(outcome.error);
      }
    }
    this.writing--;
  }

  private nextGroup(): Waiting[] {
    let size = 0;
    const end = this.waiting.findIndex(({ events }) => (size += events.length) > MAX_EVENTS_TOGETHER);
    return this.waiting.splice(0, end < 0 ? this.waiting.length : Math.max(end, 1));
  }
}

/** Null when it went well. */
async function settle(work: Promise<void>): Promise<{ error: unknown } | null> {
  return work.then(
    () => null,
    (error: unknown) => ({ error }),
  );
}
