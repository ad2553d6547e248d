import { Module } from '@nestjs/common';
import { GatewaysModule } from '../gateways/gateways.module.js';
import { MailModule } from '../mail/mail.module.js';
import { ServicesModule } from '../services/services.module.js';
import { CallerAddressesStore } from '../usage/caller-addresses.store.js';
import { BasePathStore } from './base-path.store.js';
import { BrownoutsController } from './brownouts.controller.js';
import { BrownoutsStore } from './brownouts.store.js';
import { CancelBrownout } from './cancel-brownout.js';
import { CarryOutMove } from './carry-out-move.js';
import { CreateVersion } from './create-version.js';
import { DeleteDraft } from './delete-draft.js';
import { KeepPlan } from './keep-plan.js';
import { LifecycleController } from './lifecycle.controller.js';
import { LifecycleReader } from './lifecycle.reader.js';
import { LifecycleStore } from './lifecycle.store.js';
import { LockVersion } from './lock-version.js';
import { MoveVersion } from './move-version.js';
import { PlanBrownout } from './plan-brownout.js';
import { PlanLifecycle } from './plan-lifecycle.js';
import { PublishVersion } from './publish-version.js';
import { RequirePlan } from './require-plan.js';
import { RequireServable } from './require-servable.js';
import { StopAnswering } from './stop-answering.js';
import { TellCallers } from './tell-callers.js';
import { TimelineStore } from './timeline.store.js';
import { UpdateVersion } from './update-version.js';
import { VersionAccess } from './version-access.js';
import { VersionDetailStore } from './version-detail.store.js';
import { VersionStore } from './version.store.js';
import { VersionsController } from './versions.controller.js';
import { VersionsReader } from './versions.reader.js';

@Module({
  imports: [GatewaysModule, MailModule, ServicesModule],
  controllers: [VersionsController, LifecycleController, BrownoutsController],
  providers: [
    VersionStore,
    VersionDetailStore,
    BasePathStore,
    RequireServable,
    VersionAccess,
    VersionsReader,
    CreateVersion,
    UpdateVersion,
    PublishVersion,
    LockVersion,
    MoveVersion,
    CarryOutMove,
    PlanLifecycle,
    RequirePlan,
    KeepPlan,
    StopAnswering,
    PlanBrownout,
    CancelBrownout,
    TellCallers,
    CallerAddressesStore,
    LifecycleReader,
    LifecycleStore,
    BrownoutsStore,
    TimelineStore,
    DeleteDraft,
  ],
  exports: [
    PublishVersion,
    VersionAccess,
    VersionDetailStore,
    VersionsReader,
    VersionStore,
    RequireServable,
    UpdateVersion,
  ],
})
export class VersionsModule {}
