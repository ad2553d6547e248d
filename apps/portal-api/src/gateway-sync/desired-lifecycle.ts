import { isLive, type VersionState } from '#domain';
import type { DesiredVersion } from '#gateway';
import { versionPage } from './version-page.js';

/** What the database knows of the later life of a version, seen from one gateway. */
export interface LifecycleRow {
  state: VersionState;
  serviceSlug: string;
  versionName: string;
  deprecatedAt: Date | null;
  sunsetAt: Date | null;
  retiredAt: Date | null;
  successor: { versionName: string; state: VersionState; basePath: string; deployed: boolean } | null;
  /** where the gateway is called */
  proxyUrl: string;
  /** the one that is under way */
  brownout: { sharePercent: number; endsAtMs: number } | null;
}

type LaterLife = Pick<DesiredVersion, 'lifecycle' | 'gone' | 'brownout'>;

/** What a gateway says and does about a version that is on its way out, or gone. Nothing for one that is published. */
export function laterLife(row: LifecycleRow, portalUrl: string): LaterLife {
  const { state, deprecatedAt } = row;
  if (state !== 'deprecated' && state !== 'retired') return {};
  const successor = successorOf(row, portalUrl);
  return {
    ...(deprecatedAt === null ? {} : { lifecycle: lifecycleOf({ ...row, deprecatedAt }, portalUrl, successor) }),
    ...(state === 'retired'
      ? { gone: { problem: goneProblem(row, portalUrl, successor) } }
      : brownoutOf(row, portalUrl)),
  };
}

interface Successor {
  version: string;
  href: string;
}

/** Where it is called on this gateway; its page where it is not. */
function successorOf({ successor, serviceSlug, proxyUrl }: LifecycleRow, portalUrl: string): Successor | null {
  if (successor === null) return null;
  const { versionName, state, basePath, deployed } = successor;
  const isCalledHere = deployed && isLive(state);
  const href = isCalledHere
    ? proxyUrl.replace(/\/+$/, '') + basePath
    : versionPage(portalUrl, serviceSlug, versionName);
  return { version: versionName, href };
}

function lifecycleOf(
  { deprecatedAt, sunsetAt, serviceSlug, versionName }: LifecycleRow & { deprecatedAt: Date },
  portalUrl: string,
  successor: Successor | null,
): DesiredVersion['lifecycle'] {
  const page = versionPage(portalUrl, serviceSlug, versionName);
  return {
    deprecatedAt: deprecatedAt.toISOString(),
    ...(sunsetAt === null ? {} : { sunsetAt: sunsetAt.toISOString() }),
    links: [
      { rel: 'deprecation', href: page },
      ...(sunsetAt === null ? [] : [{ rel: 'sunset' as const, href: page }]),
      ...(successor === null ? [] : [{ rel: 'successor-version' as const, href: successor.href }]),
    ],
  };
}

function goneProblem(
  { serviceSlug, versionName, retiredAt }: LifecycleRow,
  portalUrl: string,
  successor: Successor | null,
): NonNullable<DesiredVersion['gone']>['problem'] {
  const since = retiredAt === null ? '' : ` on ${dayOf(retiredAt)}`;
  return {
    type: 'urn:gatehouse:problem:version.retired',
    title: 'Gone',
    status: 410,
    detail: `${serviceSlug} ${versionName} was retired${since}.${advice(successor)}`,
    page: versionPage(portalUrl, serviceSlug, versionName),
    ...(successor === null ? {} : { successor }),
  };
}

function brownoutOf(row: LifecycleRow, portalUrl: string): Pick<DesiredVersion, 'brownout'> {
  const { brownout, serviceSlug, versionName, sunsetAt } = row;
  if (brownout === null) return {};
  const { sharePercent } = brownout;
  const endsAt = new Date(brownout.endsAtMs).toISOString();
  const successor = successorOf(row, portalUrl);
  const ends = sunsetAt === null ? 'ends' : `ends on ${dayOf(sunsetAt)}`;
  const problem = {
    type: 'urn:gatehouse:problem:version.brownout',
    title: 'Service Unavailable',
    status: 503,
    detail: `${serviceSlug} ${versionName} ${ends}. Until ${endsAt} some calls to it are refused as a warning.${advice(successor)}`,
    page: versionPage(portalUrl, serviceSlug, versionName),
    ...(successor === null ? {} : { successor }),
  };
  return { brownout: { sharePercent, endsAt, problem } };
}

/** In UTC, as machines and people read it alike. */
function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function advice(successor: Successor | null): string {
  return successor === null ? '' : ` Move to ${successor.version}: ${successor.href}`;
}
