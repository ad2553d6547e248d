import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { AdoptionTeamsStore } from './adoption-teams.store.js';
import { AdoptionStore } from './adoption.store.js';
import { AdoptionsController } from './adoptions.controller.js';
import { AdoptionsReader } from './adoptions.reader.js';
import { RequestAdoption } from './request-adoption.js';
import { StartPreview } from './start-preview.js';

/** Taking over what others have put on a gateway, as far as a request does it. The worker's half is in adoption-worker.ts. */
@Module({
  imports: [GatewaysModule],
  controllers: [AdoptionsController],
  providers: [AdoptionStore, AdoptionJobsStore, AdoptionTeamsStore, AdoptionsReader, StartPreview, RequestAdoption],
})
export class AdoptionModule {}
