import { Injectable } from '@nestjs/common';
import { AuditStore } from '../audit/audit.store.js';
import type { Caller } from '../auth/caller.js';
import type { Tx } from '../database/database.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import type { KeptPlan } from './require-plan.js';
import { type VersionRow, VersionStore } from './version.store.js';

/** Writes down what is planned for the end of a version. */
@Injectable()
export class KeepPlan {
  constructor(
    private readonly store: VersionStore,
    private readonly wishes: SyncWishesStore,
    private readonly audit: AuditStore,
  ) {}

  async run(
    tx: Tx,
    caller: Caller,
    service: { slug: string; ownerTeamId: string },
    before: VersionRow,
    plan: KeptPlan,
  ): Promise<void> {
    const row = await this.store.update(tx, before.id, plan);
    // Before it is deprecated nobody is told at the gateways.
    if (row.state === 'deprecated') await this.wishes.wish(tx, [`version:${row.id}`], null, { settles: true });
    await this.audit.record(tx, caller, {
      action: 'version.lifecycle_planned',
      subjectKind: 'version',
      subjectId: row.id,
      teamId: service.ownerTeamId,
      before: planOf(before),
      after: { service: service.slug, version: row.name, ...planOf(row) },
    });
  }
}

function planOf({ deprecatesAt, sunsetAt, retiresAtSunset, successorId }: KeptPlan): Record<string, unknown> {
  return { deprecatesAt, sunsetAt, retiresAtSunset, successorId };
}
