import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 5;

/**
 * Loaded into the API with `--import`: at each SIGWINCH it writes how long timers were kept waiting since the last one
 * into EVENT_LOOP_FILE, and begins anew. Other signals end the API.
 */
if (isMainThread && process.env.EVENT_LOOP_FILE !== undefined) {
  const file = process.env.EVENT_LOOP_FILE;
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // What is kept is the time between two timers, the wished one included.
  const beyond = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
  let written = 0;
  process.on('SIGWINCH', () => {
    const said = { nth: ++written, p99Ms: beyond(delay.percentile(99)), maxMs: beyond(delay.max) };
    writeFileSync(file, JSON.stringify(said));
    delay.reset();
  });
}
