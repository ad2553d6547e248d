import { requireLifecyclePlan, type LifecyclePlan, type PlannedVersion } from './lifecycle-plan.js';

const now = new Date('2026-11-22T12:00:00Z');
const at = (days: number) => new Date(now.getTime() + days * 86_400_000);
const published: PlannedVersion = { state: 'published', deprecatedAt: null, sunsetAt: null };
const deprecated: PlannedVersion = { state: 'deprecated', deprecatedAt: at(-10), sunsetAt: null };
const none: LifecyclePlan = { deprecatesAt: null, sunsetAt: null, retiresAtSunset: false };

type Case = [name: string, plan: Partial<LifecyclePlan>, version: PlannedVersion, lastBrownoutEnd?: Date];

it.each<Case>([
  ['nothing', {}, published],
  ['a deprecation that lies ahead', { deprecatesAt: at(1) }, published],
  ['an end at the moment of the deprecation', { deprecatesAt: at(1), sunsetAt: at(1) }, published],
  ['retiring by itself at the end', { sunsetAt: at(1), retiresAtSunset: true }, deprecated],
  ['an end that has passed and stays', { sunsetAt: at(-1) }, { ...deprecated, sunsetAt: at(-1) }],
  ['an end after all brown-outs', { sunsetAt: at(3) }, deprecated, at(3)],
])('takes %s', (_, plan, version, lastEnd = undefined) => {
  expect(() => requireLifecyclePlan({ ...none, ...plan }, version, now, lastEnd ?? null)).not.toThrow();
});

it.each<[...Case, field: string]>([
  ['a deprecation in the past', { deprecatesAt: at(0) }, published, undefined!, 'deprecatesAt'],
  ['to deprecate what is', { deprecatesAt: at(1) }, deprecated, undefined!, 'deprecatesAt'],
  [
    'an end before the planned deprecation',
    { deprecatesAt: at(2), sunsetAt: at(1) },
    published,
    undefined!,
    'sunsetAt',
  ],
  ['an end before the deprecation', { sunsetAt: at(-11) }, deprecated, undefined!, 'sunsetAt'],
  ['an end in the past', { sunsetAt: at(-1) }, deprecated, undefined!, 'sunsetAt'],
  ['retiring at an end that nobody named', { retiresAtSunset: true }, deprecated, undefined!, 'sunsetAt'],
  ['an end before a brown-out is over', { sunsetAt: at(2) }, deprecated, at(3), 'sunsetAt'],
  ['no end while a brown-out is planned', {}, deprecated, at(3), 'sunsetAt'],
])('refuses %s beside its field', (_, plan, version, lastEnd, field) => {
  expect(() => requireLifecyclePlan({ ...none, ...plan }, version, now, lastEnd ?? null)).toThrow(
    expect.objectContaining({ code: 'request.invalid', options: { fields: [expect.objectContaining({ field })] } }),
  );
});
