import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import { ConsoleStore } from './console.store.js';

/** A new key is on a gateway that is well within a second or two. */
const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 100;

/** Waits until a gateway was seen to let a key in, so that the first call is not refused for coming too early. */
@Injectable()
export class AwaitKey {
  constructor(private readonly store: ConsoleStore) {}

  async run(credentialId: string, gatewayId: string, signal: AbortSignal, patienceMs = PATIENCE_MS): Promise<void> {
    const until = performance.now() + patienceMs;
    for (;;) {
      const { takenAt, liveAt } = await this.store.progress(credentialId, gatewayId);
      if (liveAt !== null) return;
      if (signal.aborted) break;
      if (performance.now() >= until) {
        // It has the key, and nobody could see it let in: the call itself will tell.
        if (takenAt !== null) return;
        break;
      }
      await wait(LOOK_EVERY_MS);
    }
    throw new Fault(
      'console.key_not_ready',
      'The gateway has not taken the key of this console yet. Nothing was sent; send again in a moment.',
      { retryAfterSeconds: 5 },
    );
  }
}
