import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { closeSpecWorkers } from '#openapi';
import { GuardedFetch } from '#platform';
import { CONFIG, type Config } from '../config.js';
import { LintQueueStore } from './lint-queue.store.js';
import { VersionsModule } from '../versions/versions.module.js';
import { AttachSpec } from './attach-spec.js';
import { FetchDocument } from './fetch-document.js';
import { OperationStore } from './operation.store.js';
import { RevisionRowsStore } from './revision-rows.store.js';
import { SpecStore } from './spec.store.js';
import { SpecsController } from './specs.controller.js';
import { SpecsReader } from './specs.reader.js';
import { StoreSpec } from './store-spec.js';
import { UploadGuard } from './upload-guard.js';

@Module({
  imports: [VersionsModule],
  controllers: [SpecsController],
  providers: [
    SpecStore,
    OperationStore,
    RevisionRowsStore,
    SpecsReader,
    StoreSpec,
    AttachSpec,
    LintQueueStore,
    FetchDocument,
    UploadGuard,
    {
      provide: GuardedFetch,
      inject: [CONFIG],
      useFactory: ({ outboundAllowed }: Config) => new GuardedFetch(outboundAllowed),
    },
  ],
  exports: [OperationStore, SpecStore, StoreSpec, AttachSpec, FetchDocument, LintQueueStore],
})
export class SpecsModule implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await closeSpecWorkers();
  }
}
