import type { IncomingHttpHeaders } from 'node:http';
import type { Entity } from './entity-schemas.js';

/** The part of a request that routes look at. `host` has no port and is in lower case. */
export interface Routable {
  method: string;
  host: string;
  path: string;
  headers: IncomingHttpHeaders;
}

export interface RouteMatch {
  route: Entity;
  /** The piece of the path that the route's own path covered: what `strip_path` cuts off. */
  matchedPath: string;
}

/** One path of one route (or its absence), ready to be compared with requests. */
interface Candidate {
  route: Entity;
  prefix: string;
  regex?: RegExp;
  methods?: Set<string>;
  hosts?: string[];
  headers: [string, Set<string>][];
  /** What decides between two candidates that match; compared from left to right, the larger wins. */
  weight: number[];
}

/**
 * Finds the route of a request with Kong's priorities: the more kinds of criteria a route has the earlier it is tried,
 * then more headers, plain hosts before wildcards, regular expressions by their priority before prefixes, longer paths
 * before shorter ones. Prefixes are found by their text, so the cost does not grow with the number of routes.
 */
export class RouteIndex {
  private readonly byPrefix = new Map<string, Candidate[]>();
  private readonly prefixLengths: number[];
  private readonly byRegex: Candidate[] = [];

  constructor(routes: Iterable<Entity>) {
    const candidates = Array.from(routes).filter(servesHttp).flatMap(candidatesOf).sort(byWeight);
    for (const candidate of candidates) {
      const alike = candidate.regex ? this.byRegex : (this.byPrefix.get(candidate.prefix) ?? []);
      alike.push(candidate);
      if (!candidate.regex) this.byPrefix.set(candidate.prefix, alike);
    }
    this.prefixLengths = [...new Set(Array.from(this.byPrefix.keys(), (prefix) => prefix.length))];
  }

  match(request: Routable): RouteMatch | undefined {
    let best = this.byRegex.find((candidate) => candidate.regex?.test(request.path) && meets(candidate, request));
    for (const length of this.prefixLengths) {
      if (length > request.path.length) continue;
      const candidates = this.byPrefix.get(request.path.slice(0, length));
      const found = candidates?.find((candidate) => meets(candidate, request));
      if (found && (!best || byWeight(found, best) < 0)) best = found;
    }
    if (!best) return undefined;
    return { route: best.route, matchedPath: best.regex?.exec(request.path)?.[0] ?? best.prefix };
  }
}

function servesHttp(route: Entity): boolean {
  return (route['protocols'] as string[]).includes('http');
}

function candidatesOf(route: Entity): Candidate[] {
  const [methods, hosts, headers] = [listOf(route, 'methods'), listOf(route, 'hosts'), route['headers'] ?? {}];
  const headerRules = Object.entries(headers as Record<string, string[]>).map(
    ([name, values]): [string, Set<string>] => [
      name.toLowerCase(),
      new Set(values.map((value) => value.toLowerCase())),
    ],
  );
  const paths = listOf(route, 'paths') ?? [''];
  const criteria = [methods, hosts, headerRules.length > 0 || undefined, route['paths'] ?? undefined];
  const hasPlainHosts = hosts?.every((host) => !host.includes('*')) ? 1 : 0;
  return paths.map((path) => {
    const regex = path.startsWith('~') ? new RegExp(`^(?:${path.slice(1).replace(/^\^/, '')})`) : undefined;
    const regexWeight = regex ? [1, route['regex_priority'] as number] : [0, 0];
    const weight = [criteria.filter((criterion) => criterion !== undefined).length, headerRules.length, hasPlainHosts];
    return {
      route,
      prefix: regex ? '' : path,
      regex,
      methods: methods && new Set(methods),
      hosts: hosts?.map((host) => host.toLowerCase()),
      headers: headerRules,
      weight: [...weight, ...regexWeight, path.length],
    };
  });
}

function listOf(route: Entity, field: string): string[] | undefined {
  const list = route[field] as string[] | null;
  return list && list.length > 0 ? list : undefined;
}

/** Routes that weigh the same are tried in the order of their ids. */
function byWeight(a: Candidate, b: Candidate): number {
  for (let at = 0; at < a.weight.length; at += 1) {
    const difference = (b.weight[at] as number) - (a.weight[at] as number);
    if (difference !== 0) return difference;
  }
  return a.route.id < b.route.id ? -1 : 1;
}

function meets(candidate: Candidate, request: Routable): boolean {
  if (candidate.methods && !candidate.methods.has(request.method)) return false;
  if (candidate.hosts && !candidate.hosts.some((pattern) => isHost(pattern, request.host))) return false;
  return candidate.headers.every(([name, values]) => {
    const given = request.headers[name];
    return given !== undefined && values.has(String(given).toLowerCase());
  });
}

function isHost(pattern: string, host: string): boolean {
  const name = pattern.replace(/:\d+$/, '');
  if (name.startsWith('*')) return host.endsWith(name.slice(1));
  if (name.endsWith('*')) return host.startsWith(name.slice(0, -1));
  return name === host;
}
