import { Module } from '@nestjs/common';
import { CatalogueStore } from './catalogue.store.js';
import { CreateService } from './create-service.js';
import { PutGrants } from './put-grants.js';
import { ServiceAccess } from './service-access.js';
import { ServiceStore } from './service.store.js';
import { ServicesController } from './services.controller.js';
import { ServicesReader } from './services.reader.js';
import { UpdateService } from './update-service.js';

@Module({
  controllers: [ServicesController],
  providers: [CatalogueStore, ServiceStore, ServiceAccess, ServicesReader, CreateService, UpdateService, PutGrants],
  exports: [ServiceAccess],
})
export class ServicesModule {}
