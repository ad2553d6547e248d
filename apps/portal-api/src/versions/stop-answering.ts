import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import type { ScopeName } from '#gateway';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { LockVersion } from './lock-version.js';
import { VersionStore } from './version.store.js';

/** Takes a retired version off its gateways: nobody is told any more that it is gone, and its base path is free. */
@Injectable()
export class StopAnswering {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly lockVersion: LockVersion,
    private readonly store: VersionStore,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(caller: Caller, slug: string, name: string): Promise<void> {
    const lock = await this.lockVersion.permitted(caller, slug, name);
    await this.unit.write(async (tx) => {
      const { service, version } = await lock(tx);
      if (version.state !== 'retired')
        throw new Fault(
          'version.illegal_transition',
          `Only a retired version stops answering. This one is ${version.state}.`,
        );
      if ((await this.store.undeploy(tx, version.id)) === 0)
        throw new Fault('version.illegal_transition', 'No gateway answers for this version any more.');
      // The limits of those who called it hang on it, and go with it.
      const applicationIds = await this.store.subscribedApplicationIds(tx, version.serviceId);
      await this.wishes.wish(tx, [
        `version:${version.id}`,
        ...applicationIds.map((id): ScopeName => `application:${id}`),
      ]);
      await this.audit.record(tx, caller, {
        action: 'version.answer_stopped',
        subjectKind: 'version',
        subjectId: version.id,
        teamId: service.ownerTeamId,
        after: { service: slug, version: name, basePath: version.basePath },
      });
    });
  }
}
