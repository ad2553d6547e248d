import { Injectable } from '@nestjs/common';
import type { GatewayFault } from '#gateway';
import type { SyncLane } from '#platform';
import type { OpenGateway } from '../gateway-drivers.js';
import { type Batch, PrepareBatch } from './prepare-batch.js';
import { PushBatch } from './push-batch.js';

/** A large push lets others have its place among the worker's jobs after this long. */
const TURN_MS = 5_000;

/**
 * Takes what waits in batches and pushes them. While one is sent, the next is read and the one before it is let go, so
 * that the gateway never waits for the database.
 */
@Injectable()
export class DrainBatches {
  constructor(
    private readonly batches: PrepareBatch,
    private readonly pushBatch: PushBatch,
  ) {}

  /** Until nothing is due that is free, the turn is over, or a fault concerns the whole gateway. */
  async run(
    gateway: OpenGateway,
    lane: SyncLane,
    workerId: string,
  ): Promise<'nothing left' | 'turn over' | GatewayFault> {
    const turnEndsMs = performance.now() + TURN_MS;
    const prepare = () => this.batches.run(gateway, lane, workerId);
    let ending: Promise<unknown> = Promise.resolve();
    let batch = await prepare();
    while (batch !== null) {
      const isTurnOver = performance.now() > turnEndsMs;
      const next = batch.mayBeMore && !isTurnOver ? prepare() : Promise.resolve(null);
      next.catch(() => undefined);
      try {
        const { fault, ended } = await this.push(gateway, lane, batch, ending);
        ending = ended;
        if (fault !== null || isTurnOver) {
          await this.release(await next);
          await ended;
          return fault ?? 'turn over';
        }
        const mayBeMore = batch.mayBeMore || (await ended) > 0;
        batch = (await next) ?? (mayBeMore ? await prepare() : null);
      } catch (error) {
        await this.release(await next.catch(() => null));
        throw error;
      }
    }
    await ending;
    return 'nothing left';
  }

  /** Sends one batch, and waits for the end of the one before it. */
  private async push(gateway: OpenGateway, lane: SyncLane, batch: Batch, before: Promise<unknown>) {
    try {
      const pushed = await this.pushBatch.run(gateway, batch, lane === 'now');
      pushed.ended.catch(() => this.release(batch));
      await before;
      return pushed;
    } catch (error) {
      await before.catch(() => undefined);
      await this.release(batch);
      throw error;
    }
  }

  private async release(batch: Batch | null): Promise<void> {
    if (batch !== null) await this.batches.release(batch.scopes.map(({ lease }) => lease));
  }
}
