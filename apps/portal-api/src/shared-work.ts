/** What several ask for at the same time is done once, for all of them, within this process. */
export class SharedWork<T> {
  private readonly running = new Map<string, Promise<T>>();

  /** Joins what is being done under this key; begins it where nobody does. */
  run(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.running.get(key);
    if (known !== undefined) return known;
    const begun = work().finally(() => this.running.delete(key));
    this.running.set(key, begun);
    return begun;
  }

  isRunning(key: string): boolean {
    return this.running.has(key);
  }
}
