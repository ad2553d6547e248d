const FIRST_MS = 50;
const LONGEST_MS = 5_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** So many probes take five minutes: then once a minute is enough. */
const MINUTELY_FROM = 66;
/** So many take a day. */
const HOURLY_FROM = 1_500;

/** How long after so many probes in vain the next one is made: it doubles from 50 ms to 5 s, and never ends. */
export function probeDelayMs(probes: number): number {
  if (probes >= HOURLY_FROM) return HOUR_MS;
  if (probes >= MINUTELY_FROM) return MINUTE_MS;
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** probes);
}
