import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 20;

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it. Fails after `timeoutMs` with
 * `what` was waited for. A question that throws counts as no answer; its last error is the cause.
 */
export async function waitUntil<T>(
  what: string,
  ask: () => Promise<T> | T,
  timeoutMs = 20_000,
): Promise<NonNullable<T>> {
  const deadlineMs = Date.now() + timeoutMs;
  for (;;) {
    let cause: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > deadlineMs) throw new Error(`Waited ${timeoutMs} ms in vain for: ${what}`, { cause });
    await delay(POLL_MS);
  }
}
