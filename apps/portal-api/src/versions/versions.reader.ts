import { Injectable } from '@nestjs/common';
import type { VersionDto } from '#contract';
import { may } from '#domain';
import type { Caller } from '../auth/caller.js';
import { SyncStatusStore } from '../gateway-sync/sync-status.store.js';
import { seesGatewayWords, toSyncStatus } from '../gateway-sync/to-sync-status.js';
import { VersionAccess } from './version-access.js';
import { toVersionDto } from './version-dto.js';
import { type SpecRevisionRow, VersionDetailStore } from './version-detail.store.js';

@Injectable()
export class VersionsReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly details: VersionDetailStore,
    private readonly syncStatus: SyncStatusStore,
  ) {}

  async read(caller: Caller, slug: string, name: string): Promise<VersionDto> {
    const { service, version } = await this.access.visible(caller, slug, name);
    const [spec, revisions, proposedAt, successor, proxyUrls, statuses] = await Promise.all([
      version.specHash === null ? null : this.details.spec(version.specHash),
      this.details.revisions(version.id),
      service.insider ? this.details.proposedAt(version.id) : null,
      version.successorId === null ? null : this.details.nameOf(version.successorId),
      this.details.proxyUrls(version.id),
      service.insider ? this.syncStatus.ofScopes([`version:${version.id}`]) : [],
    ]);
    const seesWords = seesGatewayWords(caller.actor, { teamId: service.ownerTeamId });
    return toVersionDto(version, {
      serviceSlug: service.slug,
      insider: service.insider,
      editable: may(caller.actor, 'version.update', { teamId: service.ownerTeamId }),
      spec,
      revisions: service.insider ? revisions : offeredOf(revisions, version.publishedAt),
      proposedAt,
      successor,
      proxyUrls,
      deployments: statuses.map((status) => toSyncStatus(status, seesWords)),
    });
  }
}

/** Without those, of the newest first, that gave way to another one while the version was a draft. */
function offeredOf(revisions: SpecRevisionRow[], publishedAt: Date | null): SpecRevisionRow[] {
  return revisions.filter((_, at) => {
    const next = revisions[at - 1];
    return next === undefined || (publishedAt !== null && next.createdAt > publishedAt);
  });
}
