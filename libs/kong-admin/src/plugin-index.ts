import type { Entity } from './entity-schemas.js';
import { foreignId } from './entity-store.js';

/** What a request belongs to; a plugin without a scope of its own is global. */
export interface PluginScope {
  routeId: string | undefined;
  serviceId: string | undefined;
  consumerId: string | undefined;
}

const [ROUTE, SERVICE, CONSUMER] = [4, 2, 1];

/** Kong's order, the most specific first. */
const ORDER = [
  ROUTE | SERVICE | CONSUMER,
  ROUTE | CONSUMER,
  SERVICE | CONSUMER,
  ROUTE | SERVICE,
  CONSUMER,
  ROUTE,
  SERVICE,
  0,
];

/** Enabled plugins by name and scope. A look-up costs one map access per kind of scope that the plugin is used with. */
export class PluginIndex {
  private readonly byName = new Map<string, Map<number, Map<string, Entity>>>();

  put(plugin: Entity): void {
    if (plugin['enabled'] !== true) return;
    const { name, kind, key } = placeOf(plugin);
    const kinds = this.byName.get(name) ?? new Map<number, Map<string, Entity>>();
    this.byName.set(name, kinds);
    const plugins = kinds.get(kind) ?? new Map<string, Entity>();
    kinds.set(kind, plugins.set(key, plugin));
  }

  remove(plugin: Entity): void {
    const { name, kind, key } = placeOf(plugin);
    const plugins = this.byName.get(name)?.get(kind);
    if (plugins?.delete(key) && plugins.size === 0) this.byName.get(name)?.delete(kind);
  }

  /** The one instance of a plugin that runs for a request: the most specific that applies. */
  find(name: string, scope: PluginScope): Entity | undefined {
    const kinds = this.byName.get(name);
    if (!kinds || kinds.size === 0) return undefined;
    const known =
      (scope.routeId === undefined ? 0 : ROUTE) |
      (scope.serviceId === undefined ? 0 : SERVICE) |
      (scope.consumerId === undefined ? 0 : CONSUMER);
    for (const kind of ORDER) {
      if ((kind & known) !== kind) continue;
      const plugin = kinds.get(kind)?.get(keyOf(kind, scope));
      if (plugin) return plugin;
    }
    return undefined;
  }
}

function placeOf(plugin: Entity): { name: string; kind: number; key: string } {
  const scope: PluginScope = {
    routeId: foreignId(plugin, 'route'),
    serviceId: foreignId(plugin, 'service'),
    consumerId: foreignId(plugin, 'consumer'),
  };
  const kind = (scope.routeId ? ROUTE : 0) | (scope.serviceId ? SERVICE : 0) | (scope.consumerId ? CONSUMER : 0);
  return { name: plugin['name'] as string, kind, key: keyOf(kind, scope) };
}

function keyOf(kind: number, scope: PluginScope): string {
  const route = kind & ROUTE ? scope.routeId : '';
  const service = kind & SERVICE ? scope.serviceId : '';
  return `${route}|${service}|${kind & CONSUMER ? scope.consumerId : ''}`;
}
