import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type pg from 'pg';
import { type GatewayFault, isDocumentDriver } from '#gateway';
import { type SyncLane, WorkerSign } from '#platform';
import { POOL } from '../../database/database.js';
import { GatewayDrivers, type OpenGateway } from '../gateway-drivers.js';
import { NoteOutages } from '../note-outages.js';
import { type Batch, PrepareBatch } from './prepare-batch.js';
import { PushBatch } from './push-batch.js';
import { type DocumentGateway, PushDocument } from './push-document.js';
import { ScopeLeasesStore } from './scope-leases.store.js';
import { SyncJobsStore } from './sync-jobs.store.js';

/** A large push lets others have its place among the worker's jobs after this long. */
const TURN_MS = 5_000;

/** Makes one gateway as it is wished: takes what waits in batches and pushes them, until nothing is left that is due. */
@Injectable()
export class SyncGateway implements OnModuleDestroy {
  private readonly sign: WorkerSign;

  constructor(
    @Inject(POOL) pool: pg.Pool,
    private readonly drivers: GatewayDrivers,
    private readonly outages: NoteOutages,
    private readonly batches: PrepareBatch,
    private readonly pushBatch: PushBatch,
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
    const { driver } = gateway;
    const end = isDocumentDriver(driver)
      ? await this.writeDocuments({ ...gateway, driver }, lane)
      : await this.drain(gateway, lane);
    if (end === 'turn over') await this.jobs.enqueue(gatewayId, lane);
    if (end !== 'nothing left') return;
    await this.outages.written(gateway);
    await this.jobs.wakeLater(gatewayId, lane);
  }

  async onModuleDestroy(): Promise<void> {
    await this.sign.lower();
  }

  private async drain(gateway: OpenGateway, lane: SyncLane): Promise<'nothing left' | 'turn over' | 'gateway away'> {
    const turnEndsMs = performance.now() + TURN_MS;
    const prepare = () => this.batches.run(gateway, lane, this.sign.id);
    let batch = await prepare();
    for (;;) {
      if (batch === null) {
        if ((await this.leases.freeDead(gateway.id)) === 0) return 'nothing left';
        batch = await prepare();
        continue;
      }
      const isTurnOver = performance.now() > turnEndsMs;
      // The next batch is read while this one is sent.
      const next = batch.mayBeMore && !isTurnOver ? prepare() : Promise.resolve(null);
      next.catch(() => undefined);
      const { again, fault } = await this.push(gateway, lane, batch, next);
      if (fault !== null) return 'gateway away';
      if (isTurnOver) return 'turn over';
      const mayBeMore = batch.mayBeMore || again > 0;
      batch = (await next) ?? (mayBeMore ? await prepare() : null);
    }
  }

  /** Writes the whole gateway as one document, for both lanes, as long as something is due and it may be written to. */
  private async writeDocuments(gateway: DocumentGateway, lane: SyncLane): Promise<'nothing left' | 'gateway away'> {
    for (;;) {
      const pushed = await this.pushDocument.run(gateway, this.sign.id);
      if (pushed === null) {
        if ((await this.leases.freeDead(gateway.id)) === 0) return 'nothing left';
      } else if (pushed.fault !== null) {
        await this.pause(gateway, lane, pushed.fault);
        return 'gateway away';
      }
    }
  }

  private async push(gateway: OpenGateway, lane: SyncLane, batch: Batch, next: Promise<Batch | null>) {
    try {
      const result = await this.pushBatch.run(gateway, batch, lane === 'now');
      if (result.fault !== null) {
        await this.release(await next);
        await this.pause(gateway, lane, result.fault);
      }
      return result;
    } catch (error) {
      await this.release(batch);
      await this.release(await next.catch(() => null));
      throw error;
    }
  }

  private async release(batch: Batch | null): Promise<void> {
    if (batch !== null) await this.batches.release(batch.scopes.map(({ lease }) => lease));
  }

  /** Nothing more is sent until a check has found the gateway well, or until the time that it asked for is over. */
  private async pause(gateway: OpenGateway, lane: SyncLane, fault: GatewayFault): Promise<void> {
    if (fault.concernsWholeGateway) await this.outages.away(gateway, fault);
    else await this.jobs.enqueue(gateway.id, lane, fault.retryAfterMs ?? 0);
  }
}
