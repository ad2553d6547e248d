import { randomBytes, randomUUID } from 'node:crypto';
import { json, readOnly, withoutBodyFor, type AdminRequest, type AdminResponse } from './admin-exchange.js';
import { AdminRefusal, methodNotAllowed, needsDatabase, notFound } from './admin-refusal.js';
import { ConfigEndpoint } from './config-endpoint.js';
import { ENTITY_KINDS, ENTITY_SCHEMAS, NESTED, type Entity, type EntityKind } from './entity-schemas.js';
import { foreignId, type EntityChange, EntityStore } from './entity-store.js';
import { EntityWriter, type Origin, type Parent } from './entity-writer.js';
import { nextPage, offsetAfter, readListQuery } from './lists.js';
import { nodeInformation, nodeStatus } from './node-information.js';
import { readBody } from './read-body.js';
import { withShorthands } from './redis-shorthands.js';
import { isUuid } from './uuid.js';
import { isRecord, type JsonObject } from './violations.js';

/** The version of Kong whose Admin API the model speaks. */
export const KONG_VERSION = '3.9.3';

/** The entities by kind, as `toJSON` gives and `fromJSON` takes them. */
export type AdminState = Partial<Record<EntityKind, Entity[]>>;

export interface ModelOptions extends Partial<Origin> {
  /** `off`: entities are read one by one, but only replaced all together through `/config`. Default: they are in memory. */
  database?: 'memory' | 'off';
}

/** A target of a request: a collection or one entity, perhaps below a parent. */
interface Target {
  kind: EntityKind;
  key?: string;
  parent?: Parent;
  path: string;
}

const COLLECTIONS = new Map<string, EntityKind>(ENTITY_KINDS.map((kind) => [ENTITY_SCHEMAS[kind].collection, kind]));

/**
 * The part of Kong's Admin API that the driver uses, in memory and without a socket: services, routes, consumers,
 * key-auth credentials, ACL groups, plugins, tags, lists with paging, and the errors of Kong 3.9.
 */
export class KongAdminModel {
  private readonly listeners = new Set<(change: EntityChange) => void>();
  private readonly store = new EntityStore((change) => this.listeners.forEach((listener) => listener(change)));
  private readonly writer: EntityWriter;
  private readonly database: 'memory' | 'off';
  private readonly config: ConfigEndpoint | undefined;

  constructor({ database = 'memory', ...given }: ModelOptions = {}) {
    const origin: Origin = {
      newId: randomUUID,
      newKey: () => randomBytes(24).toString('base64url').replace(/[-_]/g, 'x'),
      nowSeconds: () => Math.floor(Date.now() / 1000),
      ...given,
    };
    this.writer = new EntityWriter(this.store, origin);
    this.database = database;
    this.config = database === 'off' ? new ConfigEndpoint(this.store, origin) : undefined;
  }

  /** Answers one request. Never throws for a bad request: the answer says what is wrong, as Kong says it. */
  handle(request: AdminRequest): AdminResponse {
    try {
      return this.dispatch(request);
    } catch (error) {
      if (error instanceof AdminRefusal) return json(error.status, error.body);
      throw error;
    }
  }

  /** The listener hears of every change after it is in the model and before the answer is given, until the call of what is returned. */
  onChange(listener: (change: EntityChange) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  get(kind: EntityKind, id: string): Entity | undefined {
    return this.store.get(kind, id);
  }

  *all(kind: EntityKind): Generator<Entity> {
    yield* this.store.after(kind, '');
  }

  count(kind: EntityKind): number {
    return this.store.count(kind);
  }

  /** The credential with this key, as it is stored (a digest when the driver wrote it). */
  credentialByKey(key: string): Entity | undefined {
    return this.store.findUnique('keyauth_credentials', 'key', key);
  }

  consumerByName(username: string): Entity | undefined {
    return this.store.findUnique('consumers', 'username', username);
  }

  /** The ACL groups of a consumer, sorted. */
  groupsOf(consumerId: string): string[] {
    return this.store
      .children('acls', 'consumer', consumerId)
      .map((acl) => acl['group'] as string)
      .sort();
  }

  toJSON(): AdminState {
    return Object.fromEntries(ENTITY_KINDS.map((kind) => [kind, [...this.all(kind)]]));
  }

  static fromJSON(state: AdminState): KongAdminModel {
    const model = new KongAdminModel();
    for (const kind of ENTITY_KINDS) {
      for (const entity of state[kind] ?? []) model.store.put(kind, entity);
    }
    return model;
  }

  private dispatch(request: AdminRequest): AdminResponse {
    if (!request.path.startsWith('/')) throw notFound();
    const url = new URL(`http://admin${request.path}`);
    const segments = url.pathname.split('/').filter(Boolean).map(decodeSegment);
    const [first = '', second, third] = segments;
    const body = () => readBody(singleHeader(request.headers['content-type']), request.body);
    if (segments.length === 0) return readOnly(request.method, () => nodeInformation(KONG_VERSION, this.database));
    if (first === 'status' && !second) return readOnly(request.method, () => nodeStatus(this.config?.hash));
    if (first === 'config' && !second) return this.onConfig(request, url.searchParams);
    if (first === 'tags' && segments.length <= 2) return readOnly(request.method, () => this.listTags(url, second));
    if (first === 'schemas' && third === 'validate' && request.method === 'POST') return this.validate(second, body());
    const target = this.target(url.pathname, segments);
    return target.key === undefined
      ? this.onCollection(request.method, target, url.searchParams, body)
      : this.onEntity(request.method, target, target.key, body);
  }

  private target(path: string, segments: string[]): Target {
    const [collection = '', key, below, nestedKey] = segments;
    const kind = COLLECTIONS.get(collection);
    if (!kind || segments.length > 4) throw notFound();
    if (key === undefined || below === undefined) return { kind, key, path };
    const above = this.writer.find(kind, key);
    const foreignKind = ENTITY_SCHEMAS[kind].foreign[below];
    if (foreignKind && nestedKey === undefined) {
      const id = above && foreignId(above, below);
      if (id === undefined) throw notFound();
      return { kind: foreignKind, key: id, path };
    }
    const nested = NESTED[kind]?.[below];
    if (!nested || !above) throw notFound();
    return { kind: nested.kind, key: nestedKey, parent: { field: nested.field, id: above.id }, path };
  }

  private onConfig(request: AdminRequest, query: URLSearchParams): AdminResponse {
    const { method, body } = request;
    if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') throw methodNotAllowed();
    if (!this.config) {
      const message = 'this endpoint is only available when Kong is configured to not use a database';
      throw new AdminRefusal(400, { message });
    }
    if (method !== 'POST') return withoutBodyFor(method, json(200, this.config.read()));
    const loaded = this.config.load(singleHeader(request.headers['content-type']), body, query);
    return loaded ? json(201, loaded) : { status: 304, headers: {} };
  }

  /** Without a database the answer depends on nothing but the address. */
  private refuseWrite(operation: string, { kind, key }: Target): void {
    if (!this.config) return;
    throw needsDatabase(operation, kind, key === undefined || isUuid(key) ? undefined : ENTITY_SCHEMAS[kind].nameField);
  }

  private onCollection(method: string, target: Target, query: URLSearchParams, body: () => JsonObject): AdminResponse {
    switch (method) {
      case 'GET':
      case 'HEAD':
        return withoutBodyFor(method, json(200, this.list(target, query)));
      case 'OPTIONS':
        return { status: 204, headers: { Allow: 'GET, HEAD, OPTIONS, POST' } };
      case 'POST':
        this.refuseWrite('create', target);
        return json(201, shown(target.kind, this.writer.create(target.kind, body(), target.parent)));
      default:
        throw methodNotAllowed();
    }
  }

  private onEntity(method: string, target: Target, key: string, body: () => JsonObject): AdminResponse {
    const { kind, parent } = target;
    switch (method) {
      case 'GET':
      case 'HEAD': {
        const entity = this.writer.find(kind, key, parent);
        if (!entity) throw notFound();
        return withoutBodyFor(method, json(200, shown(kind, entity)));
      }
      case 'OPTIONS':
        return { status: 204, headers: { Allow: 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT' } };
      case 'PUT':
        this.refuseWrite('create or update', target);
        return json(200, shown(kind, this.writer.replace(kind, key, body(), parent)));
      case 'PATCH':
        this.refuseWrite('update', target);
        return json(200, shown(kind, this.writer.patch(kind, key, body(), parent)));
      case 'DELETE': {
        this.refuseWrite('remove', target);
        const entity = this.writer.find(kind, key, parent);
        if (!entity && parent) throw notFound();
        if (entity) this.writer.remove(kind, entity);
        return { status: 204, headers: {} };
      }
      default:
        throw methodNotAllowed();
    }
  }

  private list(target: Target, query: URLSearchParams): JsonObject {
    const { size, afterId, matchesTags } = readListQuery(query);
    const customId = target.kind === 'consumers' ? query.get('custom_id') : null;
    const data: JsonObject[] = [];
    for (const entity of this.candidates(target, afterId)) {
      if (!matchesTags(entity.tags) || (customId !== null && entity['custom_id'] !== customId)) continue;
      if (data.length === size) return page(target.path, query, data, (data[size - 1] as JsonObject)['id'] as string);
      data.push(shown(target.kind, entity));
    }
    return { next: null, data };
  }

  private candidates(target: Target, afterId: string): Iterable<Entity> {
    if (!target.parent) return this.store.after(target.kind, afterId);
    return this.store
      .children(target.kind, target.parent.field, target.parent.id)
      .filter((entity) => entity.id > afterId)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  private listTags(url: URL, tag: string | undefined): JsonObject {
    const { size, afterId } = readListQuery(url.searchParams);
    const entities = ENTITY_KINDS.flatMap((kind) =>
      [...this.store.after(kind, afterId)].map((entity) => ({ kind, entity })),
    );
    entities.sort((a, b) => (a.entity.id < b.entity.id ? -1 : 1));
    const all = entities.flatMap(({ kind, entity }) =>
      (entity.tags ?? []).map((name) => ({ tag: name, entity_name: kind, entity_id: entity.id })),
    );
    const data = tag === undefined ? all : all.filter((row) => row.tag === tag);
    if (data.length <= size) return { next: null, data };
    const kept = data.slice(0, size);
    return page(url.pathname, url.searchParams, kept, (kept.at(-1) as { entity_id: string }).entity_id);
  }

  private validate(collection: string | undefined, input: JsonObject): AdminResponse {
    const kind = COLLECTIONS.get(collection ?? '');
    if (!kind) throw notFound();
    this.writer.prepare(kind, '', input);
    return json(200, { message: 'schema validation successful' });
  }
}

function page(path: string, query: URLSearchParams, data: JsonObject[], lastId: string): JsonObject {
  const offset = offsetAfter(lastId);
  return { offset, next: nextPage(path, query, offset), data };
}

/** An entity as the Admin API shows it. */
function shown(kind: EntityKind, entity: Entity): JsonObject {
  if (kind !== 'plugins' || entity['name'] !== 'rate-limiting' || !isRecord(entity['config'])) return entity;
  return { ...entity, config: withShorthands(entity['config']) };
}

function singleHeader(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
