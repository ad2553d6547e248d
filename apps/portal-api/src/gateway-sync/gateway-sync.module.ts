import { Global, Module } from '@nestjs/common';
import { DriftRepairsStore } from './sweep/drift-repairs.store.js';
import { ResendDrift } from './sweep/resend-drift.js';
import { SweepJobsStore } from './sweep/sweep-jobs.store.js';
import { SyncJobsStore } from './push/sync-jobs.store.js';
import { SyncStatusStore } from './sync-status.store.js';
import { SyncWishesStore } from './sync-wishes.store.js';

/** What the features need to say that something changed, and to show how far it is. The worker's half is in worker.module.ts. */
@Global()
@Module({
  providers: [SyncWishesStore, SyncStatusStore, SyncJobsStore, SweepJobsStore, DriftRepairsStore, ResendDrift],
  exports: [SyncWishesStore, SyncStatusStore, SyncJobsStore, SweepJobsStore, DriftRepairsStore, ResendDrift],
})
export class GatewaySyncModule {}
