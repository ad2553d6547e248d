import { describeLimits, MAX_SLUG_LENGTH, slugFromTitle } from '#domain';
import {
  type AdoptableConsumer,
  type AdoptableGateway,
  type AdoptableService,
  canonicalJson,
  type DesiredLimits,
  deterministicId,
  selectAdoption,
} from '#gateway';
import type {
  AdoptionPlan,
  CatalogueFacts,
  PlannedAccess,
  PlannedApplication,
  PlannedPlan,
  PlannedService,
  PlannedVersion,
} from './adoption-plan.js';
import { refuseConsumers } from './refuse-consumers.js';
import { refusePlaces } from './refuse-places.js';

/** What of a consumer's limits holds for a service: its own ones, or else those of the service. */
type Subscriber = { consumer: AdoptableConsumer; limits: DesiredLimits };

/** `/orders/v2` is version v2 of what is served at `/orders`. */
const VERSIONED_PATH = /^(?<stem>\/.+)\/(?<version>v[1-9]\d{0,2})$/;

const MAX_NAME_LENGTH = 100;

/**
 * Says what becomes what. Pure, and the same for the same adoption every time: ids come from the adoption and the keys of
 * what was found, so a plan that was carried out in part is carried out to its end by carrying it out again.
 */
export function planAdoption(
  adoptionId: string,
  found: AdoptableGateway,
  facts: CatalogueFacts,
  wished: ReadonlySet<string> | null,
): AdoptionPlan {
  const { refusals, applicationIds } = refuseConsumers(found.consumers, facts.keys);
  const asked = found.services.filter(({ key }) => wished === null || wished.has(key));
  const selection = selectAdoption(found, wished, {
    services: refusePlaces(asked, facts.places),
    consumers: refusals,
  });
  const subscribers = new Map<string, Subscriber[]>(selection.services.map(({ key }) => [key, []]));
  for (const { consumer, services } of selection.consumers)
    for (const { key, limits } of services)
      subscribers.get(key)?.push({ consumer, limits: consumer.limits[key] ?? limits });
  const slugs = new Slugs(found.namesInUse, facts);
  const services = groupVersions(selection.services, subscribers).map((group) =>
    planService(adoptionId, group, subscribers, slugs),
  );
  const names = new Set(facts.applicationNames);
  const subscriptions = subscriptionsByConsumer(adoptionId, services, subscribers);
  const serviceIds = new Map(services.flatMap(({ id, versions }) => versions.map(({ key }) => [key, id])));
  const applications = selection.consumers.map(({ consumer, access }) => {
    const existing = applicationIds.get(consumer.key);
    const application = planApplication(adoptionId, consumer, existing, facts, names);
    return {
      ...application,
      subscriptions: subscriptions.get(consumer.key) ?? [],
      access: access.map(({ services: keys, ...one }): PlannedAccess => {
        return { ...one, serviceIds: [...new Set(keys.map((key) => serviceIds.get(key)!))] };
      }),
    };
  });
  const { notAdopted, routes, rest } = selection;
  return { services, applications, notAdopted, routes, rest };
}

/** Versions of one service have the same subscribers under the same limits; everything else is a service by itself. */
function groupVersions(services: AdoptableService[], subscribers: Map<string, Subscriber[]>): AdoptableService[][] {
  const groups = new Map<string, AdoptableService[]>();
  for (const service of services) {
    const stem = VERSIONED_PATH.exec(service.basePath)?.groups?.stem;
    const callers = (subscribers.get(service.key) ?? []).map(({ consumer, limits }) => [consumer.key, limits]);
    const mark = stem === undefined ? service.key : canonicalJson([stem, service.hosts, service.limits, callers]);
    groups.set(mark, [...(groups.get(mark) ?? []), service]);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => (a.basePath < b.basePath ? -1 : 1)));
}

function planService(
  adoptionId: string,
  group: AdoptableService[],
  subscribers: Map<string, Subscriber[]>,
  slugs: Slugs,
): PlannedService {
  const [first] = group as [AdoptableService];
  const id = deterministicId(adoptionId, 'service', first.key);
  const callers = subscribers.get(first.key) ?? [];
  // Without any limit it would be a plan for nobody: it is closed, and kept only for those who have it.
  const offered = Object.keys(first.limits).length > 0 ? [first.limits] : [];
  return {
    id,
    slug: slugs.choose(id, first),
    name: titleOf(first),
    versions: group.map((service) => toVersion(adoptionId, service)),
    plans: plansOf(id, [...offered, ...callers.map(({ limits }) => limits)]),
    subscriptions: callers.length,
  };
}

function toVersion(adoptionId: string, service: AdoptableService): PlannedVersion {
  const { key, foundAs, basePath, hosts, upstreamUrl, warnings } = service;
  const name = VERSIONED_PATH.exec(basePath)?.groups?.version ?? 'v1';
  return {
    id: deterministicId(adoptionId, 'version', key),
    key,
    foundAs,
    name,
    basePath,
    hosts,
    upstreamUrl,
    warnings,
  };
}

/** Equal limits are one plan. */
function plansOf(serviceId: string, limits: DesiredLimits[]): PlannedPlan[] {
  const plans = new Map<string, PlannedPlan>();
  for (const one of limits) {
    const text = canonicalJson(one);
    if (plans.has(text)) continue;
    const words = describeLimits(one);
    const slug = slugFromTitle(words.replaceAll(',', '')) ?? 'plan';
    const isTaken = [...plans.values()].some((plan) => plan.slug === slug);
    plans.set(text, {
      id: deterministicId(serviceId, 'plan', text),
      slug: isTaken ? withNumber(slug, plans.size + 1) : slug,
      name: words.charAt(0).toUpperCase() + words.slice(1, 60),
      limits: one,
    });
  }
  return [...plans.values()];
}

function subscriptionsByConsumer(
  adoptionId: string,
  services: PlannedService[],
  subscribers: Map<string, Subscriber[]>,
): Map<string, PlannedApplication['subscriptions']> {
  const found = new Map<string, PlannedApplication['subscriptions']>();
  for (const { id: serviceId, slug, versions, plans } of services) {
    const planIds = new Map(plans.map(({ id, limits }) => [canonicalJson(limits), id]));
    for (const { consumer, limits } of subscribers.get(versions[0]?.key ?? '') ?? []) {
      const id = deterministicId(adoptionId, 'subscription', consumer.key, serviceId);
      const subscription = { id, serviceId, slug, planId: planIds.get(canonicalJson(limits)) as string };
      found.set(consumer.key, [...(found.get(consumer.key) ?? []), subscription]);
    }
  }
  return found;
}

function planApplication(
  adoptionId: string,
  consumer: AdoptableConsumer,
  existing: { id: string; name: string } | undefined,
  facts: CatalogueFacts,
  names: Set<string>,
): Omit<PlannedApplication, 'subscriptions' | 'access'> {
  const { key, foundAs, customId } = consumer;
  const credentials = consumer.credentials
    .filter(({ digests }) => !facts.keys.has(digests.sha256))
    .map((credential) => ({ ...credential, id: deterministicId(adoptionId, 'credential', credential.key) }));
  const id = existing?.id ?? deterministicId(adoptionId, 'application', key);
  const name = existing?.name ?? facts.ownNames.get(id) ?? freeName(foundAs, names);
  return { id, key, foundAs, customId, isNew: existing === undefined, name, credentials };
}

function freeName(foundAs: string, names: Set<string>): string {
  const base =
    foundAs
      .normalize('NFC')
      .replace(/\p{Cc}/gu, '')
      .trim()
      .slice(0, MAX_NAME_LENGTH - 6) || 'Consumer';
  let name = base;
  for (let number = 2; names.has(name.toLowerCase()); number += 1) name = `${base} ${number}`;
  names.add(name.toLowerCase());
  return name;
}

/** Gives each service a slug that nobody has, and under which its objects get names that are free on the gateway. */
class Slugs {
  private readonly used = new Set<string>();
  private readonly inUse: ReadonlySet<string>;

  constructor(
    namesInUse: string[],
    private readonly facts: CatalogueFacts,
  ) {
    // Ours are called `<slug>.<version>`.
    this.inUse = new Set(
      namesInUse.flatMap((name) => (name.includes('.') ? [name.slice(0, name.lastIndexOf('.'))] : [])),
    );
  }

  choose(serviceId: string, service: AdoptableService): string {
    const given = this.facts.ownSlugs.get(serviceId);
    if (given !== undefined) return given;
    const base = slugFromTitle(titleOf(service)) ?? slugFromTitle(service.basePath) ?? 'adopted';
    let slug = base;
    for (let number = 2; this.isTaken(slug); number += 1) slug = withNumber(base, number);
    this.used.add(slug);
    return slug;
  }

  private isTaken(slug: string): boolean {
    return this.used.has(slug) || this.facts.slugs.has(slug) || this.inUse.has(slug);
  }
}

function withNumber(slug: string, number: number): string {
  return `${slug.slice(0, MAX_SLUG_LENGTH - 6).replace(/-$/, '')}-${number}`;
}

/** What it is called on the gateway, without the version; by its path where it has no name. */
function titleOf({ foundAs, basePath }: AdoptableService): string {
  const stem = VERSIONED_PATH.exec(basePath)?.groups?.stem ?? basePath;
  const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(foundAs);
  const name = isId ? stem.replaceAll('/', ' ').trim() : foundAs.replace(/[-_. ]?v\d+$/i, '');
  return (name || foundAs).slice(0, MAX_NAME_LENGTH);
}
