import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isMetadataAddress, isPublicAddress } from './address-ranges.js';
import { AllowedTargets } from './allowed-targets.js';
import { addressRefused, OutboundFault } from './outbound-fault.js';

/**
 * `public`: a user gave the address, so it leads nowhere but to the Internet and to what OUTBOUND_ALLOWED names.
 * `operator`: an admin registered it; it may be anywhere in the network, except where machines give away credentials.
 */
export type OutboundPolicy = 'public' | 'operator';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** Asks for all addresses of a host name. */
export type Resolve = (host: string) => Promise<ResolvedAddress[]>;

/** Services that are no HTTP but may take the lines of a request as their own commands. */
const OTHER_SERVICES: ReadonlySet<number> = new Set([
  21, 22, 23, 25, 53, 110, 119, 143, 389, 445, 465, 587, 636, 873, 993, 995, 1433, 1521, 1723, 1883, 2049, 2181, 3260,
  3306, 3389, 5060, 5061, 5432, 5433, 5672, 5900, 6000, 6379, 6380, 6666, 6667, 6697, 8883, 9042, 9092, 10050, 10051,
  11211, 27017, 27018, 27019,
]);

/** From here on nobody needs to be root to listen. */
const FIRST_UNPRIVILEGED_PORT = 1024;

/** A URL that may be called. What its host resolves to is checked when `lookup` is asked for it. */
export interface OutboundTarget {
  url: URL;
  /** For node:http: answers only with addresses that were checked, so that nothing else can be connected to. */
  lookup: LookupFunction;
}

/** Checks all of an address but what its host name resolves to. Throws OutboundFault. */
export function checkTarget(
  text: string,
  policy: OutboundPolicy,
  allowed: AllowedTargets,
  resolve: Resolve,
): OutboundTarget {
  if (!URL.canParse(text)) throw addressRefused('it is no URL. Write it like https://host/path.');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw addressRefused('only http:// and https:// are called.');
  if (url.username !== '' || url.password !== '')
    throw addressRefused('it holds a user or a password. Take them out of the address.');
  const port = url.port !== '' ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const isAllowedHost = policy === 'public' && allowed.hasHost(url.hostname, port);
  if (!isAllowedHost) requirePort(port, policy);
  const requireAddress = (address: string): void => {
    if (isMetadataAddress(address)) throw addressRefused('it leads to a link-local or metadata address.');
    if (policy === 'operator' || isAllowedHost || isPublicAddress(address) || allowed.hasAddress(address)) return;
    throw addressRefused(
      'it leads into a private or reserved network. An admin can allow it by the setting OUTBOUND_ALLOWED, as host:port.',
    );
  };
  // node:net asks no lookup for what is an address already; URL has brought every spelling of it into one.
  if (isIP(host) !== 0) requireAddress(host);
  return { url, lookup: lookupOf(resolve, requireAddress) };
}

const nothing = new AllowedTargets();

/** For what an admin registered, where somebody else's client does the calling. Throws OutboundFault; so does `lookup`. */
export function operatorTarget(text: string, resolve: Resolve = resolveBySystem): OutboundTarget {
  // OUTBOUND_ALLOWED opens nothing here: what it could name is open already.
  return checkTarget(text, 'operator', nothing, resolve);
}

function requirePort(port: number, policy: OutboundPolicy): void {
  const isWeb = port === 80 || port === 443;
  if (OTHER_SERVICES.has(port)) throw addressRefused(`port ${port} belongs to a service that is no HTTP.`);
  if (policy === 'public' && !isWeb && port < FIRST_UNPRIVILEGED_PORT)
    throw addressRefused(`port ${port} is not called. Use 80, 443 or one from ${FIRST_UNPRIVILEGED_PORT} on.`);
}

/** Asks once and checks every answer: a host that is half inside is not called at all. */
function lookupOf(resolve: Resolve, requireAddress: (address: string) => void): LookupFunction {
  return (host, options, callback) => {
    resolve(host).then(
      (addresses) => {
        try {
          for (const { address } of addresses) requireAddress(address);
          const [first] = addresses;
          if (first === undefined) throw new OutboundFault('outbound.unreachable', 'The host has no address.');
          if (options.all === true) callback(null, addresses);
          else callback(null, first.address, first.family);
        } catch (error) {
          callback(error as Error, '');
        }
      },
      (error: Error) => callback(error, ''),
    );
  };
}

/** What the machine knows about a host name: DNS and its own files. */
export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => (error === null ? resolve(addresses) : reject(error)));
  });
