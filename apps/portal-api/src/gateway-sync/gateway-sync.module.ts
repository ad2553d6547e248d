import { Global, Module } from '@nestjs/common';
import { ReconcileJobsStore } from './reconcile-jobs.store.js';
import { SyncWishesStore } from './sync-wishes.store.js';

/** What the features need to say that something changed. The worker's half is in worker.module.ts. */
@Global()
@Module({
  providers: [SyncWishesStore, ReconcileJobsStore],
  exports: [SyncWishesStore, ReconcileJobsStore],
})
export class GatewaySyncModule {}
