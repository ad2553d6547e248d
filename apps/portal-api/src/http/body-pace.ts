import { Fault } from '#domain';

/** So much of a body has to come within each PACE_WINDOW_MS until it is there. */
export const MIN_PACE_BYTES = 64_000;
export const PACE_WINDOW_MS = 10_000;

/**
 * Watches a body that is being received: whoever sends a byte now and then would hold memory and a place for as long as
 * they like.
 * @param tooSlow is called with `request.too_slow`
 * @returns what ends the watch
 */
export function watchPace(receivedBytes: () => number, tooSlow: (fault: Fault) => void): () => void {
  let before = 0;
  const look = (): void => {
    const now = receivedBytes();
    if (now - before < MIN_PACE_BYTES) tooSlow(tooSlowFault());
    before = now;
  };
  // Where this process was busy itself, what has come meanwhile is taken in first.
  const watch = setInterval(() => setImmediate(look), PACE_WINDOW_MS);
  return () => clearInterval(watch);
}

function tooSlowFault(): Fault {
  const least = `${MIN_PACE_BYTES / 1000} kB came within ${PACE_WINDOW_MS / 1000} s`;
  return new Fault(
    'request.too_slow',
    `The body came too slowly: less than ${least}. Send it over a faster connection.`,
  );
}
