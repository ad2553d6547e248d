import type { SyncStatusDto, VersionDto } from '#contract';
import type { SpecRevisionRow, SpecSummaryRow } from './version-detail.store.js';
import type { VersionRow } from './version.store.js';

export interface VersionSurroundings {
  serviceSlug: string;
  /** Sees upstream and gateways. */
  insider: boolean;
  editable: boolean;
  spec: SpecSummaryRow | null;
  revisions: SpecRevisionRow[];
  /** Since when another document waits; only insiders learn of it. */
  proposedAt: Date | null;
  /** The version to move to. */
  successor: string | null;
  /** The addresses of the gateways that it is deployed to. */
  proxyUrls: string[];
  deployments: SyncStatusDto[];
}

export function toVersionDto(row: VersionRow, around: VersionSurroundings): VersionDto {
  const { id, name, state, basePath, hosts, retiresAtSunset, revision } = row;
  const { serviceSlug, insider, editable, spec, successor, proxyUrls } = around;
  const isRetired = state === 'retired';
  return {
    id,
    serviceSlug,
    name,
    state,
    basePath,
    hosts,
    upstreamUrl: insider ? row.upstreamUrl : null,
    callUrls: isRetired ? [] : callUrlsOf(proxyUrls, basePath),
    spec,
    revisions: around.revisions.map(({ number, specHash, fileName, createdAt }) => {
      return { number, hash: specHash, fileName, createdAt: createdAt.toISOString() };
    }),
    proposedAt: around.proposedAt?.toISOString() ?? null,
    deployments: insider ? around.deployments : [],
    publishedAt: row.publishedAt?.toISOString() ?? null,
    deprecatesAt: row.deprecatesAt?.toISOString() ?? null,
    deprecatedAt: row.deprecatedAt?.toISOString() ?? null,
    sunsetAt: row.sunsetAt?.toISOString() ?? null,
    retiresAtSunset,
    successor,
    answersGone: isRetired && proxyUrls.length > 0,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    revision,
    editable,
  };
}

/** Where a version is called on these gateways. */
export function callUrlsOf(proxyUrls: readonly string[], basePath: string): string[] {
  return proxyUrls.map((proxyUrl) => proxyUrl.replace(/\/+$/, '') + basePath);
}
