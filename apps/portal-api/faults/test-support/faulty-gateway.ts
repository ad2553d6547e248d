import {
  type Entity,
  type FakeAdmin,
  type FakeNode,
  type Fault,
  type NodeLag,
  startFakeAdmin,
  startFakeNode,
} from '#kong-admin';

/** One request that the gateway got. */
export interface Seen {
  method: string;
  /** Without the query string. */
  path: string;
  atMs: number;
  token: string | undefined;
  fault: Fault['kind'] | undefined;
}

/** Asked of every request: the fault that strikes it, if any. */
export type Strike = (request: Seen & { body: string }) => Fault | undefined;

/** So many writes are under way at one time: what may be unknown, repeated or too late when something breaks. */
export const MOST_AT_ONCE = 10;

const KINDS = ['services', 'routes', 'consumers', 'plugins', 'acls', 'keyauth_credentials'] as const;
type Kind = (typeof KINDS)[number];

/** A Kong with nodes of its own, whose Admin API can be struck, and which remembers what it was asked. */
export class FaultyGateway {
  readonly seen: Seen[] = [];
  /** By path: how often each object was written. */
  readonly writesOf = new Map<string, number>();
  writes = 0;
  strike: Strike = () => undefined;

  private constructor(
    readonly admin: FakeAdmin,
    readonly nodes: FakeNode[],
  ) {
    admin.plan = ({ method, path, headers, body }) => {
      const token = headers['kong-admin-token']?.toString();
      const seen: Seen = { method, path: path.split('?')[0]!, atMs: performance.now(), token, fault: undefined };
      const fault = this.strike({ ...seen, body });
      seen.fault = fault?.kind;
      this.note(seen);
      return fault;
    };
  }

  static async start({ nodes = 1, lag }: { nodes?: number; lag?: Partial<NodeLag> } = {}): Promise<FaultyGateway> {
    const admin = await startFakeAdmin({ log: false });
    const started = Array.from({ length: nodes }, () => startFakeNode({ model: admin.model, lag }));
    return new FaultyGateway(admin, await Promise.all(started));
  }

  get url(): string {
    return this.admin.url;
  }

  get nodeUrls(): string[] {
    return this.nodes.map(({ url }) => url);
  }

  /** The Admin API is gone, or there again. */
  set away(isAway: boolean) {
    this.strike = () => (isAway ? { kind: 'cut' } : undefined);
  }

  count(kind: Kind): number {
    return this.admin.model.count(kind);
  }

  /** Without what the gateway has of its own: the report of usage, the probes. */
  *objects(kind: Kind): Generator<Entity> {
    for (const entity of this.admin.model.all(kind)) if (!isOwn(entity)) yield entity;
  }

  /** Everything of the catalogue that stands here, without the times at which it came. */
  state(): string[] {
    return KINDS.flatMap((kind) =>
      Array.from(this.objects(kind), ({ created_at: _created, updated_at: _updated, ...entity }) =>
        JSON.stringify({ kind, ...entity }),
      ),
    );
  }

  /** Writes to objects of the catalogue, oldest first; of deleted ones of the gateway's own, too. */
  catalogueWrites(): Seen[] {
    const own = new Set(KINDS.flatMap((kind) => [...this.admin.model.all(kind)].filter(isOwn).map(({ id }) => id)));
    return this.seen.filter(isWrite).filter(({ path }) => !own.has(path.split('/').at(-1)!));
  }

  /** Forgets what it was asked; what stands here stays. */
  forget(): void {
    this.seen.length = 0;
    this.writesOf.clear();
    this.writes = 0;
  }

  async close(): Promise<void> {
    await Promise.all([this.admin.close(), ...this.nodes.map((node) => node.close())]);
  }

  private note(seen: Seen): void {
    this.seen.push(seen);
    if (!isWrite(seen)) return;
    this.writes += 1;
    this.writesOf.set(seen.path, (this.writesOf.get(seen.path) ?? 0) + 1);
  }
}

export function isWrite({ method }: Pick<Seen, 'method'>): boolean {
  return method === 'PUT' || method === 'DELETE';
}

function isOwn({ tags }: Entity): boolean {
  return (tags ?? []).some((tag) => tag === 'gatehouse-scope:gateway' || tag === 'gatehouse-scope:watermark');
}
