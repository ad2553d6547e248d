import { Injectable } from '@nestjs/common';
import { notFound, requireDeletable } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { VersionAccess } from './version-access.js';
import { VersionStore } from './version.store.js';

@Injectable()
export class DeleteDraft {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly store: VersionStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<void> {
    const { service } = await this.access.permitted(caller, slug, name, 'version.delete');
    await this.unit.write(async (tx) => {
      const version = await this.store.lock(tx, service.id, name);
      if (version === null) throw notFound('version');
      requireDeletable(version.state);
      await this.store.delete(tx, version.id);
      await this.audit.record(tx, caller, {
        action: 'version.deleted',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
        before: { service: service.slug, name, basePath: version.basePath, specHash: version.specHash },
      });
    });
  }
}
