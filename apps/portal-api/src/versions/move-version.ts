import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '#platform';
import type { Caller } from '../auth/caller.js';
import { CLOCK } from '../clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CarryOutMove } from './carry-out-move.js';
import { LockVersion } from './lock-version.js';
import type { LaterMove } from './version-moves.js';

/** A step that somebody takes by hand: what was planned for the version ends with it. */
@Injectable()
export class MoveVersion {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly lockVersion: LockVersion,
    private readonly carryOut: CarryOutMove,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(caller: Caller, slug: string, name: string, move: LaterMove): Promise<void> {
    const lock = await this.lockVersion.permitted(caller, slug, name);
    await this.unit.write(async (tx) => {
      const { service, version } = await lock(tx);
      await this.carryOut.run(tx, version, move, { caller, now: this.clock.now(), service });
    });
  }
}
