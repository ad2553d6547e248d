import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { SweepJobsStore } from '../gateway-sync/sweep/sweep-jobs.store.js';
import { DriftReader } from './drift.reader.js';

/** Leaves a look at everything that stands on a gateway to the worker: no request of ours waits for a gateway. */
@Injectable()
export class SweepSoon {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: DriftReader,
    private readonly jobs: SweepJobsStore,
  ) {}

  async run(gatewayId: string): Promise<void> {
    await this.reader.driver(gatewayId);
    await this.unit.write((tx) => this.jobs.enqueueNow(tx, gatewayId));
  }
}
