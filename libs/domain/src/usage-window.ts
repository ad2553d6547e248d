export type UsageRange = '1h' | '6h' | '24h' | '7d' | '30d' | '90d';

export type UsageGrain = 'minute' | 'hour' | 'day';

export const GRAIN_MS: Record<UsageGrain, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The buckets of a chart: `from` is the first one's start, `to` the end (exclusive) of the one that is running. */
export interface UsageWindow {
  range: UsageRange;
  grain: UsageGrain;
  from: Date;
  to: Date;
  bucketStarts: Date[];
}

const BUCKETS: Record<UsageRange, { grain: UsageGrain; count: number }> = {
  '1h': { grain: 'minute', count: 60 },
  '6h': { grain: 'minute', count: 360 },
  '24h': { grain: 'hour', count: 24 },
  '7d': { grain: 'hour', count: 168 },
  '30d': { grain: 'day', count: 30 },
  '90d': { grain: 'day', count: 90 },
};

/** The start of the bucket that holds the moment, in UTC. */
export function bucketStart(moment: Date, grain: UsageGrain): Date {
  const sizeMs = GRAIN_MS[grain];
  return new Date(Math.floor(moment.getTime() / sizeMs) * sizeMs);
}

/** The window of a range that ends with the bucket running at `now`. */
export function usageWindow(range: UsageRange, now: Date): UsageWindow {
  const { grain, count } = BUCKETS[range];
  const sizeMs = GRAIN_MS[grain];
  const toMs = bucketStart(now, grain).getTime() + sizeMs;
  const fromMs = toMs - count * sizeMs;
  const bucketStarts = Array.from({ length: count }, (_, index) => new Date(fromMs + index * sizeMs));
  return { range, grain, from: new Date(fromMs), to: new Date(toMs), bucketStarts };
}
