import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '#domain';
import type { ScopeName } from '#gateway';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { RequireServable } from './require-servable.js';
import { VersionAccess } from './version-access.js';
import { decideMove, PUBLISH } from './version-moves.js';
import { type VersionRow, VersionStore } from './version.store.js';

/** Takes a draft live. */
@Injectable()
export class PublishVersion {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly access: VersionAccess,
    private readonly store: VersionStore,
    private readonly requireServable: RequireServable,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param admit asked under the version's lock; throws to refuse */
  async run(
    caller: Caller,
    slug: string,
    name: string,
    admit: (tx: Tx, before: VersionRow) => Promise<void>,
  ): Promise<void> {
    const { service } = await this.access.permitted(caller, slug, name, 'version.publish');
    await this.unit.write(async (tx) => {
      const before = await this.store.lock(tx, service.id, name);
      if (before === null) throw notFound('version');
      await admit(tx, before);
      const change = decideMove(before, PUBLISH, this.clock.now());
      const row = await this.store.update(tx, before.id, change);
      await this.requireServable.run(tx, row);
      await this.store.deploy(tx, row);
      await this.tellGateways(tx, row);
      await this.audit.record(tx, caller, {
        action: PUBLISH.action,
        subjectKind: 'version',
        subjectId: row.id,
        teamId: service.ownerTeamId,
        before: { state: before.state },
        after: { service: service.slug, version: name, ...change },
      });
    });
  }

  /** The version comes, and with it the limits of those who may call it. */
  private async tellGateways(tx: Tx, { id, serviceId }: VersionRow): Promise<void> {
    const applicationIds = await this.store.subscribedApplicationIds(tx, serviceId);
    await this.wishes.wish(tx, [`version:${id}`, ...applicationIds.map((one): ScopeName => `application:${one}`)]);
  }
}
