import { probeDelayMs } from './probe-delay.js';

it.each([
  [0, 50],
  [1, 100],
  [6, 3_200],
  [7, 5_000],
  [65, 5_000],
  [66, 60_000],
  [1_499, 60_000],
  [1_500, 3_600_000],
  [1_000_000, 3_600_000],
])('after %d probes waits %d ms for the next', (probes, delayMs) => {
  expect(probeDelayMs(probes)).toBe(delayMs);
});

it('makes the pauses grow after five minutes, and again after a day', () => {
  const totalMs = (probes: number) => Array.from({ length: probes }, (_, n) => probeDelayMs(n)).reduce((a, b) => a + b);
  expect(Math.round(totalMs(66) / 60_000)).toBe(5);
  expect(Math.round(totalMs(1_500) / 3_600_000)).toBe(24);
});
