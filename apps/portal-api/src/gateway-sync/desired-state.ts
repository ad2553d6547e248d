import { isLive, type PlanLimits } from '#domain';
import type {
  DesiredApplication,
  DesiredGateway,
  DesiredScope,
  DesiredVersion,
  DesiredWatermark,
  OwnedRef,
} from '#gateway';
import { laterLife, type LifecycleRow } from './desired-lifecycle.js';

/** The version of a scope as the database has it, together with whether this gateway should serve it. */
export interface VersionRow extends LifecycleRow {
  versionId: string;
  serviceId: string;
  upstreamUrl: string | null;
  basePath: string;
  hosts: string[];
  deployed: boolean;
  /** it belongs on this gateway without anybody having chosen it */
  everywhere: boolean;
}

/** The application of a scope with what counts on one gateway: only active subscriptions, only good credentials. */
export interface ApplicationRow {
  applicationId: string;
  label: string;
  archived: boolean;
  subscriptions: { serviceId: string; serviceSlug: string; versionIds: string[]; limits: NullableLimits }[];
  credentials: { credentialId: string; sha1: string; sha256: string }[];
  unwanted: OwnedRef[];
}

export type NullableLimits = { [window in keyof PlanLimits]: number | null };

/**
 * What this gateway should serve of a version, or answer in its place once it is retired; nothing for a draft or for one
 * that is not deployed to it.
 */
export function desiredVersion(
  scope: `version:${string}`,
  row: VersionRow | undefined,
  portalUrl: string,
): DesiredScope {
  if (row === undefined || !row.deployed || row.state === 'draft' || row.upstreamUrl === null)
    return { scope, absent: true };
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
    ...laterLife(row, portalUrl),
  } satisfies DesiredVersion;
}

/** What this gateway should know of an application; nothing while it has no key that could call. */
export function desiredApplication(scope: `application:${string}`, row: ApplicationRow | undefined): DesiredScope {
  if (row === undefined) return { scope, absent: true };
  const { unwanted } = row;
  if (row.archived || row.credentials.length === 0) return { scope, absent: true, unwanted };
  return {
    scope,
    unwanted,
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

/** What is written last, under a number that says after what. */
export function desiredWatermark(number: number, probeToken: string): DesiredWatermark {
  return { scope: 'watermark', number, probe: { token: probeToken } };
}

/**
 * A version as if it were to be served with all that may come in its life, when it is known that it may be off a gateway:
 * objects of it that go are meant to.
 * Nothing for one that should be there and has lost its deployment.
 */
export function knownVersion(scope: `version:${string}`, row: VersionRow | undefined): DesiredScope {
  if (row === undefined || (isLive(row.state) && row.everywhere && !row.deployed)) return { scope, absent: true };
  const upstreamUrl = row.upstreamUrl ?? 'http://127.0.0.1';
  const life = { deprecatedAt: new Date(0), brownout: { sharePercent: 1, endsAtMs: 0 } };
  return desiredVersion(
    scope,
    { ...row, ...life, upstreamUrl, deployed: true, state: 'deprecated' },
    'http://127.0.0.1',
  );
}

/** An application with all that it ever had, under limits of every kind: objects of it that go are meant to. */
export function knownApplication(scope: `application:${string}`, row: ApplicationRow | undefined): DesiredScope {
  if (row === undefined) return { scope, absent: true };
  const limits = { second: 1, minute: 1, hour: 1, day: 1, month: 1 };
  const credentials = row.credentials.length > 0 ? row.credentials : [{ credentialId: '', sha1: '', sha256: '' }];
  const subscriptions = row.subscriptions.map((subscription) => ({ ...subscription, limits }));
  return desiredApplication(scope, { ...row, archived: false, subscriptions, credentials });
}

function withoutNulls(limits: NullableLimits): PlanLimits {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== null)) as PlanLimits;
}
