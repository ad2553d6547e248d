import { Injectable } from '@nestjs/common';
import type { ApplicationDto, UpdateApplicationRequest } from '#contract';
import { notFound, parseName } from '#domain';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { changedSinceRead, requireRevision } from '../http/etag.js';
import { ApplicationAccess } from './application-access.js';
import { nameTaken } from './name-taken.js';
import { ApplicationsStore } from './applications.store.js';
import { toApplicationDto } from './to-application-dto.js';

@Injectable()
export class UpdateApplication {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly applications: ApplicationsStore,
    private readonly access: ApplicationAccess,
    private readonly audit: AuditStore,
    private readonly syncWishes: SyncWishesStore,
  ) {}

  async run(caller: Caller, id: string, revision: number, request: UpdateApplicationRequest): Promise<ApplicationDto> {
    const { teamId } = await this.access.require(caller, id, 'application.update');
    const changes = {
      ...(request.name === undefined ? {} : { name: parseName(request.name) }),
      ...(request.description === undefined ? {} : { description: request.description }),
    };
    return this.unit.write(async (tx) => {
      await this.applications.lockTeam(tx, teamId);
      const before = await this.applications.find(id, tx);
      if (before === null) throw notFound('application');
      if (changes.name !== undefined && (await this.applications.isNameTaken(tx, teamId, changes.name, id)))
        throw nameTaken(changes.name);
      requireRevision(before.revision, revision);
      if (!(await this.applications.update(tx, id, revision, changes))) throw changedSinceRead();
      const after = { ...before, ...changes, revision: revision + 1 };
      await this.audit.record(tx, caller, {
        action: 'application.updated',
        subjectKind: 'application',
        subjectId: id,
        teamId,
        before: { name: before.name, description: before.description },
        after: { name: after.name, description: after.description },
      });
      // The gateways show the name to people who look at them.
      if (after.name !== before.name) await this.syncWishes.wish(tx, [`application:${id}`], null, { settles: true });
      return toApplicationDto(caller.actor, after);
    });
  }
}
