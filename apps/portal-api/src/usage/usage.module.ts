import { Module } from '@nestjs/common';
import { ApplicationsModule } from '../applications/applications.module.js';
import { ServicesModule } from '../services/services.module.js';
import { IngestController } from './ingest.controller.js';
import { IngestGuard } from './ingest-guard.js';
import { OperationTemplates } from './operation-templates.js';
import { ReportedIds } from './reported-ids.js';
import { ReportedIdsStore } from './reported-ids.store.js';
import { TakeBatch } from './take-batch.js';
import { UsageBucketsStore } from './usage-buckets.store.js';
import { UsageController } from './usage.controller.js';
import { UsageEventsStore } from './usage-events.store.js';
import { UsageReader } from './usage.reader.js';
import { UsageWriter } from './usage-writer.js';

@Module({
  imports: [ApplicationsModule, ServicesModule],
  controllers: [IngestController, UsageController],
  providers: [
    IngestGuard,
    TakeBatch,
    ReportedIds,
    ReportedIdsStore,
    OperationTemplates,
    UsageWriter,
    UsageEventsStore,
    UsageReader,
    UsageBucketsStore,
  ],
})
export class UsageModule {}
