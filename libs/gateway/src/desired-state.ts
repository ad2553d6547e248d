import type { OwnedRef } from './remote-object.js';

/**
 * The unit of synchronisation on one gateway. Scopes are independent of each other: each is read, compared and pushed
 * on its own.
 */
export type ScopeName = 'gateway' | 'watermark' | `version:${string}` | `application:${string}`;

/**
 * What the gateway as a whole should do: report every call to us, and answer our probes. `headers` and `probe.token` are
 * secrets, so they are never logged.
 */
export interface DesiredGateway {
  scope: 'gateway';
  usageLog: { url: string; headers: Record<string, string> };
  /** What a probe presents, so that nobody else can ask which digests are let in. */
  probe: { token: string };
}

/** A number that is written after everything else and read back through each node: what was written before it is live. */
export interface DesiredWatermark {
  scope: 'watermark';
  number: number;
  probe: { token: string };
}

/** What the gateway says instead of the upstream: a problem document (RFC 9457), answered as application/problem+json. */
export interface DesiredProblem {
  type: string;
  title: string;
  status: number;
  detail: string;
  [extension: string]: unknown;
}

/** What every answer of a deprecated or retired version tells its callers, the gateway's own refusals included. */
export interface DesiredLifecycle {
  /** ISO 8601; sent as Deprecation (RFC 9745). */
  deprecatedAt: string;
  /** ISO 8601, not before `deprecatedAt`; sent as Sunset (RFC 8594). */
  sunsetAt?: string;
  /** Sent as Link (RFC 8288). Absolute URLs. */
  links: { rel: 'deprecation' | 'sunset' | 'successor-version'; href: string }[];
}

/** A share of the calls that is refused until a time, so that whoever still calls notices before the version is gone. */
export interface DesiredBrownout {
  /** Of a hundred calls, so many are refused: 1 to 100. */
  sharePercent: number;
  /** ISO 8601. The gateway stops by itself then, whether it hears from us or not; it is the Retry-After of the refusals. */
  endsAt: string;
  problem: DesiredProblem;
}

/** One version of a service as this gateway should serve it. */
export interface DesiredVersion {
  scope: `version:${string}`;
  versionId: string;
  serviceId: string;
  serviceSlug: string;
  versionName: string;
  /** Absolute http or https URL without query and fragment. */
  upstreamUrl: string;
  /** Starts with a slash and does not end with one: `/orders/v1`. */
  basePath: string;
  /** Host names that the version answers to; none means every host. */
  hosts: string[];
  /** Methods that reach the upstream; left out means all of them. */
  methods?: string[];
  /** Whether the base path is cut off before the call goes to the upstream. */
  stripBasePath: boolean;
  /** Of a version that is deprecated or retired. */
  lifecycle?: DesiredLifecycle;
  /** Of a retired version: everybody, with a key or without one, is answered so, and the upstream is not called. */
  gone?: { problem: DesiredProblem };
  /** While one lasts. */
  brownout?: DesiredBrownout;
}

/** Calendar windows and how many calls an application may make in each; a window left out is without limit. */
export interface DesiredLimits {
  second?: number;
  minute?: number;
  hour?: number;
  day?: number;
  month?: number;
}

/** One active subscription: access to every version of the service that this gateway serves, under the plan's limits. */
export interface DesiredSubscription {
  serviceId: string;
  serviceSlug: string;
  versions: { versionId: string }[];
  limits: DesiredLimits;
}

/** An API key by its digests (lower-case hex); the key itself is known to nobody but its holder. */
export interface DesiredCredential {
  credentialId: string;
  digests: { sha1: string; sha256: string };
}

/** What has to go besides what is ours and not wished any more. */
interface Unwanted {
  /** Objects of others that were taken over with the scope: what they let in has ended, and they would let it in still. */
  unwanted?: OwnedRef[];
}

/** One application as this gateway should know it: only active subscriptions and only valid credentials. */
export interface DesiredApplication extends Unwanted {
  scope: `application:${string}`;
  applicationId: string;
  /** A name for people who look at the gateway; nothing depends on it. */
  label: string;
  subscriptions: DesiredSubscription[];
  credentials: DesiredCredential[];
}

/** Nothing of this scope should be on the gateway. */
export interface DesiredAbsence extends Unwanted {
  scope: ScopeName;
  absent: true;
}

export type DesiredScope = DesiredGateway | DesiredWatermark | DesiredVersion | DesiredApplication | DesiredAbsence;
