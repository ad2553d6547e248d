import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { VersionsModule } from '../versions/versions.module.js';
import { DeployVersion } from './deploy-version.js';
import { DeploymentsController } from './deployments.controller.js';
import { DeploymentsReader } from './deployments.reader.js';
import { DeploymentsStore } from './deployments.store.js';

@Module({
  imports: [GatewaysModule, VersionsModule],
  controllers: [DeploymentsController],
  providers: [DeploymentsStore, DeploymentsReader, DeployVersion],
})
export class DeploymentsModule {}
