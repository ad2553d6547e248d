import type { Entity } from './entity-schemas.js';
import { foreignId, type EntityChange } from './entity-store.js';
import type { KongAdminModel } from './kong-admin-model.js';
import { PluginIndex } from './plugin-index.js';
import { RouteIndex, type Routable } from './route-index.js';

/**
 * How far a node is behind the Admin API. Zero means at once, `Infinity` means until `propagate()`. May be changed at any
 * time; what is on its way then follows the new value.
 */
export interface NodeLag {
  /** How long after a change the node goes on believing what it has looked up of keys, consumers and groups. */
  credentialsMs: number;
  /** How long after their change routes, services and plugins take effect. */
  routesMs: number;
  /** A look-up that found nothing is remembered as well, so that a key tried before it existed is refused for a while. */
  cachedMisses: boolean;
}

interface Pending<What> {
  what: What;
  changedAtMs: number;
}

/** What one node knows of the model: routing as of a while ago, and a cache of what calls made it look up. */
export class NodeView {
  readonly plugins = new PluginIndex();
  private readonly routes = new Map<string, Entity>();
  private readonly services = new Map<string, Entity>();
  private routeIndex?: RouteIndex;
  /** Changes that are not in effect yet, oldest first. */
  private readonly routing: Pending<EntityChange>[] = [];
  private readonly cache = new Map<string, unknown>();
  /** Entries of the cache that a change has made wrong, oldest first. */
  private readonly invalidations: Pending<string>[] = [];
  private readonly unsubscribe: () => void;

  constructor(
    private readonly model: KongAdminModel,
    private readonly lag: NodeLag,
    private readonly nowMs: () => number,
  ) {
    for (const kind of ['services', 'routes', 'plugins'] as const) {
      for (const after of model.all(kind)) this.apply({ kind, after });
    }
    this.unsubscribe = model.onChange((change) => this.hear(change));
  }

  match(call: Routable): Entity | undefined {
    this.routeIndex ??= new RouteIndex(this.routes.values());
    return this.routeIndex.match(call)?.route;
  }

  serviceOf(route: Entity): Entity | undefined {
    return this.services.get(foreignId(route, 'service') ?? '');
  }

  credentialByKey(key: string): Entity | undefined {
    return this.lookUp(`key ${key}`, () => this.model.credentialByKey(key));
  }

  consumer(id: string): Entity | undefined {
    return this.lookUp(`consumer ${id}`, () => this.model.get('consumers', id));
  }

  groupsOf(consumerId: string): string[] {
    return this.lookUp(`groups ${consumerId}`, () => this.model.groupsOf(consumerId)) ?? [];
  }

  /** Lets take effect what is due. */
  catchUp(): void {
    for (const change of takeDue(this.routing, this.nowMs() - this.lag.routesMs)) this.apply(change);
    for (const entry of takeDue(this.invalidations, this.nowMs() - this.lag.credentialsMs)) this.cache.delete(entry);
  }

  /** Lets everything that changed so far take effect now. */
  propagate(): void {
    for (const change of takeDue(this.routing, Infinity)) this.apply(change);
    for (const entry of takeDue(this.invalidations, Infinity)) this.cache.delete(entry);
  }

  /** Hears of no more changes. */
  close(): void {
    this.unsubscribe();
  }

  private hear(change: EntityChange): void {
    const changedAtMs = this.nowMs();
    const entries = cacheEntriesOf(change);
    if (entries.length === 0) this.routing.push({ what: change, changedAtMs });
    for (const what of entries) if (this.cache.has(what)) this.invalidations.push({ what, changedAtMs });
    this.catchUp();
  }

  private apply({ kind, before, after }: EntityChange): void {
    if (kind === 'plugins') {
      if (before) this.plugins.remove(before);
      if (after) this.plugins.put(after);
      return;
    }
    const entities = kind === 'routes' ? this.routes : this.services;
    if (after) entities.set(after.id, after);
    else if (before) entities.delete(before.id);
    if (kind === 'routes') this.routeIndex = undefined;
  }

  private lookUp<Found>(entry: string, find: () => Found | undefined): Found | undefined {
    const known = this.cache.get(entry) as Found | undefined;
    if (known !== undefined || (this.lag.cachedMisses && this.cache.has(entry))) return known;
    const found = find();
    if (found !== undefined || this.lag.cachedMisses) this.cache.set(entry, found);
    return found;
  }
}

/** Removes and gives what changed at this time or before. */
function takeDue<What>(pending: Pending<What>[], changedAtMs: number): What[] {
  const left = pending.findIndex((one) => one.changedAtMs > changedAtMs);
  return pending.splice(0, left === -1 ? pending.length : left).map(({ what }) => what);
}

/** The look-ups that a change makes wrong; none for what is no look-up but routing. */
function cacheEntriesOf({ kind, before, after }: EntityChange): string[] {
  const entities = [before, after].filter((entity) => entity !== undefined);
  const entriesBy = (entryOf: (entity: Entity) => string) => [...new Set(entities.map(entryOf))];
  if (kind === 'keyauth_credentials') return entriesBy((credential) => `key ${String(credential['key'])}`);
  if (kind === 'consumers') return entriesBy((consumer) => `consumer ${consumer.id}`);
  if (kind === 'acls') return entriesBy((acl) => `groups ${foreignId(acl, 'consumer') ?? ''}`);
  return [];
}
