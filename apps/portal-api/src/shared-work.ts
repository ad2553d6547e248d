interface Running<T> {
  result: Promise<T>;
  waiting: number;
  abandon: AbortController;
}

/** What several ask for at the same time is done once, for all of them, within this process. */
export class SharedWork<T> {
  private readonly running = new Map<string, Running<T>>();

  /**
   * Joins what is being done under this key; begins it where nobody does. Whoever has a signal waits until that is aborted;
   * when nobody waits any more, the work is told by its own.
   */
  run(key: string, work: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (signal?.aborted === true) return Promise.reject(signal.reason as Error);
    const joined = this.running.get(key) ?? this.begin(key, work);
    joined.waiting++;
    if (signal === undefined) return joined.result;
    return new Promise<T>((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason as Error);
        if (--joined.waiting > 0) return;
        this.end(key, joined);
        joined.abandon.abort(signal.reason);
      };
      signal.addEventListener('abort', leave, { once: true });
      void joined.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  isRunning(key: string): boolean {
    return this.running.has(key);
  }

  private begin(key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> {
    const abandon = new AbortController();
    const begun: Running<T> = { waiting: 0, abandon, result: work(abandon.signal).finally(() => this.end(key, begun)) };
    this.running.set(key, begun);
    return begun;
  }

  /** Whoever asks from now on begins anew, which may have happened already. */
  private end(key: string, ended: Running<T>): void {
    if (this.running.get(key) === ended) this.running.delete(key);
  }
}
