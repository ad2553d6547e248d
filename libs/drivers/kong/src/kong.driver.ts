import { randomBytes } from 'node:crypto';
import {
  type AdoptionReader,
  type Capabilities,
  type DesiredScope,
  type FoundChange,
  type GatewayDriver,
  type GatewayInfo,
  type ListedObject,
  type NodeProbe,
  type RemoteObject,
  type RemoteRef,
  type StoredObject,
  type WriteMode,
} from '#gateway';
import { KongAdoptionReader } from './adopt-kong.js';
import { checkKong } from './check-kong.js';
import { fromKong } from './from-kong.js';
import { KongNodeProbe } from './kong-node-probe.js';
import { foreignKinds, KongObjectMaker, kongKindOrder } from './kong-objects.js';
import { kongCapabilities } from './kong.capabilities.js';
import { KongClient, type KongClientOptions } from './kong.client.js';
import { listedObject } from './listed-object.js';
import { publicBody } from './public-body.js';
import type { CounterOptions } from './rate-limit-counters.js';
import { secretsOf } from './secrets-of.js';
import { storedObject } from './stored-object.js';
import { toKong } from './to-kong.js';

export interface KongDriverOptions extends KongClientOptions, CounterOptions {
  /** A UUID that tells the objects of this installation from all others. */
  installationId: string;
  /** Keys the short digests that are shown for secrets. Without it they tell secrets apart for this driver alone. */
  digestKey?: Uint8Array;
}

/** Speaks to Kong Gateway 3.4 and later, with a database, over its Admin API. */
export class KongDriver implements GatewayDriver {
  readonly kind = 'kong';
  readonly writes: WriteMode = 'objects';
  readonly probe: NodeProbe;
  readonly kindOrder = kongKindOrder;
  readonly capabilities: Capabilities;
  readonly adoption: AdoptionReader;
  protected readonly client: KongClient;
  protected readonly maker: KongObjectMaker;
  private readonly digestKey: Uint8Array;

  constructor(protected readonly options: KongDriverOptions) {
    this.client = new KongClient(options);
    this.probe = new KongNodeProbe(options.checkAddress);
    this.maker = new KongObjectMaker(options.installationId);
    this.digestKey = options.digestKey ?? randomBytes(32);
    this.capabilities = kongCapabilities(options);
    this.adoption = new KongAdoptionReader(this.client, this.maker, options.redis ? 'redis' : 'local');
  }

  toObjects(desired: DesiredScope): RemoteObject[] {
    return toKong(desired, this.maker, this.options);
  }

  check(): Promise<GatewayInfo> {
    return checkKong(this.client);
  }

  async put(object: RemoteObject): Promise<StoredObject> {
    const { body } = await this.client.put(pathOf(object), object.body, secretsOf(object.body));
    return storedObject(object, body);
  }

  async read(ref: RemoteRef): Promise<StoredObject | null> {
    const answer = await this.client.get(pathOf(ref));
    return answer && storedObject(ref, answer.body);
  }

  async remove(ref: RemoteRef): Promise<void> {
    await this.client.delete(pathOf(ref));
  }

  async *list(): AsyncIterable<StoredObject> {
    for (const kind of kongKindOrder.kinds) {
      for await (const entity of this.client.list(kind, this.maker.installationTag)) {
        yield storedObject({ kind, id: String(entity.id) }, entity);
      }
    }
  }

  async *listAll(beforePage?: () => void): AsyncIterable<ListedObject> {
    for (const kind of await this.listedKinds()) {
      for await (const entity of this.client.list(kind, null, beforePage)) {
        yield listedObject(kind, entity, this.maker, this.digestKey);
      }
    }
  }

  publicBody(body: Record<string, unknown>): Record<string, unknown> {
    return publicBody(body, this.digestKey);
  }

  foundChange(kind: string, found: Record<string, unknown>, paths: readonly string[]): FoundChange {
    return fromKong(kind, found, paths);
  }

  /** Ours, and those of others that this Kong has: which credentials there are depends on its plugins. */
  private async listedKinds(): Promise<string[]> {
    const has = async (kind: string) => (await this.client.get(`/${kind}?size=1`)) !== null;
    const others = await Promise.all(foreignKinds.map(async (kind) => ((await has(kind)) ? [kind] : [])));
    return [...kongKindOrder.kinds, ...others.flat()];
  }
}

function pathOf({ kind, id }: RemoteRef): string {
  return `/${kind}/${encodeURIComponent(id)}`;
}
