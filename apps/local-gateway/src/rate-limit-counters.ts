import { WINDOWS } from '#kong-admin';

export type Window = (typeof WINDOWS)[number];

/** How long a window counts as when the seconds until its end are told; a month has 30 days, as in Kong. */
export const WINDOW_SECONDS: Record<Window, number> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86400,
  month: 2592000,
  year: 31536000,
};

/** The first millisecond of the calendar window (UTC) that holds `nowMs`. */
export function windowStartMs(window: Window, nowMs: number): number {
  if (window === 'month' || window === 'year') {
    const now = new Date(nowMs);
    return Date.UTC(now.getUTCFullYear(), window === 'month' ? now.getUTCMonth() : 0);
  }
  return nowMs - (nowMs % (WINDOW_SECONDS[window] * 1000));
}

interface Counter {
  startMs: number;
  count: number;
}

const SWEEP_EVERY_MS = 60_000;

/** Counts calls per identifier and calendar window, in memory. */
export class RateLimitCounters {
  private readonly byWindow = new Map<Window, Map<string, Counter>>(WINDOWS.map((window) => [window, new Map()]));
  private sweptAtMs = 0;

  /** What is counted in the current window. */
  read(window: Window, key: string, nowMs: number): number {
    const counter = this.byWindow.get(window)?.get(key);
    return counter && counter.startMs === windowStartMs(window, nowMs) ? counter.count : 0;
  }

  add(window: Window, key: string, nowMs: number): void {
    if (nowMs - this.sweptAtMs > SWEEP_EVERY_MS) this.sweep(nowMs);
    const counters = this.byWindow.get(window) as Map<string, Counter>;
    const startMs = windowStartMs(window, nowMs);
    const counter = counters.get(key);
    if (counter?.startMs === startMs) counter.count += 1;
    else counters.set(key, { startMs, count: 1 });
  }

  /** Forgets the counters of windows that are over. */
  private sweep(nowMs: number): void {
    this.sweptAtMs = nowMs;
    for (const [window, counters] of this.byWindow) {
      const startMs = windowStartMs(window, nowMs);
      for (const [key, counter] of counters) if (counter.startMs !== startMs) counters.delete(key);
    }
  }
}
