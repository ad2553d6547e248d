import { Injectable } from '@nestjs/common';
import type { UpdateVersionRequest, VersionDto } from '#contract';
import { Fault, isLive, notFound } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { requireRevision } from '../http/etag.js';
import { parseBasePath } from './base-path.js';
import { parseHosts } from './hosts.js';
import { RequireServable } from './require-servable.js';
import { parseUpstreamUrl } from './upstream-url.js';
import { VersionAccess } from './version-access.js';
import { type VersionChange, type VersionRow, VersionStore } from './version.store.js';
import { VersionsReader } from './versions.reader.js';

/** A draft changes freely. A live version keeps its base path, which its callers know; its gateways learn the rest. */
@Injectable()
export class UpdateVersion {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly store: VersionStore,
    private readonly requireServable: RequireServable,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
    private readonly reader: VersionsReader,
  ) {}

  async run(
    caller: Caller,
    slug: string,
    name: string,
    revision: number,
    input: UpdateVersionRequest,
  ): Promise<VersionDto> {
    const { service } = await this.access.permitted(caller, slug, name, 'version.update');
    const change = parseChange(input);
    await this.unit.write(async (tx) => {
      const before = await this.store.lock(tx, service.id, name);
      if (before === null) throw notFound('version');
      requireRevision(before.revision, revision);
      requireChangeable(before, change);
      await this.requireServable.run(tx, { ...before, ...change });
      const row = await this.store.update(tx, before.id, change);
      if (isLive(row.state)) await this.wishes.wish(tx, [`version:${row.id}`], null, { settles: true });
      await this.audit.record(tx, caller, {
        action: 'version.updated',
        subjectKind: 'version',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        before: settingsOf(before),
        after: settingsOf(row),
      });
    });
    return this.reader.read(caller, slug, name);
  }
}

function parseChange({ basePath, hosts, upstreamUrl }: UpdateVersionRequest): VersionChange {
  return {
    ...(basePath === undefined ? {} : { basePath: parseBasePath(basePath) }),
    ...(hosts === undefined ? {} : { hosts: parseHosts(hosts) }),
    ...(upstreamUrl === undefined ? {} : { upstreamUrl: parseUpstreamUrl(upstreamUrl) }),
  };
}

function requireChangeable(before: VersionRow, change: VersionChange): void {
  if (before.state === 'retired')
    throw new Fault('version.illegal_transition', 'A retired version is part of the record and cannot be changed.');
  if (before.state !== 'draft' && change.basePath !== undefined && change.basePath !== before.basePath)
    throw new Fault('version.not_draft', `${before.name} is ${before.state}: its base path stays ${before.basePath}.`);
}

function settingsOf({ basePath, hosts, upstreamUrl }: VersionRow): Record<string, unknown> {
  return { basePath, hosts, upstreamUrl };
}
