import { MAX_WAITING_TASKS } from '../limits.js';
import { SpecFault } from '../spec-fault.js';

/** Who may work on a document: so many at a time, first come, first served. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  /** @param free how many at a time */
  constructor(private free: number) {}

  /**
   * Waits for a turn, or throws SpecFault where too many wait already. With the signal it leaves the line, and throws the
   * signal's reason.
   */
  async take(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.free > 0) {
      this.free--;
      return;
    }
    if (this.waiting.length >= MAX_WAITING_TASKS)
      throw new SpecFault('request.too_many', 'Many other documents are being worked on. Try again in a minute.');
    await this.waitInLine(signal);
  }

  /** Ends a turn; whoever has waited longest is next. */
  pass(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }

  private waitInLine(signal?: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(start);
    });
  }
}
