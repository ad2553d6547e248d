import { Inject, Injectable } from '@nestjs/common';
import type { ScopeName } from '#gateway';
import type { Clock } from '#platform';
import { AuditStore } from '../audit/audit.store.js';
import { SYSTEM } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SyncWishesStore } from '../gateway-sync/sync-wishes.store.js';
import { BasePathStore } from '../versions/base-path.store.js';
import { AdoptedAccessStore } from './adopted-access.store.js';
import { AdoptedCatalogueStore } from './adopted-catalogue.store.js';
import { AdoptionProgressStore } from './adoption-progress.store.js';
import { type AdoptionRow, AdoptionStore } from './adoption.store.js';
import { FailAdoption } from './fail-adoption.js';

/** Writes down where the switch is. Each answers whether there is more to do. */
@Injectable()
export class EndSwitch {
  constructor(
    private readonly store: AdoptionStore,
    private readonly progress: AdoptionProgressStore,
    private readonly unit: UnitOfWork,
    private readonly wishes: SyncWishesStore,
    private readonly basePaths: BasePathStore,
    private readonly catalogue: AdoptedCatalogueStore,
    private readonly access: AdoptedAccessStore,
    private readonly audit: AuditStore,
    private readonly fail: FailAdoption,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Keys, groups and limits are in effect: the versions may have calls. */
  async bringToFront({ id, gatewayId }: AdoptionRow): Promise<true> {
    const places = await this.store.places(id);
    await this.unit.write(async (tx) => {
      await this.basePaths.lock(tx);
      for (const { id: versionId, ...place } of places) await this.basePaths.requireFree(tx, { versionId, ...place });
      await this.catalogue.bringToFront(tx, places);
      const scopes = places.map((place): ScopeName => `version:${place.id}`);
      await this.wishes.wish(tx, scopes, [gatewayId], { priority: 2 });
      await this.store.mergeOptions(tx, id, { inFront: true, switchingSince: this.clock.now().toISOString() });
    });
    return true;
  }

  /** A node that shows a watermark written now has forgotten the routes too. */
  async routesGone({ id, gatewayId }: AdoptionRow): Promise<true> {
    await this.unit.write(async (tx) => {
      const watermark = await this.progress.nextWatermark(tx, gatewayId);
      await this.wishes.wish(tx, ['watermark'], [gatewayId]);
      await this.store.mergeOptions(tx, id, { routesGone: { watermark, at: this.clock.now().toISOString() } });
    });
    return true;
  }

  async done(adoption: AdoptionRow): Promise<false> {
    const { id, gatewayId } = adoption;
    const removed = (await this.store.one(gatewayId, id))?.removed;
    await this.unit.write(async (tx) => {
      if (!(await this.store.move(tx, id, ['switching'], 'done'))) return;
      await this.store.mergeOptions(tx, id, { scopes: null, places: null, credentials: null });
      const ended = await this.access.noteGone(tx, gatewayId, id);
      const scopes = ended.map((applicationId): ScopeName => `application:${applicationId}`);
      await this.wishes.wish(tx, scopes, [gatewayId], { priority: 0 });
      await this.audit.record(tx, SYSTEM, {
        action: 'adoption.switched',
        subjectKind: 'adoption',
        subjectId: id,
        teamId: null,
        after: { gatewayId, removed },
      });
    });
    return false;
  }

  /** Somebody is asked if this goes on for long. */
  async noteFailing({ id }: AdoptionRow): Promise<void> {
    const failingSince = this.clock.now().toISOString();
    await this.unit.write((tx) => this.store.mergeOptions(tx, id, { failingSince }));
  }

  async answered({ id }: AdoptionRow): Promise<void> {
    await this.unit.write((tx) => this.store.mergeOptions(tx, id, { failingSince: null }));
  }

  async failed(adoption: AdoptionRow, error: string): Promise<false> {
    await this.fail.run(adoption, error);
    return false;
  }
}
