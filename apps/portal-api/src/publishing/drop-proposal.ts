import { Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { VersionAccess } from '../versions/version-access.js';
import { PublishingStore } from './publishing.store.js';

@Injectable()
export class DropProposal {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly store: PublishingStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<void> {
    const { service, version } = await this.access.permitted(caller, slug, name, 'version.update');
    await this.unit.write(async (tx) => {
      if (!(await this.store.drop(tx, version.id))) throw notFound('proposal');
      await this.audit.record(tx, caller, {
        action: 'version.proposal_dropped',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
      });
    });
  }
}
