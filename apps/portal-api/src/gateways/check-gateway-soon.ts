import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.js';
import { GatewaysReader } from './gateways.reader.js';
import { GatewaysStore } from './gateways.store.js';

/** Leaves the question whether a gateway is there to the worker: no request of ours waits for a gateway. */
@Injectable()
export class CheckGatewaySoon {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: GatewaysReader,
    private readonly gateways: GatewaysStore,
  ) {}

  async run(id: string): Promise<void> {
    await this.reader.byId(id);
    await this.unit.write((tx) => this.gateways.enqueueCheck(tx, id));
  }
}
