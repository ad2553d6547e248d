import { RateLimitCounters, windowStartMs } from './rate-limit-counters.js';

describe('windowStartMs', () => {
  const now = Date.parse('2026-02-28T23:59:59.999Z');

  it.each([
    ['second', '2026-02-28T23:59:59.000Z'],
    ['minute', '2026-02-28T23:59:00.000Z'],
    ['hour', '2026-02-28T23:00:00.000Z'],
    ['day', '2026-02-28T00:00:00.000Z'],
    ['month', '2026-02-01T00:00:00.000Z'],
    ['year', '2026-01-01T00:00:00.000Z'],
  ] as const)('%s', (window, start) => {
    expect(new Date(windowStartMs(window, now)).toISOString()).toBe(start);
  });
});

describe('RateLimitCounters', () => {
  it('counts per key and window and begins anew with the next window', () => {
    const counters = new RateLimitCounters();
    counters.add('minute', 'a', 59_000);
    counters.add('minute', 'a', 59_999);
    counters.add('hour', 'a', 59_999);
    expect([counters.read('minute', 'a', 59_999), counters.read('minute', 'b', 59_999)]).toEqual([2, 0]);
    expect([counters.read('minute', 'a', 60_000), counters.read('hour', 'a', 60_000)]).toEqual([0, 1]);
    counters.add('minute', 'a', 60_000);
    expect(counters.read('minute', 'a', 60_000)).toBe(1);
  });
});
