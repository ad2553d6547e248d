import { type DynamicModule, Module } from '@nestjs/common';
import type { Clock } from '#platform';
import { ADOPTION_WORKER } from './adoption/adoption-worker.js';
import type { Config } from './config.js';
import { CoreModule } from './core.module.js';
import { KeyExpiryModule } from './credentials/key-expiry.module.js';
import { overPool } from './database/over-pool.js';
import { DriversModule } from './drivers.module.js';
import { BatchBrake } from './gateway-sync/push/batch-brake.js';
import { CheckGateway } from './gateway-sync/check-gateway.js';
import { CredentialConfirmationsStore } from './gateway-sync/prove/credential-confirmations.store.js';
import { DesiredStateReader } from './gateway-sync/desired-state.reader.js';
import { DesiredStateStore } from './gateway-sync/desired-state.store.js';
import { GatewayDrivers } from './gateway-sync/gateway-drivers.js';
import { GatewayRowsStore } from './gateway-sync/gateway-rows.store.js';
import { GatewaySettingsStore } from './gateway-sync/gateway-settings.store.js';
import { GatewaySyncModule } from './gateway-sync/gateway-sync.module.js';
import { NoteOutages } from './gateway-sync/note-outages.js';
import { OutagesStore } from './gateway-sync/outages.store.js';
import { InventoryStore } from './gateway-sync/push/inventory.store.js';
import { DocumentLeasesStore } from './gateway-sync/push/document-leases.store.js';
import { LeaseKeeper } from './gateway-sync/push/lease-keeper.js';
import { PrepareBatch } from './gateway-sync/push/prepare-batch.js';
import { ProveGateway } from './gateway-sync/prove/prove-gateway.js';
import { ProveGatewayStore } from './gateway-sync/prove/prove-gateway.store.js';
import { DrainBatches } from './gateway-sync/push/drain-batches.js';
import { PushBatch } from './gateway-sync/push/push-batch.js';
import { PushDocument } from './gateway-sync/push/push-document.js';
import { ReadDocument } from './gateway-sync/push/read-document.js';
import { PushSettings } from './gateway-sync/push-settings.js';
import { RefillEmptied } from './gateway-sync/sweep/refill-emptied.js';
import { RepairDrift } from './gateway-sync/sweep/repair-drift.js';
import { ScopeLeasesStore } from './gateway-sync/push/scope-leases.store.js';
import { SweepGateway } from './gateway-sync/sweep/sweep-gateway.js';
import { SweepStore } from './gateway-sync/sweep/sweep.store.js';
import { SyncGateway } from './gateway-sync/push/sync-gateway.js';
import { UnwishedDeletesStore } from './gateway-sync/push/unwished-deletes.store.js';
import { WatchGateways } from './gateway-sync/watch-gateways.js';
import { LintDocuments } from './lint/lint-documents.js';
import { LintPolicyStore } from './lint/lint-policy.store.js';
import { LintReportStore } from './lint/lint-report.store.js';
import { MailModule } from './mail/mail.module.js';
import { PruneStore } from './maintenance/prune.store.js';
import { Readers } from './readers/readers.js';
import { IndexEntriesStore } from './search/index-entries.store.js';
import { IndexSearch } from './search/index-search.js';
import { VersionScheduleModule } from './versions/version-schedule.module.js';
import { DocumentStore } from './specs/document.store.js';
import { LintQueueStore } from './specs/lint-queue.store.js';

/** Everything that runs in the background. */
@Module({})
export class WorkerModule {
  static with(config: Config, clock: Clock): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        CoreModule.with(config, clock),
        DriversModule,
        GatewaySyncModule,
        KeyExpiryModule,
        MailModule,
        VersionScheduleModule,
      ],
      providers: [
        SyncGateway,
        PrepareBatch,
        DrainBatches,
        PushBatch,
        PushDocument,
        ReadDocument,
        DocumentLeasesStore,
        BatchBrake,
        UnwishedDeletesStore,
        LeaseKeeper,
        ScopeLeasesStore,
        InventoryStore,
        CheckGateway,
        NoteOutages,
        OutagesStore,
        SweepGateway,
        SweepStore,
        RepairDrift,
        RefillEmptied,
        ProveGateway,
        ProveGatewayStore,
        WatchGateways,
        GatewayDrivers,
        GatewayRowsStore,
        GatewaySettingsStore,
        PushSettings,
        DesiredStateReader,
        DesiredStateStore,
        CredentialConfirmationsStore,
        PruneStore,
        Readers,
        overPool(DocumentStore),
        LintQueueStore,
        LintPolicyStore,
        overPool(LintReportStore),
        LintDocuments,
        IndexEntriesStore,
        IndexSearch,
        ...ADOPTION_WORKER,
      ],
    };
  }
}
