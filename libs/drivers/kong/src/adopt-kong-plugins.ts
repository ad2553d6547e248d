import { isRecord } from './kong-fault.js';
import { idOf, push, type KongEntity } from './adopt-kong-read.js';

/** Where a plugin may be bound. */
export interface Bound {
  routeId: string;
  serviceId: string;
}

export interface KongPlugin {
  id: string;
  name: string;
  route: string | null;
  service: string | null;
  consumer: string | null;
  consumerGroup: string | null;
  protocols: string[];
  config: Record<string, unknown>;
}

/** They only look on: calls go the same way without them. */
export const OBSERVING: ReadonlySet<string> = new Set([
  'http-log',
  'tcp-log',
  'udp-log',
  'file-log',
  'syslog',
  'loggly',
  'statsd',
  'datadog',
  'prometheus',
  'zipkin',
  'opentelemetry',
  'kafka-log',
]);

/** Set for the whole gateway they do the same to our routes as to those of others, whoever calls with whatever key. */
const SAME_FOR_ALL: ReadonlySet<string> = new Set([
  'correlation-id',
  'cors',
  'ip-restriction',
  'bot-detection',
  'request-size-limiting',
]);

/** The plugins that are switched on, and which of them runs when. */
export class KongPlugins {
  /** Bound to nothing: they run for every call. */
  readonly global: KongPlugin[] = [];
  private readonly byPlace = new Map<string, KongPlugin[]>();
  private readonly byConsumer = new Map<string, KongPlugin[]>();

  constructor(entities: KongEntity[]) {
    for (const entity of entities) {
      if (entity.enabled === false) continue;
      const plugin = toPlugin(entity);
      const { route, service, consumer } = plugin;
      if (route === null && service === null && consumer === null) this.global.push(plugin);
      if (consumer !== null) push(this.byConsumer, consumer, plugin);
      // A gateway has one of these for each caller of a service: nobody looks for them by their service.
      if (consumer !== null && plugin.name === 'rate-limiting') continue;
      for (const place of [route, service]) if (place !== null) push(this.byPlace, place, plugin);
    }
  }

  /** Bound to the route or the service. Of those for one consumer, the rate limits are left out. */
  at({ routeId, serviceId }: Bound): KongPlugin[] {
    const found = [...(this.byPlace.get(routeId) ?? []), ...(this.byPlace.get(serviceId) ?? [])];
    return [...new Set(found)].filter((plugin) => fits(plugin, routeId, serviceId));
  }

  /** Bound to the consumer, alone or together with a route or a service. */
  ofConsumer(consumerId: string): KongPlugin[] {
    return this.byConsumer.get(consumerId) ?? [];
  }

  /** The one instance of a plugin that runs for a caller: the most closely bound one. */
  effective(name: string, { routeId, serviceId }: Bound, consumerId: string | null): KongPlugin | undefined {
    const candidates = [
      ...this.at({ routeId, serviceId }),
      ...(consumerId === null ? [] : this.ofConsumer(consumerId)),
      ...this.global,
    ].filter(
      (plugin) =>
        plugin.name === name &&
        fits(plugin, routeId, serviceId) &&
        (plugin.consumer === null || plugin.consumer === consumerId),
    );
    return candidates.sort((a, b) => closeness(b) - closeness(a))[0];
  }

  /** Why nothing at all can be taken over; null when nothing is set for all calls that would hinder it. */
  hindrance(): string | null {
    const hindering = this.global.find(({ name }) => !OBSERVING.has(name) && !SAME_FOR_ALL.has(name));
    if (hindering === undefined) return null;
    return `The plugin ${hindering.name} is set for the whole gateway. What it does to calls could not be kept the same.`;
  }
}

function fits(plugin: KongPlugin, routeId: string, serviceId: string): boolean {
  const { route, service } = plugin;
  return (route === null || route === routeId) && (service === null || service === serviceId);
}

/** Kong's order: a route counts more than a service, and together with a consumer everything counts more. */
function closeness({ route, service, consumer }: KongPlugin): number {
  const bound = { route: route !== null, service: service !== null };
  if (consumer !== null) {
    if (bound.route) return bound.service ? 7 : 6;
    return bound.service ? 5 : 3;
  }
  if (bound.route) return bound.service ? 4 : 2;
  return bound.service ? 1 : 0;
}

function toPlugin(entity: KongEntity): KongPlugin {
  return {
    id: String(entity.id),
    name: String(entity.name),
    route: idOf(entity.route),
    service: idOf(entity.service),
    consumer: idOf(entity.consumer),
    consumerGroup: idOf(entity.consumer_group),
    protocols: Array.isArray(entity.protocols) ? entity.protocols.map(String) : ['http', 'https'],
    config: isRecord(entity.config) ? entity.config : {},
  };
}
