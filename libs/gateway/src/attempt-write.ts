import type { GatewayDriver } from './driver.js';
import { GatewayFault } from './gateway-fault.js';
import { matchesWish } from './matches-wish.js';
import type { RemoteObject, RemoteRef, StoredObject } from './remote-object.js';
import type { Timing } from './timing.js';
import type { WritePacer } from './write-pacer.js';

/** How often one write is tried and how long is waited in between. A longer Retry-After is left to a later push. */
export const retryPolicy = { maxAttempts: 4, baseDelayMs: 200, maxDelayMs: 5_000, maxRetryAfterMs: 30_000 };

/**
 * Sends one object until the gateway holds it. After an unknown outcome the object is read back before it is sent
 * again, because a gateway may answer with an error although it wrote.
 */
export function attemptPut(driver: GatewayDriver, object: RemoteObject, pace: Pace): Promise<StoredObject> {
  return attempt(pace, {
    write: () => driver.put(object),
    readBack: async () => {
      const stored = await driver.read(object);
      return stored !== null && matchesWish(object.body, stored.body) ? { done: stored } : null;
    },
  });
}

/** Deletes one object until it is gone, reading back after an unknown outcome. */
export async function attemptRemove(driver: GatewayDriver, ref: RemoteRef, pace: Pace): Promise<void> {
  await attempt(pace, {
    write: () => driver.remove(ref),
    readBack: async () => ((await driver.read(ref)) === null ? { done: undefined } : null),
  });
}

/** How fast and how often a gateway is written to, and for how long by us. */
export interface Pace {
  pacer: WritePacer;
  timing: Timing;
  /** Asked before a write is sent again: somebody else may have written the object since. */
  mayRepeat(): boolean | Promise<boolean>;
}

interface Write<T> {
  write(): Promise<T>;
  /** The result if the write turns out to have been done, otherwise null. */
  readBack(): Promise<{ done: T } | null>;
}

async function attempt<T>({ pacer, timing, mayRepeat }: Pace, { write, readBack }: Write<T>): Promise<T> {
  for (let attemptNo = 1; ; attemptNo += 1) {
    const ended = pacer.begin();
    try {
      const result = await write();
      ended(null);
      return result;
    } catch (error) {
      const fault = asGatewayFault(error);
      ended(fault);
      if (fault.kind === 'unknown_outcome') {
        const found = await readBack().catch(nullOnGatewayFault);
        if (found) return found.done;
      }
      const delayMs = delayBeforeRetryMs(fault, attemptNo, timing);
      if (delayMs === null) throw fault;
      await timing.sleep(delayMs);
      if (!(await mayRepeat())) throw fault;
    }
  }
}

/** Full jitter: a random share of a doubling span, and never less than what the gateway asked for; null is "give up". */
function delayBeforeRetryMs(fault: GatewayFault, attemptNo: number, timing: Timing): number | null {
  const mayHeal = fault.kind === 'unknown_outcome' || fault.kind === 'busy';
  const askedMs = fault.retryAfterMs ?? 0;
  if (!mayHeal || attemptNo >= retryPolicy.maxAttempts || asksForLong(fault)) return null;
  const spanMs = Math.min(retryPolicy.maxDelayMs, retryPolicy.baseDelayMs * 2 ** (attemptNo - 1));
  return askedMs + Math.round(timing.random() * spanMs);
}

/** Whether the gateway asks for so long a wait that nobody should wait for it here. */
export function asksForLong({ retryAfterMs }: GatewayFault): boolean {
  return (retryAfterMs ?? 0) > retryPolicy.maxRetryAfterMs;
}

function nullOnGatewayFault(error: unknown): null {
  asGatewayFault(error);
  return null;
}

/** A driver rejects with a GatewayFault; anything else is a defect and must not be taken for a gateway's answer. */
function asGatewayFault(error: unknown): GatewayFault {
  if (error instanceof GatewayFault) return error;
  throw error;
}
