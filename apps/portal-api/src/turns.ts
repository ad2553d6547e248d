import type { Fault } from '#domain';

/** Lets a few work at the same time, first come, first served; where too many wait, the next ones are refused. */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  /**
   * @param free how many work at a time
   * @param tooMany what whoever would be one too many to wait is told
   */
  constructor(
    private free: number,
    private readonly maxWaiting: number,
    private readonly tooMany: () => Fault,
  ) {}

  /**
   * Does the work when it is its turn. Until then, with the signal it leaves the line, and rejects with the signal's reason.
   */
  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.free > 0) this.free--;
    else if (this.waiting.length < this.maxWaiting) await this.waitInLine(signal);
    else throw this.tooMany();
    try {
      return await work();
    } finally {
      // Who waits takes the turn over, so that nobody who comes in between does.
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
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
