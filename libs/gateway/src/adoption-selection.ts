import { adoptedAccess, type AdoptedAccess } from './adopted-access.js';
import type {
  AccessRule,
  AdoptableConsumer,
  AdoptableGateway,
  AdoptableService,
  NotAdopted,
  RemainingRoute,
} from './adoption.js';
import type { RemoteRef } from './remote-object.js';

/** So many pairs of a caller and a service are made at most. */
export const MAX_ADOPTED_SUBSCRIPTIONS = 200_000;

export interface AdoptionSelection {
  services: AdoptableService[];
  /** Those that may call one of the services. */
  consumers: { consumer: AdoptableConsumer; services: AdoptableService[]; access: AdoptedAccess[] }[];
  notAdopted: NotAdopted[];
  /** What sends calls to them: removed first. */
  routes: RemoteRef[];
  /** What nobody needs once the routes are gone. What goes away with another one of these is not named. */
  rest: RemoteRef[];
}

/** Why a service or a consumer is left out, by its key. */
export interface Refusals {
  services: ReadonlyMap<string, string>;
  consumers: ReadonlyMap<string, string>;
}

/** Too many callers for too many services. */
export class TooManySubscriptions extends Error {}

/**
 * What is taken over of a gateway: the services that are wished and not refused, with everybody who may call them. A
 * service with one caller who cannot come along is left as it is, because that caller would be shut out.
 */
export function selectAdoption(
  found: AdoptableGateway,
  wished: ReadonlySet<string> | null,
  refusals: Refusals,
): AdoptionSelection {
  const whyNot = (consumer: AdoptableConsumer) => consumer.blocked ?? refusals.consumers.get(consumer.key) ?? null;
  const hindering = new CallerIndex(found.consumers.filter((consumer) => whyNot(consumer) !== null));
  const notAdopted = [...found.notAdopted];
  const services = found.services.filter((service) => {
    if (wished !== null && !wished.has(service.key)) return false;
    const [hindered] = hindering.of(service.access);
    const reason =
      refusals.services.get(service.key) ??
      (hindered && `${hindered.foundAs} may call it and cannot be taken over: ${whyNot(hindered)}`);
    if (reason !== undefined) notAdopted.push({ kind: 'services', name: service.foundAs, reason });
    return reason === undefined;
  });
  const callers = new CallerIndex(found.consumers);
  const served = subscriptionsOf(services, callers);
  const taken = new Set(services);
  const remaining = [...found.services.filter((service) => !taken.has(service)), ...found.remaining];
  const rules = remaining.map(({ access }) => access);
  const neededElsewhere = callers.ofAny(rules);
  for (const consumer of found.consumers) {
    const reason = served.has(consumer)
      ? whyStays(consumer, neededElsewhere)
      : (whyNot(consumer) ?? 'It may call none of the services that are taken over, or it has no key.');
    if (reason !== null) notAdopted.push({ kind: found.kinds.consumer, name: consumer.foundAs, reason });
  }
  return {
    services,
    consumers: [...served].map(([consumer, itsServices]) => ({
      consumer,
      services: itsServices,
      access: adoptedAccess(found.kinds, consumer, itsServices, { consumers: neededElsewhere, rules }),
    })),
    notAdopted,
    routes: services.map(({ route }) => route),
    rest: [...callersToRemove(found, [...served.keys()], neededElsewhere), ...parentsToRemove(services, remaining)],
  };
}

/** Finds the callers with a key behind an access rule. */
class CallerIndex {
  private readonly withKey: AdoptableConsumer[];
  private readonly byGroup = new Map<string, AdoptableConsumer[]>();

  constructor(consumers: readonly AdoptableConsumer[]) {
    this.withKey = consumers.filter(({ credentials }) => credentials.length > 0);
    for (const consumer of this.withKey)
      for (const { name } of consumer.groups) {
        const members = this.byGroup.get(name);
        if (members === undefined) this.byGroup.set(name, [consumer]);
        else members.push(consumer);
      }
  }

  of(access: AccessRule | null): AdoptableConsumer[] {
    if (access === null) return [];
    if (access === 'every_key') return this.withKey;
    return [...new Set(access.groups.flatMap((group) => this.byGroup.get(group) ?? []))];
  }

  ofAny(rules: (AccessRule | null)[]): Set<AdoptableConsumer> {
    if (rules.includes('every_key')) return new Set(this.withKey);
    const groups = rules.flatMap((rule) => (rule === null || rule === 'every_key' ? [] : rule.groups));
    return new Set(this.of({ groups: [...new Set(groups)] }));
  }
}

function subscriptionsOf(services: AdoptableService[], callers: CallerIndex) {
  const served = new Map<AdoptableConsumer, AdoptableService[]>();
  let count = 0;
  for (const service of services) {
    for (const consumer of callers.of(service.access)) {
      count += 1;
      if (count > MAX_ADOPTED_SUBSCRIPTIONS)
        throw new TooManySubscriptions(
          `More than ${MAX_ADOPTED_SUBSCRIPTIONS.toLocaleString('en-US')} pairs of a consumer and a service would be ` +
            'taken over. That is more than one adoption can do.',
        );
      const known = served.get(consumer);
      if (known === undefined) served.set(consumer, [service]);
      else known.push(service);
    }
  }
  return served;
}

function whyStays(consumer: AdoptableConsumer, neededElsewhere: ReadonlySet<AdoptableConsumer>): string | null {
  if (consumer.stays !== null) return consumer.stays;
  if (!neededElsewhere.has(consumer)) return null;
  return 'It becomes an application and stays on the gateway too, because a service that is not taken over lets it in.';
}

/** Whoever is needed for a route that stays keeps all it has; whoever stays for something else gives up its keys. */
function callersToRemove(
  { kinds }: AdoptableGateway,
  served: AdoptableConsumer[],
  neededElsewhere: ReadonlySet<AdoptableConsumer>,
): RemoteRef[] {
  return served.flatMap((consumer) => {
    if (neededElsewhere.has(consumer)) return [];
    if (consumer.stays === null) return [{ kind: kinds.consumer, id: consumer.key }];
    return consumer.credentials.map(({ key: id }) => ({ kind: kinds.credential, id }));
  });
}

function parentsToRemove(services: AdoptableService[], remaining: RemainingRoute[]): RemoteRef[] {
  const needed = new Set(remaining.map(({ parent }) => parent?.id));
  const parents = new Map(services.map(({ parent }) => [parent.id, parent]));
  return [...parents.values()].filter(({ id }) => !needed.has(id));
}
