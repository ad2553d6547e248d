import { Injectable } from '@nestjs/common';
import { GatewayDrivers } from './gateway-drivers.js';
import { GatewayRowsStore } from './gateway-rows.store.js';
import { ReconcileJobsStore } from './reconcile-jobs.store.js';

/** Asks a gateway whether it is there. One that came back gets everything that waits for it at once. */
@Injectable()
export class CheckGateway {
  constructor(
    private readonly drivers: GatewayDrivers,
    private readonly rows: GatewayRowsStore,
    private readonly jobs: ReconcileJobsStore,
  ) {}

  async run(gatewayId: string): Promise<void> {
    const gateway = await this.drivers.open(gatewayId);
    if (gateway === null) return;
    const { reachable, version, fault } = await gateway.driver.check();
    const error = reachable ? null : (fault?.message ?? 'The gateway did not answer.');
    const cameBack = await this.rows.recordCheck(gatewayId, { version, error });
    if (cameBack) await this.jobs.enqueueWaiting(gatewayId, false);
  }

  async runAll(): Promise<void> {
    for (const id of await this.rows.allIds()) await this.run(id);
  }
}
