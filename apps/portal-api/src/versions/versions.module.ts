import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { ServicesModule } from '../services/services.module.js';
import { BasePathStore } from './base-path.store.js';
import { CreateVersion } from './create-version.js';
import { DeleteDraft } from './delete-draft.js';
import { MoveVersion } from './move-version.js';
import { RequireServable } from './require-servable.js';
import { UpdateVersion } from './update-version.js';
import { VersionAccess } from './version-access.js';
import { VersionDetailStore } from './version-detail.store.js';
import { VersionStore } from './version.store.js';
import { VersionsController } from './versions.controller.js';
import { VersionsReader } from './versions.reader.js';

@Module({
  imports: [GatewaysModule, ServicesModule],
  controllers: [VersionsController],
  providers: [
    VersionStore,
    VersionDetailStore,
    BasePathStore,
    RequireServable,
    VersionAccess,
    VersionsReader,
    CreateVersion,
    UpdateVersion,
    MoveVersion,
    DeleteDraft,
  ],
  exports: [VersionAccess, VersionsReader, VersionStore, RequireServable, UpdateVersion],
})
export class VersionsModule {}
