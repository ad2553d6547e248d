import { bucketStart, GRAIN_MS, usageWindow } from './usage-window.js';

const now = new Date('2028-03-01T00:30:59.999Z');

it.each([
  ['1h', 'minute', 60, '2028-02-29T23:31:00.000Z', '2028-03-01T00:31:00.000Z'],
  ['6h', 'minute', 360, '2028-02-29T18:31:00.000Z', '2028-03-01T00:31:00.000Z'],
  ['24h', 'hour', 24, '2028-02-29T01:00:00.000Z', '2028-03-01T01:00:00.000Z'],
  ['7d', 'hour', 168, '2028-02-23T01:00:00.000Z', '2028-03-01T01:00:00.000Z'],
  ['30d', 'day', 30, '2028-02-01T00:00:00.000Z', '2028-03-02T00:00:00.000Z'],
  ['90d', 'day', 90, '2027-12-03T00:00:00.000Z', '2028-03-02T00:00:00.000Z'],
] as const)('cuts %s into buckets of one %s', (range, grain, count, from, to) => {
  const window = usageWindow(range, now);
  expect(window).toMatchObject({ range, grain, from: new Date(from), to: new Date(to) });
  expect(window.bucketStarts).toHaveLength(count);
  expect(window.bucketStarts[0]).toEqual(window.from);
  expect(window.bucketStarts.at(-1)).toEqual(bucketStart(now, grain));
});

it('starts a bucket exactly at its edge', () => {
  const edge = new Date('2028-03-01T00:31:00.000Z');
  expect(bucketStart(edge, 'minute')).toEqual(edge);
  expect(bucketStart(new Date(edge.getTime() - 1), 'minute').getTime()).toBe(edge.getTime() - GRAIN_MS.minute);
  expect(bucketStart(new Date('1969-12-31T23:59:59.999Z'), 'day')).toEqual(new Date('1969-12-31T00:00:00.000Z'));
});
