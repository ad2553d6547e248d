import type { ServiceDto, ServiceSummaryDto, VersionSummaryDto } from '#contract';
import type { ListedVersionRow } from './catalogue.store.js';
import type { ServiceRow } from './service.store.js';

type SummaryRow = Omit<ServiceRow, 'description' | 'revision' | 'createdAt' | 'updatedAt'>;

export function toServiceSummary(
  row: SummaryRow,
  versions: readonly ListedVersionRow[],
  subscribed: boolean,
): ServiceSummaryDto {
  const { id, slug, name, summary, visibility, exposure } = row;
  const owner = { id: row.ownerTeamId, slug: row.ownerSlug, name: row.ownerName };
  return { id, slug, name, summary, visibility, exposure, owner, versions: versions.map(toVersionSummary), subscribed };
}

export function toServiceDto(
  row: ServiceRow,
  versions: readonly ListedVersionRow[],
  { subscribed, editable }: { subscribed: boolean; editable: boolean },
): ServiceDto {
  return {
    ...toServiceSummary(row, versions, subscribed),
    description: row.description,
    revision: row.revision,
    editable,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function toVersionSummary({ name, state, successor, ...dates }: ListedVersionRow): VersionSummaryDto {
  return {
    name,
    state,
    publishedAt: dates.publishedAt?.toISOString() ?? null,
    deprecatesAt: dates.deprecatesAt?.toISOString() ?? null,
    sunsetAt: dates.sunsetAt?.toISOString() ?? null,
    successor,
  };
}
