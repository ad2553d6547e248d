import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#platform';
import { AdoptionModule } from './adoption/adoption.module.js';
import { ApplicationsModule } from './applications/applications.module.js';
import { CallersModule } from './callers/callers.module.js';
import { ComparisonsModule } from './comparisons/comparisons.module.js';
import type { Config } from './config.js';
import { ConsoleModule } from './console/console.module.js';
import { CoreModule } from './core.module.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { DeploymentsModule } from './deployments/deployments.module.js';
import { DriftModule } from './drift/drift.module.js';
import { DriversModule } from './drivers.module.js';
import { GatewaySyncModule } from './gateway-sync/gateway-sync.module.js';
import { GatewaysModule } from './gateways/gateways.module.js';
import { HealthModule } from './health/health.module.js';
import { LintModule } from './lint/lint.module.js';
import { PlansModule } from './plans/plans.module.js';
import { PublishingModule } from './publishing/publishing.module.js';
import { ReferenceModule } from './reference/reference.module.js';
import { ServicesModule } from './services/services.module.js';
import { SearchModule } from './search/search.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SpecsModule } from './specs/specs.module.js';
import { SubscriptionsModule } from './subscriptions/subscriptions.module.js';
import { TeamsModule } from './teams/teams.module.js';
import { UsageModule } from './usage/usage.module.js';
import { UsersModule } from './users/users.module.js';
import { VersionsModule } from './versions/versions.module.js';

/** Everything that answers HTTP. One line a feature. */
@Module({})
export class AppModule {
  static with(config: Config, clock: Clock): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.with(config, clock),
        AdoptionModule,
        ApplicationsModule,
        SubscriptionsModule,
        CallersModule,
        ComparisonsModule,
        ConsoleModule,
        CredentialsModule,
        DeploymentsModule,
        DriftModule,
        DriversModule,
        GatewaySyncModule,
        GatewaysModule,
        HealthModule,
        SearchModule,
        SessionsModule,
        TeamsModule,
        UsageModule,
        UsersModule,
        LintModule,
        PlansModule,
        PublishingModule,
        ReferenceModule,
        ServicesModule,
        SpecsModule,
        VersionsModule,
      ],
    };
  }
}
