const BAR_WIDTH = 24;
const LINE_EVERY_MS = 10_000;

/** How far something is: a bar that redraws itself on a terminal, a line every ten seconds elsewhere. */
export class ProgressBar {
  private readonly startedMs = Date.now();
  private done = 0;
  private failed = 0;
  private lastLineMs = Date.now();

  constructor(
    private readonly title: string,
    private readonly total: number,
    private readonly out: NodeJS.WriteStream = process.stdout,
  ) {}

  advance(ok: boolean): void {
    this.done++;
    if (!ok) this.failed++;
    if (this.out.isTTY) {
      this.out.write(`\r${this.line()}\u001b[K`);
    } else if (Date.now() - this.lastLineMs >= LINE_EVERY_MS) {
      this.lastLineMs = Date.now();
      this.out.write(`${this.line()}\n`);
    }
  }

  end(): void {
    if (this.total > 0) this.out.write(this.out.isTTY ? `\r${this.line()}\u001b[K\n` : `${this.line()}\n`);
  }

  private line(): string {
    const seconds = Math.max(0.001, (Date.now() - this.startedMs) / 1000);
    const filled = Math.round((BAR_WIDTH * this.done) / this.total);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
    const rate = this.done / seconds;
    const left = this.done === 0 ? '' : `, ${durationText((this.total - this.done) / rate)} left`;
    const failed = this.failed === 0 ? '' : `, ${this.failed} failed`;
    return `${this.title} ${bar} ${this.done}/${this.total}, ${rate.toFixed(1)}/s${left}${failed}`;
  }
}

export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
