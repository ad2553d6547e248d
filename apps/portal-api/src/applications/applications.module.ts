import { Module } from '@nestjs/common';
import { ApplicationAccess } from './application-access.js';
import { ApplicationsController } from './applications.controller.js';
import { ApplicationsReader } from './applications.reader.js';
import { ApplicationsStore } from './applications.store.js';
import { ArchiveApplication } from './archive-application.js';
import { CreateApplication } from './create-application.js';
import { UpdateApplication } from './update-application.js';

@Module({
  controllers: [ApplicationsController],
  providers: [
    ApplicationAccess,
    ApplicationsReader,
    ApplicationsStore,
    ArchiveApplication,
    CreateApplication,
    UpdateApplication,
  ],
  exports: [ApplicationAccess],
})
export class ApplicationsModule {}
