import { Injectable } from '@nestjs/common';
import type { AdoptionDto } from '#contract';
import { uuid } from '#platform';
import { type Caller, signedIn } from '../auth/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { GatewaysReader } from '../gateways/gateways.reader.js';
import { AdoptionJobsStore } from './adoption-jobs.store.js';
import { AdoptionStore } from './adoption.store.js';
import { AdoptionsReader } from './adoptions.reader.js';

/** Has a gateway read. Asked again while it is being read, it answers with the reading that goes on. */
@Injectable()
export class StartPreview {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly gateways: GatewaysReader,
    private readonly store: AdoptionStore,
    private readonly jobs: AdoptionJobsStore,
    private readonly reader: AdoptionsReader,
  ) {}

  async run(caller: Caller, gatewayId: string): Promise<AdoptionDto> {
    await this.gateways.byId(gatewayId);
    const fresh = uuid();
    const id = await this.unit.write(async (tx) => {
      await this.store.lockGateway(tx, gatewayId);
      const reading = await this.store.running(tx, gatewayId, ['reading'], fresh);
      if (reading === null) await this.store.insert(tx, { id: fresh, gatewayId, createdBy: signedIn(caller).userId });
      // Also for one that was begun: its job may have given up.
      await this.jobs.enqueue(tx, 'preview-adoption', reading ?? fresh);
      return reading ?? fresh;
    });
    return this.reader.one(gatewayId, id);
  }
}
