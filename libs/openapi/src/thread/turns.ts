import { MAX_LONG_TASKS, MAX_SPEC_WORKERS, MAX_WAITING_TASKS } from '../limits.js';
import { SpecFault } from '../spec-fault.js';

/** Who may use a worker: first come, first served, but long tasks leave room for those that are short. */
export class Turns {
  private short = 0;
  private long = 0;
  private readonly waiting: { isLong: boolean; start: () => void }[] = [];

  /**
   * Waits for a turn, or throws SpecFault where too many wait already. With the signal it leaves the line, and throws the
   * signal's reason.
   */
  async take(isLong: boolean, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.hasRoom(isLong)) {
      this.count(isLong, 1);
      return;
    }
    if (this.waiting.length >= MAX_WAITING_TASKS)
      throw new SpecFault('request.too_many', 'Many other documents are being worked on. Try again in a minute.');
    await this.waitInLine(isLong, signal);
  }

  /** Ends a turn; whoever has waited longest and fits is next. */
  pass(wasLong: boolean): void {
    this.count(wasLong, -1);
    const at = this.waiting.findIndex(({ isLong }) => this.hasRoom(isLong));
    const [next] = at < 0 ? [] : this.waiting.splice(at, 1);
    if (next === undefined) return;
    this.count(next.isLong, 1);
    next.start();
  }

  private waitInLine(isLong: boolean, signal?: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      const start = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const place = { isLong, start };
      const leave = (): void => {
        this.waiting.splice(this.waiting.indexOf(place), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.waiting.push(place);
    });
  }

  private hasRoom(isLong: boolean): boolean {
    return this.short + this.long < MAX_SPEC_WORKERS && (!isLong || this.long < MAX_LONG_TASKS);
  }

  private count(isLong: boolean, by: number): void {
    if (isLong) this.long += by;
    else this.short += by;
  }
}
