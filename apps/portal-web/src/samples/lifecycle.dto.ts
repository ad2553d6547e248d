import type { BrownoutListDto, TimelineDto, TimelineEntryDto, VersionDto, VersionSummaryDto } from '#contract';

/** Of a version whose end nobody plans, in a list. */
export const nothingPlanned: Pick<VersionSummaryDto, 'deprecatesAt' | 'sunsetAt' | 'successor'> = {
  deprecatesAt: null,
  sunsetAt: null,
  successor: null,
};

/** Of a version that goes on. */
export const goesOn: Pick<
  VersionDto,
  | 'deprecatesAt'
  | 'deprecatedAt'
  | 'sunsetAt'
  | 'retiresAtSunset'
  | 'successor'
  | 'retiredAt'
  | 'answersGone'
  | 'proposedAt'
> = {
  ...nothingPlanned,
  deprecatedAt: null,
  retiresAtSunset: false,
  retiredAt: null,
  answersGone: false,
  proposedAt: null,
};

/** A version that callers should leave, in a list. */
export const endingV1: Omit<VersionSummaryDto, 'publishedAt'> = {
  name: 'v1',
  state: 'deprecated',
  deprecatesAt: null,
  sunsetAt: '2027-03-01T00:00:00Z',
  successor: 'v2',
};

const entry = (kind: TimelineEntryDto['kind'], at: string, more: Partial<TimelineEntryDto> = {}): TimelineEntryDto => {
  return { kind, at, endsAt: null, sharePercent: null, planned: false, by: null, ...more };
};

export const timeline: TimelineDto = {
  items: [
    entry('published', '2026-03-02T08:00:00Z', { by: 'mara@example.com' }),
    entry('deprecated', '2026-11-02T08:00:00Z', { by: 'mara@example.com, by schedule' }),
    entry('brownout', '2027-02-01T10:00:00Z', { endsAt: '2027-02-01T10:30:00Z', sharePercent: 25, planned: true }),
    entry('retired', '2027-03-01T00:00:00Z', { planned: true }),
  ],
};

export const brownouts: BrownoutListDto = {
  items: [
    { id: 'b2', startsAt: '2027-02-01T10:00:00Z', endsAt: '2027-02-01T10:30:00Z', sharePercent: 25, state: 'planned' },
    { id: 'b1', startsAt: '2026-11-12T10:00:00Z', endsAt: '2026-11-12T10:30:00Z', sharePercent: 5, state: 'over' },
  ],
};

/** What a version says that ends. */
export const ends = {
  state: 'deprecated' as const,
  deprecatedAt: '2026-11-02T08:00:00Z',
  sunsetAt: '2027-03-01T00:00:00Z',
};
