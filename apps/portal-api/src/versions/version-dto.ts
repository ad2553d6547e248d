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
  callUrls: string[];
  deployments: SyncStatusDto[];
}

export function toVersionDto(row: VersionRow, around: VersionSurroundings): VersionDto {
  const { id, name, state, basePath, hosts, revision } = row;
  const { serviceSlug, insider, editable, spec, callUrls } = around;
  return {
    id,
    serviceSlug,
    name,
    state,
    basePath,
    hosts,
    upstreamUrl: insider ? row.upstreamUrl : null,
    callUrls,
    spec,
    revisions: around.revisions.map(({ number, specHash, fileName, createdAt }) => {
      return { number, hash: specHash, fileName, createdAt: createdAt.toISOString() };
    }),
    deployments: insider ? around.deployments : [],
    publishedAt: row.publishedAt?.toISOString() ?? null,
    deprecatedAt: row.deprecatedAt?.toISOString() ?? null,
    sunsetAt: row.sunsetAt?.toISOString() ?? null,
    retiredAt: row.retiredAt?.toISOString() ?? null,
    revision,
    editable,
  };
}

/** Where a version is called on these gateways. */
export function callUrlsOf(proxyUrls: readonly string[], basePath: string): string[] {
  return proxyUrls.map((proxyUrl) => proxyUrl.replace(/\/+$/, '') + basePath);
}
