import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type pg from 'pg';
import { type GatewayFault, isDocumentDriver } from '#gateway';
import { type SyncLane, WorkerSign } from '#platform';
import { POOL } from '../../database/database.js';
import { GatewayDrivers, type OpenGateway } from '../gateway-drivers.js';
import { NoteOutages } from '../note-outages.js';
import { DrainBatches } from './drain-batches.js';
import { type DocumentGateway, PushDocument } from './push-document.js';
import { ScopeLeasesStore } from './scope-leases.store.js';
import { SyncJobsStore } from './sync-jobs.store.js';

/** Makes one gateway as it is wished, until nothing is left that is due. */
@Injectable()
export class SyncGateway implements OnModuleDestroy {
  private readonly sign: WorkerSign;

  constructor(
    @Inject(POOL) pool: pg.Pool,
    private readonly drivers: GatewayDrivers,
    private readonly outages: NoteOutages,
    private readonly drainBatches: DrainBatches,
    private readonly pushDocument: PushDocument,
    private readonly leases: ScopeLeasesStore,
    private readonly jobs: SyncJobsStore,
  ) {
    this.sign = new WorkerSign(pool);
  }

  async run(gatewayId: string, lane: SyncLane): Promise<void> {
    const [gateway] = await Promise.all([this.drivers.open(gatewayId), this.sign.raise()]);
    // What waits for one that is away goes when a check has found it.
    if (gateway === null || gateway.away) return;
    for (;;) {
      const end = await this.write(gateway, lane);
      if (end === 'turn over') await this.jobs.enqueue(gatewayId, lane);
      if (end !== 'nothing left') return;
      await this.outages.written(gateway);
      const isHeld = await this.jobs.wakeLater(gatewayId, lane);
      if (!isHeld || (await this.leases.freeDead(gatewayId)) === 0) return;
    }
  }

  async onModuleDestroy(): Promise<void> {
    await this.sign.lower();
  }

  private write(gateway: OpenGateway, lane: SyncLane): Promise<'nothing left' | 'turn over' | 'gateway away'> {
    const { driver } = gateway;
    if (isDocumentDriver(driver)) return this.writeDocuments({ ...gateway, driver }, lane);
    return this.writeObjects(gateway, lane);
  }

  /** Writes object by object what is due in the lane. */
  private async writeObjects(
    gateway: OpenGateway,
    lane: SyncLane,
  ): Promise<'nothing left' | 'turn over' | 'gateway away'> {
    const drained = await this.drainBatches.run(gateway, lane, this.sign.id);
    if (drained === 'turn over' || drained === 'nothing left') return drained;
    await this.pause(gateway, lane, drained);
    return 'gateway away';
  }

  /** Writes the whole gateway as one document, for both lanes, as long as something is due and it may be written to. */
  private async writeDocuments(gateway: DocumentGateway, lane: SyncLane): Promise<'nothing left' | 'gateway away'> {
    for (;;) {
      const pushed = await this.pushDocument.run(gateway, this.sign.id);
      if (pushed === null) return 'nothing left';
      if (pushed.fault !== null) {
        await this.pause(gateway, lane, pushed.fault);
        return 'gateway away';
      }
    }
  }

  /** Nothing more is sent until a check has found the gateway well, or until the time that it asked for is over. */
  private async pause(gateway: OpenGateway, lane: SyncLane, fault: GatewayFault): Promise<void> {
    if (fault.concernsWholeGateway) await this.outages.away(gateway, fault);
    else await this.jobs.enqueue(gateway.id, lane, fault.retryAfterMs ?? 0);
  }
}
