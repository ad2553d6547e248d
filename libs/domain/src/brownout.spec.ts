import { requireBrownout, type BrownoutVersion, type BrownoutWindow } from './brownout.js';

const now = new Date('2026-11-22T12:00:00Z');
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const window = (from: number, to: number): BrownoutWindow => ({ startsAt: at(from), endsAt: at(to) });
const deprecated: BrownoutVersion = { state: 'deprecated', deprecatesAt: null, sunsetAt: at(10_000) };
const planned: BrownoutVersion = { state: 'published', deprecatesAt: at(60), sunsetAt: at(10_000) };

type Case = [name: string, window: BrownoutWindow, version: BrownoutVersion, others: BrownoutWindow[]];

it.each<Case>([
  ['a minute, now', window(0, 1), deprecated, []],
  ['a day', window(10, 10 + 24 * 60), deprecated, []],
  ['up to the end of the version', window(9_990, 10_000), deprecated, []],
  ['from the planned deprecation on', window(60, 120), planned, []],
  ['right after another', window(20, 30), deprecated, [window(10, 20), window(30, 40)]],
])('takes %s', (_, one, version, others) => {
  expect(() => requireBrownout(one, version, others, now)).not.toThrow();
});

it.each<[...Case, field: string]>([
  ['half a minute', window(1, 1.5), deprecated, [], 'endsAt'],
  ['more than a day', window(1, 2 + 24 * 60), deprecated, [], 'endsAt'],
  ['an end before the beginning', window(10, 5), deprecated, [], 'endsAt'],
  ['the past', window(-1, 5), deprecated, [], 'startsAt'],
  ['before the planned deprecation', window(59, 120), planned, [], 'startsAt'],
  ['after the end of the version', window(9_990, 10_001), deprecated, [], 'endsAt'],
  ['a version without an end', window(1, 5), { ...deprecated, sunsetAt: null }, [], 'endsAt'],
  ['what overlaps another', window(5, 15), deprecated, [window(10, 20)], 'startsAt'],
])('refuses %s beside its field', (_, one, version, others, field) => {
  expect(() => requireBrownout(one, version, others, now)).toThrow(
    expect.objectContaining({ code: 'request.invalid', options: { fields: [expect.objectContaining({ field })] } }),
  );
});

it.each(['draft', 'published', 'retired'] as const)(
  'refuses one of a version whose callers nobody warns: %s',
  (state) => {
    expect(() => requireBrownout(window(1, 5), { ...deprecated, state }, [], now)).toThrow(
      expect.objectContaining({ code: 'version.illegal_transition' }),
    );
  },
);

it('refuses the twenty-first', () => {
  const others = Array.from({ length: 20 }, (_, index) => window(100 + index, 101 + index));
  expect(() => requireBrownout(window(1, 5), deprecated, others, now)).toThrow(
    expect.objectContaining({ code: 'version.too_many_brownouts' }),
  );
  expect(() => requireBrownout(window(1, 5), deprecated, others.slice(1), now)).not.toThrow();
});
