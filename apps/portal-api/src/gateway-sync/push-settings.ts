import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { reportingOf } from './desired-state.reader.js';
import { type FingerprintedGateway, GatewaySettingsStore } from './gateway-settings.store.js';
import { settingsFingerprint } from './settings-fingerprint.js';
import { SyncWishesStore } from './sync-wishes.store.js';

/** Settings of ours that stand on gateways change between two starts: then what depends on them is wished again. */
@Injectable()
export class PushSettings {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unit: UnitOfWork,
    private readonly settings: GatewaySettingsStore,
    private readonly wishes: SyncWishesStore,
  ) {}

  async run(): Promise<void> {
    await this.unit.write(async (tx) => {
      for (const gateway of await this.settings.lock(tx)) await this.compare(tx, gateway);
    });
  }

  private async compare(tx: Tx, gateway: FingerprintedGateway): Promise<void> {
    const { id, fingerprint: before } = gateway;
    const now = settingsFingerprint(this.config, reportingOf(this.config, gateway));
    const reportsElsewhere = before?.reporting !== now.reporting;
    const countsElsewhere = before?.counting !== now.counting;
    if (reportsElsewhere) await this.wishes.wish(tx, ['gateway'], [id]);
    if (countsElsewhere) await this.wishes.wishAgain(tx, id, 'applications');
    if (reportsElsewhere || countsElsewhere) await this.settings.save(tx, id, now);
  }
}
