import { asksForLong } from './attempt-write.js';
import type { GatewayFault } from './gateway-fault.js';
import { realTiming, type Timing } from './timing.js';

/** Writes under way at one time on one gateway. Few, because a gateway's event queue overflows before its API does. */
export const maxWritesAtOnce = 10;

/** Writes whose outcome is not written down: those that are under way, and a few whose answer is. */
export const maxWritesUnderWay = 16;

/**
 * Lets only so many writes at one gateway be under way: half as many after it was busy or gave no answer, then slowly
 * more again. One for all who push the same gateway from this process.
 */
export class WritePacer {
  private limit = maxWritesAtOnce;
  private underWay = 0;
  private unnoted = 0;
  private readonly urgent: (() => void)[] = [];
  private readonly patient: (() => void)[] = [];
  private pause: Promise<unknown> | null = null;
  /** Counts the halvings, so that ten writes that fail together halve once. */
  private era = 0;

  constructor(private readonly timing: Timing = realTiming) {}

  /**
   * Sends as soon as there is room for one more; what is urgent goes before what else waits. What came of it is noted
   * while others are sent, but only so much may be sent and not noted.
   */
  async run<T>(urgent: boolean, send: () => Promise<T>, note: (outcome: T) => Promise<void>): Promise<void> {
    await this.room(urgent);
    try {
      await note(await this.sent(send));
    } finally {
      this.unnoted -= 1;
      this.admit();
    }
  }

  /** Begins one request; the returned function hears how it went. */
  begin(): (fault: GatewayFault | null) => void {
    const { era } = this;
    return (fault) => {
      if (fault === null) this.limit = Math.min(maxWritesAtOnce, this.limit + 1 / this.limit);
      else if (fault.kind === 'busy' || fault.kind === 'unknown_outcome') this.slowDown(era, fault);
      this.admit();
    };
  }

  private slowDown(era: number, fault: GatewayFault): void {
    if (fault.retryAfterMs !== undefined && !asksForLong(fault)) this.waitAtLeast(fault.retryAfterMs);
    if (era !== this.era) return;
    this.era += 1;
    this.limit = Math.max(1, this.limit / 2);
  }

  private waitAtLeast(ms: number): void {
    const pause = Promise.all([this.pause, this.timing.sleep(ms)]);
    this.pause = pause;
    void pause.then(() => {
      if (this.pause === pause) this.pause = null;
      this.admit();
    });
  }

  private async sent<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } finally {
      this.underWay -= 1;
      this.admit();
    }
  }

  private async room(urgent: boolean): Promise<void> {
    if (this.hasRoom()) this.take();
    else await new Promise<void>((resolve) => (urgent ? this.urgent : this.patient).push(resolve));
  }

  private hasRoom(): boolean {
    const unsent = this.underWay < Math.floor(this.limit);
    return this.pause === null && unsent && this.unnoted < maxWritesUnderWay;
  }

  private take(): void {
    this.underWay += 1;
    this.unnoted += 1;
  }

  private admit(): void {
    while (this.hasRoom()) {
      const next = this.urgent.shift() ?? this.patient.shift();
      if (next === undefined) return;
      this.take();
      next();
    }
  }
}
