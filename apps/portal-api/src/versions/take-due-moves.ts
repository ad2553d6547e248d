import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import { SYSTEM } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CarryOutMove } from './carry-out-move.js';
import { type DueVersion, LifecycleStore, type OwnedVersionRow } from './lifecycle.store.js';
import { PLANNED_DEPRECATION, RETIRE } from './version-moves.js';

/**
 * Deprecates and retires what was planned for a time that has come, however long ago. Each step is decided once more under
 * the version's lock, so that it is taken once whatever others do at the same moment.
 */
@Injectable()
export class TakeDueMoves {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly store: LifecycleStore,
    private readonly carryOut: CarryOutMove,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is due, at most so many. */
  due(limit: number): Promise<DueVersion[]> {
    return this.store.dueVersions(this.clock.now(), limit);
  }

  take({ id }: DueVersion): Promise<void> {
    return this.unit.write(async (tx) => {
      const version = await this.store.lockById(tx, id);
      const now = this.clock.now();
      const move = version && dueMove(version, now);
      if (version === null || move === null) return;
      const { service } = version;
      const details = { plannedBy: await this.store.plannedBy(tx, id) };
      await this.carryOut.run(tx, version, move, { caller: SYSTEM, now, service, details });
    });
  }
}

/** The step that the version should have taken by now; null: none. */
function dueMove({ state, deprecatesAt, sunsetAt, retiresAtSunset }: OwnedVersionRow, now: Date) {
  if (state === 'published' && deprecatesAt !== null && deprecatesAt <= now) return PLANNED_DEPRECATION;
  return state === 'deprecated' && retiresAtSunset && sunsetAt !== null && sunsetAt <= now ? RETIRE : null;
}
