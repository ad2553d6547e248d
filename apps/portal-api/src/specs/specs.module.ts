import { Module, type OnApplicationShutdown } from '@nestjs/common';
import { closeSpecWorkers } from '#openapi';
import { VersionsModule } from '../versions/versions.module.js';
import { AttachSpec } from './attach-spec.js';
import { OperationStore } from './operation.store.js';
import { PutSpec } from './put-spec.js';
import { RevisionRowsStore } from './revision-rows.store.js';
import { SpecStore } from './spec.store.js';
import { SpecsController } from './specs.controller.js';
import { SpecsReader } from './specs.reader.js';
import { StoreSpec } from './store-spec.js';
import { UploadGuard } from './upload-guard.js';

@Module({
  imports: [VersionsModule],
  controllers: [SpecsController],
  providers: [SpecStore, OperationStore, RevisionRowsStore, SpecsReader, StoreSpec, AttachSpec, PutSpec, UploadGuard],
})
export class SpecsModule implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    await closeSpecWorkers();
  }
}
