import {
  GatewayFault,
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
} from '#gateway';
import { canonicalBody } from './canonical-body.js';
import { fromKong } from './from-kong.js';
import { isRecord } from './kong-fault.js';
import { KongNodeProbe } from './kong-node-probe.js';
import { KongObjectMaker, kongKindOrder, parentIdOf } from './kong-objects.js';
import { kongCapabilities } from './kong.capabilities.js';
import { KongClient, type KongAnswer, type KongClientOptions } from './kong.client.js';
import { isOlderThan, type CounterOptions } from './rate-limit-counters.js';
import { toKong } from './to-kong.js';

export interface KongDriverOptions extends KongClientOptions, CounterOptions {
  /** A UUID that tells the objects of this installation from all others. */
  installationId: string;
}

/** Speaks to Kong Gateway 3.4 and later, with a database, over its Admin API. */
export class KongDriver implements GatewayDriver {
  readonly kind = 'kong';
  readonly probe: NodeProbe = new KongNodeProbe();
  readonly kindOrder = kongKindOrder;
  readonly capabilities: Capabilities;
  private readonly client: KongClient;
  private readonly maker: KongObjectMaker;

  constructor(private readonly options: KongDriverOptions) {
    this.client = new KongClient(options);
    this.maker = new KongObjectMaker(options.installationId);
    this.capabilities = kongCapabilities(options.redis !== undefined);
  }

  toObjects(desired: DesiredScope): RemoteObject[] {
    return toKong(desired, this.maker, this.options);
  }

  async check(): Promise<GatewayInfo> {
    try {
      const status = await this.client.get('/status');
      if (status === null || !isRecord(status.body)) {
        throw new GatewayFault('refused', 'The address answers, but not like the Admin API of a Kong gateway.');
      }
      const info = await this.identify(status);
      const fault = whyUnusable(status.body, info.version);
      return { reachable: fault === null, ...info, writes: 'objects', fault };
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      return { reachable: false, version: null, edition: null, writes: 'objects', fault: error };
    }
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

  async *listAll(): AsyncIterable<ListedObject> {
    for (const kind of kongKindOrder.kinds) {
      for await (const entity of this.client.list(kind, null)) {
        const tags = Array.isArray(entity.tags) ? entity.tags : [];
        const owned = tags.includes(this.maker.installationTag);
        const scope = tags.map(String).find((tag) => owned && tag.startsWith('gatehouse-scope:'));
        const stored = storedObject({ kind, id: String(entity.id) }, entity);
        const name = entity.name ?? entity.username ?? entity.group ?? entity.id;
        yield {
          ...stored,
          owned,
          scope: (scope?.slice('gatehouse-scope:'.length) ?? null) as never,
          name: String(name),
        };
      }
    }
  }

  publicBody(body: Record<string, unknown>): Record<string, unknown> {
    return body;
  }

  foundChange(kind: string, found: Record<string, unknown>, paths: readonly string[]): FoundChange {
    return fromKong(kind, found, paths);
  }

  /** `GET /` walks every plugin of a gateway, so it is asked only where the Server header was switched off. */
  private async identify(status: KongAnswer): Promise<{ version: string | null; edition: string | null }> {
    let named = /^kong\/(.+)$/i.exec(status.server ?? '')?.[1];
    if (named === undefined) {
      const root = (await this.client.get('/'))?.body;
      named = isRecord(root) && typeof root.version === 'string' ? root.version : '';
    }
    const version = /^\d+(\.\d+)+/.exec(named)?.[0] ?? null;
    return { version, edition: version && (named.includes('enterprise') ? 'enterprise' : 'open source') };
  }
}

function whyUnusable(status: Record<string, unknown>, version: string | null): GatewayFault | null {
  if ('configuration_hash' in status) {
    return new GatewayFault(
      'refused',
      'This Kong runs without a database, so nothing can be written to its Admin API.',
    );
  }
  if (isRecord(status.database) && status.database.reachable === false) {
    return new GatewayFault('busy', 'This Kong cannot reach its database.');
  }
  if (isOlderThan(version, 3, 4))
    return new GatewayFault('refused', `This is Kong ${version}; 3.4 or later is needed.`);
  return null;
}

function pathOf({ kind, id }: RemoteRef): string {
  return `/${kind}/${encodeURIComponent(id)}`;
}

function storedObject(ref: RemoteRef, answer: unknown): StoredObject {
  if (!isRecord(answer) || answer.id !== ref.id) {
    throw new GatewayFault('unknown_outcome', 'The Admin API answered with something other than the object.');
  }
  return { kind: ref.kind, id: ref.id, parentId: parentIdOf(answer), body: canonicalBody(answer) };
}

/** What Kong might repeat in an error and nobody should read there: digests, our token, the password of Redis. */
function secretsOf({ key, config }: Record<string, unknown>): string[] {
  const settings = isRecord(config) ? config : {};
  const headers = isRecord(settings.headers) ? Object.values(settings.headers) : [];
  const redis = isRecord(settings.redis) ? settings.redis : {};
  const secrets = [key, ...headers, settings.redis_password, redis.password];
  return secrets.filter((secret): secret is string => typeof secret === 'string');
}
