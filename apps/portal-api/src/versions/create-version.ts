import { Injectable } from '@nestjs/common';
import type { CreateVersionRequest, VersionDto } from '#contract';
import { uuid } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ServiceAccess } from '../services/service-access.js';
import { parseBasePath } from './base-path.js';
import { BasePathStore } from './base-path.store.js';
import { parseHosts } from './hosts.js';
import { parseUpstreamUrl } from './upstream-url.js';
import { toVersionDto } from './version-dto.js';
import { VersionStore } from './version.store.js';

@Injectable()
export class CreateVersion {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: ServiceAccess,
    private readonly store: VersionStore,
    private readonly basePaths: BasePathStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, input: CreateVersionRequest): Promise<VersionDto> {
    const service = await this.access.permitted(caller, slug, 'version.create');
    const version = {
      id: uuid(),
      serviceId: service.id,
      name: input.name,
      basePath: parseBasePath(input.basePath ?? `/${service.slug}/${input.name}`),
      hosts: parseHosts(input.hosts ?? []),
      upstreamUrl: input.upstreamUrl === undefined ? null : parseUpstreamUrl(input.upstreamUrl),
    };
    return this.unit.create(caller, async (tx) => {
      await this.basePaths.requireFree(tx, { ...version, versionId: version.id });
      const row = await this.store.insert(tx, version);
      await this.audit.record(tx, caller, {
        action: 'version.created',
        subjectKind: 'version',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        after: { service: service.slug, ...version },
      });
      const nothingYet = {
        spec: null,
        revisions: [],
        proposedAt: null,
        successor: null,
        proxyUrls: [],
        deployments: [],
      };
      return toVersionDto(row, { serviceSlug: service.slug, insider: true, editable: true, ...nothingYet });
    });
  }
}
