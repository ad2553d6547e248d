import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config.js';
import type { Tx } from '../database/database.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { reportingOf } from './desired-state.reader.js';
import { GatewayDrivers } from './gateway-drivers.js';
import type { GatewayRow } from './gateway-rows.store.js';
import { type FingerprintedGateway, GatewaySettingsStore } from './gateway-settings.store.js';
import { type SettingsFingerprint, settingsFingerprint } from './settings-fingerprint.js';
import { SyncWishesStore } from './sync-wishes.store.js';

/** What a gateway is told changes with our settings and with its version: then what depends on them is wished again. */
@Injectable()
export class PushSettings {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly unit: UnitOfWork,
    private readonly settings: GatewaySettingsStore,
    private readonly drivers: GatewayDrivers,
    private readonly wishes: SyncWishesStore,
  ) {}

  async run(): Promise<void> {
    await this.unit.write(async (tx) => {
      for (const gateway of await this.settings.lock(tx, null)) await this.compare(tx, gateway);
    });
  }

  async compareOne(tx: Tx, gatewayId: string): Promise<void> {
    for (const gateway of await this.settings.lock(tx, gatewayId)) await this.compare(tx, gateway);
  }

  private async compare(tx: Tx, gateway: FingerprintedGateway): Promise<void> {
    const { id } = gateway;
    const now = await this.fingerprintOf(gateway);
    // One that was never compared was pushed to as one of which nothing is known.
    const unknown = { ...gateway, version: null, edition: null, writes: null };
    const before = gateway.fingerprint ?? (await this.fingerprintOf(unknown));
    if (before.reporting !== now.reporting) await this.wishes.wish(tx, ['gateway'], [id]);
    if (before.serving !== now.serving) await this.wishes.wishAgain(tx, id, 'everything');
    await this.settings.save(tx, id, now);
  }

  private async fingerprintOf(row: GatewayRow): Promise<SettingsFingerprint> {
    const driver = await this.drivers.make(row);
    return settingsFingerprint(this.config, driver, reportingOf(this.config, row));
  }
}
