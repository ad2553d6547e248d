import type { BrownoutWindow } from './brownout.js';
import { requireLifecyclePlan, type LifecyclePlan, type PlannedVersion } from './lifecycle-plan.js';

const now = new Date('2026-11-22T12:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * 86_400_000);
const window = (from: number, to: number): BrownoutWindow => ({ startsAt: at(from), endsAt: at(to) });
const published: PlannedVersion = { state: 'published', deprecatedAt: null, sunsetAt: null };
const deprecated: PlannedVersion = { state: 'deprecated', deprecatedAt: at(-10), sunsetAt: null };
const none: LifecyclePlan = { deprecatesAt: null, sunsetAt: null, retiresAtSunset: false };

type Case = [name: string, plan: Partial<LifecyclePlan>, version: PlannedVersion, brownouts: BrownoutWindow | null];

it.each<Case>([
  ['nothing', {}, published, null],
  ['a deprecation that lies ahead', { deprecatesAt: at(1) }, published, null],
  ['an end at the moment of the deprecation', { deprecatesAt: at(1), sunsetAt: at(1) }, published, null],
  ['retiring by itself at the end', { sunsetAt: at(1), retiresAtSunset: true }, deprecated, null],
  ['an end that has passed and stays', { sunsetAt: at(-1) }, { ...deprecated, sunsetAt: at(-1) }, null],
  ['an end after all brown-outs', { sunsetAt: at(3) }, deprecated, window(2, 3)],
])('takes %s', (_, plan, version, brownouts) => {
  expect(() => requireLifecyclePlan({ ...none, ...plan }, version, now, brownouts)).not.toThrow();
});

it.each<[...Case, field: string]>([
  ['a deprecation in the past', { deprecatesAt: at(0) }, published, null, 'deprecatesAt'],
  ['to deprecate what is', { deprecatesAt: at(1) }, deprecated, null, 'deprecatesAt'],
  ['an end before the planned deprecation', { deprecatesAt: at(2), sunsetAt: at(1) }, published, null, 'sunsetAt'],
  ['an end before the deprecation', { sunsetAt: at(-11) }, deprecated, null, 'sunsetAt'],
  ['an end in the past', { sunsetAt: at(-1) }, deprecated, null, 'sunsetAt'],
  ['retiring at an end that nobody named', { retiresAtSunset: true }, deprecated, null, 'sunsetAt'],
  ['an end before a brown-out is over', { sunsetAt: at(2) }, deprecated, window(1, 3), 'sunsetAt'],
  [
    'a deprecation after a brown-out has begun',
    { deprecatesAt: at(2), sunsetAt: at(9) },
    published,
    window(1, 3),
    'deprecatesAt',
  ],
  ['no end while a brown-out is planned', {}, deprecated, window(1, 3), 'sunsetAt'],
])('refuses %s beside its field', (_, plan, version, brownouts, field) => {
  expect(() => requireLifecyclePlan({ ...none, ...plan }, version, now, brownouts)).toThrow(
    expect.objectContaining({ code: 'request.invalid', options: { fields: [expect.objectContaining({ field })] } }),
  );
});
