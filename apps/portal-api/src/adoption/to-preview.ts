import type { AdoptedApplicationDto, AdoptedServiceDto } from '#contract';
import { describeLimits } from '#domain';
import { harmlessText, type NotAdopted } from '#gateway';
import type { AdoptionPlan, PlannedApplication, PlannedPlan, PlannedService } from './adoption-plan.js';
import type { StoredPreview } from './adoption.store.js';

/** So many of each list are named; the totals count all. */
const SHOWN = 500;

/** The longest name and sentence of them, in characters: what a gateway says may stand in both. */
const NAME_LENGTH = 200;
const SENTENCE_LENGTH = 500;

export function toPreview({ services, applications, notAdopted }: AdoptionPlan): StoredPreview {
  const found = services.flatMap((service) => service.versions.map((version) => ({ service, version })));
  return {
    shown: {
      services: found.slice(0, SHOWN).map(({ service, version }) => toAdoptedService(service, version)),
      servicesTotal: found.length,
      applications: applications.slice(0, SHOWN).map(toAdoptedApplication),
      applicationsTotal: applications.length,
      keysTotal: applications.reduce((sum, { credentials }) => sum + credentials.length, 0),
      notAdopted: notAdopted.slice(0, SHOWN).map(toNotAdopted),
      notAdoptedTotal: notAdopted.length,
    },
    serviceKeys: found.map(({ version }) => version.key),
    warnedKeys: found.filter(({ version }) => version.warnings.length > 0).map(({ version }) => version.key),
  };
}

function toAdoptedService(service: PlannedService, version: PlannedService['versions'][number]): AdoptedServiceDto {
  const { key, foundAs, name, basePath, hosts, upstreamUrl, warnings } = version;
  const { slug, plans, subscriptions } = service;
  return {
    key,
    foundAs,
    slug,
    version: name,
    basePath,
    hosts,
    upstreamUrl,
    plans: plans.map(inWords),
    subscriptions,
    warnings: warnings.map((warning) => harmlessText(warning, SENTENCE_LENGTH)),
  };
}

function toNotAdopted({ kind, name, reason }: NotAdopted): NotAdopted {
  return { kind, name: harmlessText(name, NAME_LENGTH), reason: harmlessText(reason, SENTENCE_LENGTH) };
}

/** A plan without limits is no terms at all, so nobody new gets it. */
function inWords({ limits }: PlannedPlan): string {
  return Object.keys(limits).length > 0 ? describeLimits(limits) : 'unlimited, closed to new subscriptions';
}

function toAdoptedApplication(application: PlannedApplication): AdoptedApplicationDto {
  const { key, foundAs, name, credentials, subscriptions } = application;
  return { key, foundAs, name, keys: credentials.length, services: subscriptions.map(({ slug }) => slug) };
}
