import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { ServicesModule } from '../services/services.module.js';
import { ArchivePlan } from './archive-plan.js';
import { CreatePlan } from './create-plan.js';
import { PlanSyncStore } from './plan-sync.store.js';
import { PlanStore } from './plan.store.js';
import { PlansController } from './plans.controller.js';
import { PlansReader } from './plans.reader.js';
import { UpdatePlan } from './update-plan.js';

@Module({
  imports: [GatewaysModule, ServicesModule],
  controllers: [PlansController],
  providers: [PlanStore, PlanSyncStore, PlansReader, CreatePlan, UpdatePlan, ArchivePlan],
})
export class PlansModule {}
