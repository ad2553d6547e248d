import { isLive, type PlanLimits, type VersionState } from '#domain';
import type { DesiredApplication, DesiredGateway, DesiredScope, DesiredVersion } from '#gateway';

/** The version of a scope as the database has it, together with whether this gateway should serve it. */
export interface VersionRow {
  versionId: string;
  serviceId: string;
  serviceSlug: string;
  versionName: string;
  state: VersionState;
  upstreamUrl: string | null;
  basePath: string;
  hosts: string[];
  deployed: boolean;
}

/** The application of a scope with what counts on one gateway: only active subscriptions, only good credentials. */
export interface ApplicationRow {
  applicationId: string;
  label: string;
  archived: boolean;
  subscriptions: { serviceId: string; serviceSlug: string; versionIds: string[]; limits: NullableLimits }[];
  credentials: { credentialId: string; sha1: string; sha256: string }[];
}

export type NullableLimits = { [window in keyof PlanLimits]: number | null };

/** What this gateway should serve of a version; nothing for a draft, a retired one or one that is not deployed to it. */
export function desiredVersion(scope: `version:${string}`, row: VersionRow | null): DesiredScope {
  if (row === null || !row.deployed || !isLive(row.state) || row.upstreamUrl === null) return { scope, absent: true };
  const { versionId, serviceId, serviceSlug, versionName, upstreamUrl, basePath, hosts } = row;
  return {
    scope,
    versionId,
    serviceId,
    serviceSlug,
    versionName,
    upstreamUrl,
    basePath,
    hosts,
    stripBasePath: true,
  } satisfies DesiredVersion;
}

/** What this gateway should know of an application; nothing while it has no key that could call. */
export function desiredApplication(scope: `application:${string}`, row: ApplicationRow | null): DesiredScope {
  if (row === null || row.archived || row.credentials.length === 0) return { scope, absent: true };
  return {
    scope,
    applicationId: row.applicationId,
    label: row.label,
    subscriptions: row.subscriptions.map(({ serviceId, serviceSlug, versionIds, limits }) => ({
      serviceId,
      serviceSlug,
      versions: versionIds.map((versionId) => ({ versionId })),
      limits: withoutNulls(limits),
    })),
    credentials: row.credentials.map(({ credentialId, sha1, sha256 }) => ({ credentialId, digests: { sha1, sha256 } })),
  } satisfies DesiredApplication;
}

/** The gateway as a whole reports every call to us, and answers our probes. */
export function desiredGateway(ingestUrl: string, ingestToken: string, probeToken: string): DesiredGateway {
  return {
    scope: 'gateway',
    usageLog: { url: ingestUrl, headers: { authorization: `Bearer ${ingestToken}` } },
    probe: { token: probeToken },
  };
}

function withoutNulls(limits: NullableLimits): PlanLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== null)) as PlanLimits;
}
