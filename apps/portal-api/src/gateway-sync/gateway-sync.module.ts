import { Global, Module } from '@nestjs/common';
import { ReconcileJobsStore } from './reconcile-jobs.store.js';
import { SyncStatusStore } from './sync-status.store.js';
import { SyncWishesStore } from './sync-wishes.store.js';

/** What the features need to say that something changed, and to show how far it is. The worker's half is in worker.module.ts. */
@Global()
@Module({
  providers: [SyncWishesStore, SyncStatusStore, ReconcileJobsStore],
  exports: [SyncWishesStore, SyncStatusStore, ReconcileJobsStore],
})
export class GatewaySyncModule {}
