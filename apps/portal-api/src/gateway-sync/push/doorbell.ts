/** Lets one who waits be woken. A ring that comes while nobody waits is kept for the next wait. */
export class Doorbell {
  private isRung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.isRung = true;
    this.wake();
  }

  /** Whether somebody rang since the last answer or wait. */
  answer(): boolean {
    const wasRung = this.isRung;
    this.isRung = false;
    return wasRung;
  }

  /** Until somebody rings, and no longer than this. */
  async wait(longestMs: number): Promise<void> {
    if (!this.isRung && longestMs > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, longestMs);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.isRung = false;
  }
}
