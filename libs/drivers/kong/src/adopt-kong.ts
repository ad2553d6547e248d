import type {
  AccessRule,
  AdoptableConsumer,
  AdoptableGateway,
  AdoptableService,
  AdoptionReader,
  DesiredLimits,
  NotAdopted,
  RemainingRoute,
  RemoteRef,
  RemovedAccess,
} from '#gateway';
import { readGuards, readLimit, type Place } from './adopt-kong-guards.js';
import { KongPlugins, OBSERVING } from './adopt-kong-plugins.js';
import { idOf, type ForeignKong, type KongEntity, push, readForeignKong } from './adopt-kong-read.js';
import { claimsOf, readRoute, whyTwin } from './adopt-kong-route.js';
import type { KongObjectMaker } from './kong-objects.js';
import type { KongClient } from './kong.client.js';

export type CounterPolicy = 'local' | 'redis';

/** Reads what others have put on a Kong with a database. */
export class KongAdoptionReader implements AdoptionReader {
  constructor(
    private readonly client: KongClient,
    private readonly maker: KongObjectMaker,
    private readonly counterPolicy: CounterPolicy,
  ) {}

  async read(removed?: RemovedAccess): Promise<AdoptableGateway> {
    return adoptKong(await readForeignKong(this.client, this.maker, removed), this.counterPolicy);
  }
}

/** A service that can be taken over, with the place at which its plugins are looked up. */
interface Found {
  service: AdoptableService;
  place: Place;
}

interface RouteReading {
  found: Found | null;
  /** Why it cannot be taken over. */
  reason: string | null;
  access: AccessRule | null;
}

/** Says what of a Kong can be taken over and what cannot, and why. Pure. */
export function adoptKong(kong: ForeignKong, counterPolicy: CounterPolicy): AdoptableGateway {
  const plugins = new KongPlugins(kong.plugins);
  const notAdopted: NotAdopted[] = [];
  const { otherGatehouses } = kong;
  // They let in only their own callers, but their service has to stay.
  const remaining = otherGatehouses.routes.map((route): RemainingRoute => ({ parent: parentOf(route), access: null }));
  const found: Found[] = [];
  const services = new Map(kong.services.map((service) => [String(service.id), service]));
  const hindrance = plugins.hindrance();
  const claims = claimsOf([...kong.routes, ...otherGatehouses.routes]);
  for (const route of [...kong.routes].sort(byId)) {
    const serviceId = idOf(route.service);
    const service = serviceId === null ? undefined : services.get(serviceId);
    const read = service === undefined ? null : adoptRoute(route, service, kong, plugins, counterPolicy);
    const reason = hindrance ?? (read === null ? 'It has no service.' : (read.reason ?? whyTwin(route, claims)));
    if (read?.found && reason === null) {
      found.push(read.found);
      continue;
    }
    remaining.push({ parent: parentOf(route), access: read === null ? 'every_key' : read.access });
    notAdopted.push({ kind: 'routes', name: nameOf(route), reason: reason ?? '' });
  }
  warnOfSharedCounts(found, plugins);
  const consumers = [...kong.consumers]
    .sort(byId)
    .map((entity) => adoptConsumer(entity, kong, plugins, counterPolicy, found));
  return {
    services: found.map(({ service }) => service),
    consumers,
    remaining,
    notAdopted: [...notAdopted, ...unrouted(kong), ...observers(plugins), ...ofOtherGatehouses(kong)],
    namesInUse: [...kong.services, ...kong.routes, ...otherGatehouses.services, ...otherGatehouses.routes]
      .flatMap(({ name }) => (typeof name === 'string' ? [name] : []))
      .sort(),
    kinds: { consumer: 'consumers', credential: 'key-auths', group: 'acls' },
  };
}

function adoptRoute(
  route: KongEntity,
  service: KongEntity,
  kong: ForeignKong,
  plugins: KongPlugins,
  counterPolicy: CounterPolicy,
): RouteReading {
  const read = readRoute(route, service, kong.upstreams);
  const protocols = typeof read === 'string' ? [] : read.protocols;
  const place = { routeId: String(route.id), serviceId: String(service.id), protocols };
  const { access, reason, limits, warnings } = readGuards(plugins, place, counterPolicy);
  if (typeof read === 'string') return { found: null, reason: read, access };
  if (reason !== null || access === null) return { found: null, reason, access };
  const { basePath, hosts, upstreamUrl } = read;
  const adoptable: AdoptableService = {
    key: place.routeId,
    foundAs: nameOf(service),
    basePath,
    hosts,
    upstreamUrl,
    access,
    limits,
    warnings: [...read.warnings, ...warnings],
    route: ref('routes', route),
    parent: ref('services', service),
  };
  return { found: { service: adoptable, place }, reason: null, access };
}

/** A limit of a service counts the calls of all its routes together; ours count those of each version. */
function warnOfSharedCounts(found: Found[], plugins: KongPlugins): void {
  const routes = new Map<string, Found[]>();
  for (const one of found) push(routes, one.place.serviceId, one);
  for (const siblings of routes.values()) {
    if (siblings.length < 2) continue;
    for (const { service, place } of siblings) {
      const limit = plugins.effective('rate-limiting', place, null);
      if (limit?.service && limit.route === null)
        service.warnings.push(
          'Its calls are counted by themselves, not together with the other routes of its service.',
        );
    }
  }
}

function adoptConsumer(
  entity: KongEntity,
  kong: ForeignKong,
  plugins: KongPlugins,
  counterPolicy: CounterPolicy,
  found: Found[],
): AdoptableConsumer {
  const id = String(entity.id);
  const others = kong.otherCredentials.get(id) ?? [];
  const groups = (kong.groups.get(id) ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
  const credentials = (kong.keys.get(id) ?? []).sort((a, b) => (a.key < b.key ? -1 : 1));
  const consumer: AdoptableConsumer = {
    key: id,
    foundAs: typeof entity.username === 'string' ? entity.username : String(entity.custom_id ?? id),
    customId: typeof entity.custom_id === 'string' ? entity.custom_id : null,
    groups,
    credentials,
    limits: {},
    blocked: whyBlocked(plugins, id),
    stays:
      others.length === 0
        ? null
        : `It becomes an application and stays on the gateway too, for its other credentials: ${[...new Set(others)].join(', ')}.`,
  };
  addLimits(consumer, plugins, counterPolicy, found);
  return consumer;
}

function whyBlocked(plugins: KongPlugins, consumerId: string): string | null {
  const odd = plugins
    .ofConsumer(consumerId)
    .find(
      (plugin) =>
        plugin.route === null &&
        plugin.service === null &&
        !OBSERVING.has(plugin.name) &&
        plugin.name !== 'rate-limiting',
    );
  return odd ? `its plugin ${odd.name} changes its calls in a way that Gatehouse cannot set up.` : null;
}

/** Where the consumer has limits of its own: they hold instead of the service's. */
function addLimits(
  consumer: AdoptableConsumer,
  plugins: KongPlugins,
  counterPolicy: CounterPolicy,
  found: Found[],
): void {
  const own = plugins.ofConsumer(consumer.key).filter(({ name }) => name === 'rate-limiting');
  if (own.length === 0 || consumer.credentials.length === 0) return;
  const callable = found.filter(({ service: { access } }) => isLetIn(consumer, access));
  for (const { service, place } of callable) {
    const plugin = plugins.effective('rate-limiting', place, consumer.key);
    if (plugin?.consumer !== consumer.key) continue;
    const { limits, reason, warnings } = readLimit(plugin, counterPolicy);
    if (reason !== null || plugin.consumerGroup !== null)
      consumer.blocked ??= `a limit of its own cannot be kept. ${reason ?? ''}`;
    else consumer.limits[service.key] = limits satisfies DesiredLimits;
    const sharedCount = plugin.route === null && plugin.service === null && callable.length > 1;
    const shared = sharedCount
      ? ['Consumers whose own limit counts the calls of all services together are counted here by themselves.']
      : [];
    service.warnings = [...new Set([...service.warnings, ...warnings, ...shared])];
  }
}

function isLetIn({ groups }: AdoptableConsumer, access: AccessRule): boolean {
  return access === 'every_key' || groups.some(({ name }) => access.groups.includes(name));
}

/** What no call reaches is nothing that a client could miss. */
function unrouted({ services, routes }: ForeignKong): NotAdopted[] {
  const routed = new Set(routes.map(({ service }) => idOf(service)));
  return services
    .filter(({ id }) => !routed.has(String(id)))
    .sort(byId)
    .map((service) => ({ kind: 'services', name: nameOf(service), reason: 'It has no route, so no call reaches it.' }));
}

/** Kong takes one http-log for the whole gateway, so ours cannot stand beside another. */
function observers(plugins: KongPlugins): NotAdopted[] {
  return plugins.global.map(({ name }) => ({
    kind: 'plugins',
    name,
    reason:
      name === 'http-log'
        ? 'It stays. Kong takes only one http-log for the whole gateway, so usage cannot be reported to Gatehouse beside it.'
        : 'It is set for the whole gateway and stays as it is.',
  }));
}

/** What hangs on these, such as keys and limits, stays with them and is not named. */
function ofOtherGatehouses({ otherGatehouses }: ForeignKong): NotAdopted[] {
  const { services, routes, consumers, plugins } = otherGatehouses;
  const named = { services, routes, consumers, plugins: new KongPlugins(plugins).global };
  return Object.entries(named).flatMap(([kind, entities]) =>
    entities.map((entity) => ({ kind, name: nameOf({ ...entity }), reason: 'It belongs to another Gatehouse.' })),
  );
}

function parentOf({ service }: KongEntity): RemoteRef | null {
  const id = idOf(service);
  return id === null ? null : { kind: 'services', id };
}

function ref(kind: string, { id }: KongEntity): RemoteRef {
  return { kind, id: String(id) };
}

function nameOf({ name, username, id }: KongEntity): string {
  return [name, username].find((text) => typeof text === 'string') ?? String(id);
}

function byId(a: KongEntity, b: KongEntity): number {
  return String(a.id) < String(b.id) ? -1 : 1;
}
