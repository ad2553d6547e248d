/** What the gateway was sent, counted by what it is for. */
export interface Counts {
  /** All but the questions whether the gateway is there, which come every few seconds whatever happens. */
  requests: number;
  /** Of them those that write something of the catalogue. */
  writes: number;
  /** And those that write what the gateway itself needs: its usage log, the probe and the watermark. */
  ownWrites: number;
  /** Request and answer, heads and bodies. */
  bytes: number;
  /** Over which was written at the same time: as many as writes were under way at most. */
  connections: number;
  /** The most writes that one object of the catalogue got. */
  mostWritesOfOne: number;
  /** Objects of the catalogue that were refused on request, and how often. */
  refused: number;
  refusals: number;
}

interface Write {
  method: string;
  path: string;
  body: string;
}

const OWN_SCOPES = ['gatehouse-scope:gateway"', 'gatehouse-scope:watermark"'];

/** Remembers the writes since it was reset: how many an object got, and what was last sent for it. */
export class WriteLog {
  requests = 0;
  writes = 0;
  ownWrites = 0;
  refusals = 0;
  private readonly own = new Set<string>();
  private readonly timesOf = new Map<string, number>();
  private readonly sent = new Map<string, string>();
  private readonly refused = new Set<string>();
  private waiting: { writes: number; tell: () => void }[] = [];

  note({ method, path, body }: Write): void {
    this.requests += 1;
    if (method === 'GET') return;
    if (OWN_SCOPES.some((tag) => body.includes(tag))) this.own.add(path);
    if (this.own.has(path)) {
      this.ownWrites += 1;
      return;
    }
    this.writes += 1;
    this.timesOf.set(path, (this.timesOf.get(path) ?? 0) + 1);
    if (method === 'PUT') this.sent.set(path, body);
    const due = this.waiting.filter(({ writes }) => this.writes >= writes);
    this.waiting = this.waiting.filter((one) => !due.includes(one));
    for (const { tell } of due) tell();
  }

  isOwn(path: string): boolean {
    return this.own.has(path);
  }

  noteRefusal(path: string): void {
    this.refusals += 1;
    this.refused.add(path);
  }

  /** Ends when so many writes of the catalogue have come, or after a while. */
  async until(writes: number, timeoutMs: number): Promise<void> {
    if (this.writes >= writes) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      const tell = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.push({ writes, tell });
    });
  }

  /** The last body of every object of the catalogue, one JSON text a line, in the order in which they first came. */
  *sentLines(): Generator<string> {
    for (const [path, body] of this.sent) yield `${JSON.stringify({ path, body: JSON.parse(body) as unknown })}\n`;
  }

  counts(): Omit<Counts, 'bytes' | 'connections'> {
    const { requests, writes, ownWrites, refusals } = this;
    let mostWritesOfOne = 0;
    for (const times of this.timesOf.values()) mostWritesOfOne = Math.max(mostWritesOfOne, times);
    return { requests, writes, ownWrites, refusals, refused: this.refused.size, mostWritesOfOne };
  }

  reset(): void {
    Object.assign(this, { requests: 0, writes: 0, ownWrites: 0, refusals: 0 });
    this.timesOf.clear();
    this.refused.clear();
  }
}
