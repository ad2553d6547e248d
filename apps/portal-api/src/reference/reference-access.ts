import { Injectable } from '@nestjs/common';
import { type ReferencePlaceDto, VERSION_NAME } from '#contract';
import { describeLimits, may, notFound } from '#domain';
import type { Caller } from '../auth/caller.js';
import { KEY_HEADER } from '../credentials/key-header.js';
import { limitsOf } from '../plans/plan-dto.js';
import { isSlug, requireVisible, type VisibleService } from '../services/service-access.js';
import { viewerOf } from '../services/viewer.js';
import type { RevisionOfVersion } from '../specs/operation.store.js';
import { callUrlsOf } from '../versions/version-dto.js';
import { type PlaceRow, ReferencePlaceStore, type PlaceVersionRow } from './reference-place.store.js';

/** A version whose reference somebody may read. */
export interface ReferenceRoot {
  place: ReferencePlaceDto;
  /** The document in force. */
  at: RevisionOfVersion;
  specHash: string;
  basePath: string;
}

/** The one way to a reference: who may not see the service or the version cannot tell it from one that is not there. */
@Injectable()
export class ReferenceAccess {
  constructor(private readonly store: ReferencePlaceStore) {}

  /** The place, also of a version that has no document yet. */
  async place(caller: Caller, slug: string, name: string): Promise<{ place: ReferencePlaceDto; versionId: string }> {
    const isName = VERSION_NAME.test(name);
    const { teamIds } = viewerOf(caller.actor);
    const row = isSlug(slug) ? await this.store.find(slug, isName ? name : '', teamIds) : null;
    const service = requireVisible(caller.actor, row);
    const { version } = service;
    if (version === null || (version.state === 'draft' && !service.insider)) throw notFound('version');
    return { place: toPlace(caller, service, version), versionId: version.id };
  }

  /** What pages of operations and components are read from. */
  async root(caller: Caller, slug: string, name: string): Promise<ReferenceRoot> {
    const { place, versionId } = await this.place(caller, slug, name);
    const { specHash, specRevision, basePath } = place.version;
    if (specHash === null) throw notFound('document');
    return { place, at: { versionId, revision: specRevision }, specHash, basePath };
  }
}

function toPlace({ actor }: Caller, row: PlaceRow & VisibleService, version: PlaceVersionRow): ReferencePlaceDto {
  const { slug, name, summary, visibility, exposure, ownerName, ownerTeamId, insider } = row;
  const editable = may(actor, 'service.update', { teamId: ownerTeamId });
  const gateways = version.state === 'retired' ? [] : row.gateways;
  const urls = callUrlsOf(
    gateways.map(({ proxyUrl }) => proxyUrl),
    version.basePath,
  );
  return {
    service: { slug, name, summary, visibility, exposure, ownerName, editable },
    version: {
      name: version.name,
      state: version.state,
      basePath: version.basePath,
      hosts: version.hosts,
      callUrls: gateways.map(({ environment, environmentName }, nth) => {
        return { environment, environmentName, url: urls[nth]! };
      }),
      publishedAt: iso(version.publishedAt),
      deprecatesAt: iso(version.deprecatesAt),
      deprecatedAt: iso(version.deprecatedAt),
      sunsetAt: iso(version.sunsetAt),
      retiredAt: iso(version.retiredAt),
      successor: version.successor,
      specRevision: version.specRevision,
      specHash: version.specHash,
      openapi: version.openapi,
    },
    versions: row.versions
      .filter(({ state }) => state !== 'draft' || insider)
      .map(({ sunsetAt, ...choice }) => ({ ...choice, sunsetAt: iso(sunsetAt) })),
    subscriptions: row.subscriptions.map(({ applicationId, applicationName, planSlug, planName, ...columns }) => {
      const limits = limitsOf(columns);
      const plan = { slug: planSlug, name: planName, limits, limitsText: describeLimits(limits) };
      return { applicationId, applicationName, plan };
    }),
    auth: { in: 'header', name: KEY_HEADER },
  };
}

/** A date of PostgreSQL's JSON in the one spelling of ours. */
function iso(text: string | null): string | null {
  return text === null ? null : new Date(text).toISOString();
}
