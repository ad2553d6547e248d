import { Module } from '@nestjs/common';
import { GuardedFetch } from '#platform';
import { CONFIG, type Config } from '../config.js';
import { overPool } from '../database/over-pool.js';
import { ReadersModule } from '../readers/readers.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { AttachSpec } from './attach-spec.js';
import { DocumentStore } from './document.store.js';
import { FetchDocument } from './fetch-document.js';
import { LintQueueStore } from './lint-queue.store.js';
import { OperationStore } from './operation.store.js';
import { SpecStore } from './spec.store.js';
import { SpecsController } from './specs.controller.js';
import { SpecsReader } from './specs.reader.js';
import { UploadGuard } from './upload-guard.js';
import { VersionTurnsStore } from './version-turns.store.js';

@Module({
  imports: [ReadersModule, VersionsModule],
  controllers: [SpecsController],
  providers: [
    SpecStore,
    OperationStore,
    VersionTurnsStore,
    overPool(DocumentStore),
    SpecsReader,
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
  exports: [OperationStore, SpecStore, DocumentStore, AttachSpec, FetchDocument, LintQueueStore, ReadersModule],
})
export class SpecsModule {}
