import { isRecord } from './kong-fault.js';
import type { KongEntity } from './adopt-kong-read.js';

/** What Kong uses where nothing is said. Ours say nothing of these. */
const DEFAULTS = { retries: 5, timeoutMs: 60_000 };

export interface ReadRoute {
  basePath: string;
  hosts: string[];
  upstreamUrl: string;
  protocols: string[];
  warnings: string[];
}

/**
 * Where a route and its service send which calls, if a version of ours would send them the same way. `reason` says why
 * it would not.
 *
 * A version's path is always cut off before the call goes on. A route that leaves it on is expressed by an upstream whose
 * address ends in the same path: cut off in front, put back behind.
 */
export function readRoute(route: KongEntity, service: KongEntity, upstreams: ReadonlySet<string>): ReadRoute | string {
  const reason = whyService(service) ?? whyRoute(route);
  if (reason !== null) return reason;
  const path = pathOf(route);
  const basePath = path.replace(/\/$/, '');
  const strips = route.strip_path !== false;
  const protocols = texts(route.protocols);
  return {
    basePath,
    hosts: texts(route.hosts)
      .map((host) => host.toLowerCase())
      .sort(),
    upstreamUrl: upstreamUrlOf(service) + (strips ? '' : basePath),
    protocols,
    warnings: [
      ...warnService(service, upstreams),
      ...(strips || basePath === ''
        ? []
        : [`Calls to paths that only begin alike, such as ${basePath}-x, would reach another path of the upstream.`]),
      ...(path === basePath || basePath === ''
        ? []
        : [`Calls to ${basePath}, without a slash at the end, get in too.`]),
      ...(protocols.length === 1 ? [`It is reached over http and https, and not over ${protocols[0]} alone.`] : []),
    ],
  };
}

function whyRoute(route: KongEntity): string | null {
  const paths = texts(route.paths);
  if (set(route.expression)) return 'Its route is an expression.';
  if (paths.length > 1) return 'It has several paths. A version is served at one.';
  if (paths[0]?.startsWith('~')) return 'Its path is a regular expression.';
  if (set(route.methods)) return 'It takes only some methods. A version takes all of them.';
  if (set(route.headers)) return 'It is chosen by a header of the call.';
  for (const field of ['snis', 'sources', 'destinations'])
    if (set(route[field])) return `It is chosen by ${field} and not only by path and host.`;
  if (texts(route.protocols).some((protocol) => protocol !== 'http' && protocol !== 'https'))
    return 'It is for something other than http and https.';
  if (route.preserve_host === true) return 'It passes the Host header of the call on to the upstream.';
  if (route.path_handling === 'v1') return 'It joins paths in the way of path_handling v1.';
  if (route.request_buffering === false || route.response_buffering === false) return 'It passes bodies on unbuffered.';
  return null;
}

/** How many routes are for each pair of a path and a host, whatever else they ask of a call. */
export function claimsOf(routes: KongEntity[]): Map<string, number> {
  const claims = new Map<string, number>();
  for (const claim of routes.flatMap(claimsOfRoute)) claims.set(claim, (claims.get(claim) ?? 0) + 1);
  return claims;
}

/** Of two routes alike Kong takes the older one. Without it the other one would have its calls, before ours. */
export function whyTwin(route: KongEntity, claims: ReadonlyMap<string, number>): string | null {
  const isShared = claimsOfRoute(route).some((claim) => (claims.get(claim) ?? 0) > 1);
  return isShared ? 'Another route on this gateway is for the same path.' : null;
}

/** A route that looks at more than path and host comes before those that do not, so it takes nothing from them. */
function claimsOfRoute(route: KongEntity): string[] {
  const asksMore = ['methods', 'headers', 'snis', 'sources', 'destinations'].some((field) => set(route[field]));
  if (asksMore) return [];
  const paths = set(route.paths) ? texts(route.paths) : ['/'];
  const hosts = set(route.hosts) ? texts(route.hosts) : [''];
  const pairs = paths.flatMap((path) =>
    hosts.map((host) => JSON.stringify([path.replace(/\/$/, ''), host.toLowerCase()])),
  );
  return [...new Set(pairs)];
}

function whyService(service: KongEntity): string | null {
  if (service.enabled === false) return 'Its service is switched off.';
  if (service.protocol !== 'http' && service.protocol !== 'https') return 'Its upstream speaks neither http nor https.';
  for (const field of ['client_certificate', 'ca_certificates', 'tls_sans'])
    if (set(service[field])) return `Its service has certificates of its own (${field}).`;
  if (typeof service.tls_verify === 'boolean') return 'Its service says by itself whether certificates are checked.';
  const long = timeouts(service).find(([, ms]) => ms > DEFAULTS.timeoutMs);
  return long ? `Its ${long[0]} is ${long[1]} ms. A version waits ${DEFAULTS.timeoutMs} ms.` : null;
}

function warnService(service: KongEntity, upstreams: ReadonlySet<string>): string[] {
  const short = timeouts(service).filter(([, ms]) => ms < DEFAULTS.timeoutMs);
  const { retries = DEFAULTS.retries } = service;
  return [
    ...short.map(([field, ms]) => `Its ${field} becomes ${DEFAULTS.timeoutMs} ms; it is ${ms} ms today.`),
    ...(retries === DEFAULTS.retries
      ? []
      : [
          `Calls that do not reach the upstream are tried again ${DEFAULTS.retries} times; ${String(retries)} times today.`,
        ]),
    ...(upstreams.has(String(service.host))
      ? [`It goes on using the upstream ${String(service.host)} of the gateway, which must be kept there.`]
      : []),
  ];
}

function timeouts(service: KongEntity): [string, number][] {
  return ['connect_timeout', 'read_timeout', 'write_timeout'].flatMap((field): [string, number][] => {
    const ms = service[field];
    return typeof ms === 'number' ? [[field, ms]] : [];
  });
}

/** A route without a path takes every path of its hosts. */
function pathOf(route: KongEntity): string {
  return texts(route.paths)[0] ?? '/';
}

function upstreamUrlOf({ protocol, host, port, path }: KongEntity): string {
  const usual = protocol === 'https' ? 443 : 80;
  const authority = port === usual || typeof port !== 'number' ? String(host) : `${String(host)}:${port}`;
  return `${String(protocol)}://${authority}${typeof path === 'string' ? path.replace(/\/$/, '') : ''}`;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function set(value: unknown): boolean {
  if (isRecord(value)) return Object.keys(value).length > 0;
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);
}
