import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#platform';
import type { Config } from './config.js';
import { CoreModule } from './core.module.js';
import { KeyExpiryModule } from './credentials/key-expiry.module.js';
import { DriversModule } from './drivers.module.js';
import { CheckGateway } from './gateway-sync/check-gateway.js';
import { CredentialConfirmationsStore } from './gateway-sync/credential-confirmations.store.js';
import { DesiredStateReader } from './gateway-sync/desired-state.reader.js';
import { DesiredStateStore } from './gateway-sync/desired-state.store.js';
import { GatewayDrivers } from './gateway-sync/gateway-drivers.js';
import { GatewayRowsStore } from './gateway-sync/gateway-rows.store.js';
import { GatewaySettingsStore } from './gateway-sync/gateway-settings.store.js';
import { GatewaySyncModule } from './gateway-sync/gateway-sync.module.js';
import { ProveGateway } from './gateway-sync/prove-gateway.js';
import { ProveGatewayStore } from './gateway-sync/prove-gateway.store.js';
import { PushSettings } from './gateway-sync/push-settings.js';
import { ReconcileScope } from './gateway-sync/reconcile-scope.js';
import { SyncScopeStore } from './gateway-sync/sync-scope.store.js';
import { WatchGateways } from './gateway-sync/watch-gateways.js';
import { MailModule } from './mail/mail.module.js';
import { PruneStore } from './maintenance/prune.store.js';

/** Everything that runs in the background. */
@Module({})
export class WorkerModule {
  static with(config: Config, clock: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [CoreModule.with(config, clock), DriversModule, GatewaySyncModule, KeyExpiryModule, MailModule],
      providers: [
        ReconcileScope,
        CheckGateway,
        ProveGateway,
        ProveGatewayStore,
        WatchGateways,
        GatewayDrivers,
        GatewayRowsStore,
        GatewaySettingsStore,
        PushSettings,
        DesiredStateReader,
        DesiredStateStore,
        SyncScopeStore,
        CredentialConfirmationsStore,
        PruneStore,
      ],
    };
  }
}
