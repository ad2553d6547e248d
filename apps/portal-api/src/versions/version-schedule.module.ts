import { Module } from '@nestjs/common';
import { BrownoutsStore } from './brownouts.store.js';
import { CarryOutMove } from './carry-out-move.js';
import { LifecycleStore } from './lifecycle.store.js';
import { TakeDueBrownouts } from './take-due-brownouts.js';
import { TakeDueMoves } from './take-due-moves.js';
import { TakeDueSteps } from './take-due-steps.js';
import { VersionStore } from './version.store.js';

/** What the worker needs of the versions. */
@Module({
  providers: [VersionStore, LifecycleStore, BrownoutsStore, CarryOutMove, TakeDueMoves, TakeDueBrownouts, TakeDueSteps],
  exports: [TakeDueSteps],
})
export class VersionScheduleModule {}
