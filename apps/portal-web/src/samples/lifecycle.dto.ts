import type { VersionDto, VersionSummaryDto } from '#contract';

/** Of a version whose end nobody plans, in a list. */
export const nothingPlanned: Pick<VersionSummaryDto, 'deprecatesAt' | 'sunsetAt' | 'successor'> = {
  deprecatesAt: null,
  sunsetAt: null,
  successor: null,
};

/** Of a version that goes on. */
export const goesOn: Pick<
  VersionDto,
  'deprecatesAt' | 'deprecatedAt' | 'sunsetAt' | 'retiresAtSunset' | 'successor' | 'retiredAt' | 'answersGone'
> = { ...nothingPlanned, deprecatedAt: null, retiresAtSunset: false, retiredAt: null, answersGone: false };

/** A version that callers should leave, in a list. */
export const endingV1: Omit<VersionSummaryDto, 'publishedAt'> = {
  name: 'v1',
  state: 'deprecated',
  deprecatesAt: null,
  sunsetAt: '2027-03-01T00:00:00Z',
  successor: 'v2',
};
