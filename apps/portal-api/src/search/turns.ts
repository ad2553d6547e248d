import { Fault } from '#domain';

const RETRY_AFTER_SECONDS = 1;

/** Lets a few work at the same time; others wait for their turn, and where too many wait they are refused. */
export class Turns {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting: number,
  ) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    await this.turn();
    try {
      return await work();
    } finally {
      // Who waits takes the place over, so that nobody who comes in between does.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private async turn(): Promise<void> {
    if (this.running < this.atOnce) this.running += 1;
    else if (this.waiting.length < this.maxWaiting) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else
      throw new Fault('request.too_many', 'Many people search just now. Try again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
  }
}
