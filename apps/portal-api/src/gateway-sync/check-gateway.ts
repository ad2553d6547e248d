import { Injectable } from '@nestjs/common';
import { GatewayFault } from '#gateway';
import { UnitOfWork } from '../database/unit-of-work.js';
import { GatewayDrivers, type OpenGateway } from './gateway-drivers.js';
import { GatewayRowsStore } from './gateway-rows.store.js';
import { NoteOutages } from './note-outages.js';
import type { CheckFinding } from './outages.store.js';
import { PushSettings } from './push-settings.js';
import { RefillEmptied } from './sweep/refill-emptied.js';
import { SyncJobsStore } from './push/sync-jobs.store.js';

interface Finding extends CheckFinding {
  /** It came back without what we had put there. */
  emptied: boolean;
}

/** Asks a gateway whether it is there. One that came back gets what waited for that, an emptied one everything. */
@Injectable()
export class CheckGateway {
  constructor(
    private readonly drivers: GatewayDrivers,
    private readonly rows: GatewayRowsStore,
    private readonly outages: NoteOutages,
    private readonly jobs: SyncJobsStore,
    private readonly settings: PushSettings,
    private readonly unit: UnitOfWork,
    private readonly refill: RefillEmptied,
  ) {}

  async run(gatewayId: string): Promise<void> {
    const gateway = await this.drivers.open(gatewayId);
    if (gateway === null) return;
    const found = await this.look(gateway);
    // Before the check is written down: whoever dies in between leaves the question to the next check.
    if (found.emptied) await this.refill.run(gatewayId, 'the gateway came back without our objects');
    const cameBack = await this.unit.write(async (tx) => {
      const recorded = await this.outages.checked(tx, gatewayId, found);
      if (recorded.changed) await this.settings.compareOne(tx, gatewayId);
      return recorded.cameBack;
    });
    if (cameBack && (await this.jobs.enqueueHeldUp(gatewayId)) === 0) await this.outages.written(gateway);
  }

  async runAll(): Promise<void> {
    await this.runEach(await this.rows.allIds());
  }

  async runAway(): Promise<void> {
    await this.runEach(await this.rows.awayIds());
  }

  /** Together, because one that does not answer takes its time; all of them, whatever comes of one. */
  private async runEach(ids: string[]): Promise<void> {
    const checks = await Promise.allSettled(ids.map((id) => this.run(id)));
    const failed = checks.find((check) => check.status === 'rejected');
    if (failed) throw failed.reason;
  }

  private async look({ id, driver }: OpenGateway): Promise<Finding> {
    const { reachable, version, edition, writes, fault } = await driver.check();
    const found = { version, edition, writes: reachable ? writes : null, error: null, emptied: false };
    if (!reachable) return { ...found, error: fault?.message ?? 'The gateway did not answer.' };
    const landmark = await this.rows.landmark(id, version);
    if (landmark === null) return found;
    try {
      return { ...found, emptied: (await driver.read(landmark)) === null };
    } catch (error) {
      if (!(error instanceof GatewayFault)) throw error;
      return { ...found, error: error.message };
    }
  }
}
