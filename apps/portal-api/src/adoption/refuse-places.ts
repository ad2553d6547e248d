import { Fault } from '#domain';
import type { AdoptableService } from '#gateway';
import { parseBasePath, pathAndParents } from '../versions/base-path.js';
import { parseHosts } from '../versions/hosts.js';
import { parseUpstreamUrl } from '../versions/upstream-url.js';
import type { CatalogueFacts } from './adoption-plan.js';

/** As much as a person may type for a version. */
const MAX_HOSTS = 20;
const MAX_UPSTREAM_LENGTH = 2_000;

type Place = CatalogueFacts['places'][number];

/** Why services cannot be served where they are found: the catalogue cannot say the address, or somebody is there. */
export function refusePlaces(services: readonly AdoptableService[], taken: readonly Place[]): Map<string, string> {
  const refusals = new Map<string, string>();
  const places = new PlaceIndex(taken);
  // Of two that lie within each other the upper one comes first; the other one stays on the gateway and wins there.
  for (const service of [...services].sort((a, b) => a.basePath.length - b.basePath.length)) {
    const reason = whyUnspeakable(service) ?? places.whyTaken(service.basePath, service.hosts);
    if (reason !== null) refusals.set(service.key, reason);
    else places.add({ basePath: service.basePath, hosts: service.hosts, service: service.foundAs });
  }
  return refusals;
}

function whyUnspeakable({ basePath, hosts, upstreamUrl }: AdoptableService): string | null {
  if (basePath === '') return 'It takes every path of its hosts. A version is served below a path of its own.';
  if (hosts.length > MAX_HOSTS)
    return `It has more than ${MAX_HOSTS} hosts. A version is served at ${MAX_HOSTS} at most.`;
  if (upstreamUrl.length > MAX_UPSTREAM_LENGTH) return 'The address of its upstream is too long.';
  try {
    const spoken = [parseBasePath(basePath), parseUpstreamUrl(upstreamUrl), ...parseHosts(hosts)];
    // A spelling that we would change would lead calls elsewhere. The order of hosts and their case mean nothing.
    if (spoken[0] !== basePath) return `Its path ${basePath} cannot be written as a base path.`;
    return null;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return `Its address cannot be kept. ${error.message}`;
  }
}

/** Finds who is at a path, above it or below it. */
class PlaceIndex {
  private readonly at = new Map<string, Place[]>();
  private readonly below = new Map<string, Place[]>();

  constructor(places: readonly Place[]) {
    for (const place of places) this.add(place);
  }

  add(place: Place): void {
    push(this.at, place.basePath, place);
    for (const path of pathAndParents(place.basePath).slice(1)) push(this.below, path, place);
  }

  whyTaken(basePath: string, hosts: string[]): string | null {
    const near = [
      ...pathAndParents(basePath).flatMap((path) => this.at.get(path) ?? []),
      ...(this.below.get(basePath) ?? []),
    ];
    const other = near.find((place) => meet(place.hosts, hosts));
    return other === undefined ? null : `${other.basePath} is served by ${other.service}, and this is at ${basePath}.`;
  }
}

/** Without hosts it is on all of them. */
function meet(these: string[], those: string[]): boolean {
  return these.length === 0 || those.length === 0 || these.some((host) => those.includes(host));
}

function push(lists: Map<string, Place[]>, key: string, place: Place): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [place]);
  else list.push(place);
}
