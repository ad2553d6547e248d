import { interleaved, median, percentile } from './statistics.js';

it('takes the percentile by the nearest rank', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);
  expect([0, 0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([1, 100, 198, 200]);
  expect(() => percentile([], 0.5)).toThrow(RangeError);
});

it('takes the median, between the two in the middle when their number is even', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(() => median([])).toThrow(RangeError);
});

it('measures in turn, baseline first, and compares the medians', async () => {
  const order: string[] = [];
  const measured = await interleaved(
    3,
    async (round) => (order.push(`baseline ${round}`), [10, 1_000, 12][round] as number),
    async (round) => (order.push(`ours ${round}`), [6, 1, 7][round] as number),
  );
  expect(order).toEqual(['baseline 0', 'ours 0', 'baseline 1', 'ours 1', 'baseline 2', 'ours 2']);
  expect(measured.ratio).toBe(0.5);
});
