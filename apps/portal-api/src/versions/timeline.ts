import type { TimelineDto, TimelineEntryDto, TimelineKind } from '#contract';
import type { BrownoutRow } from './brownouts.store.js';
import type { TimelineEvent } from './timeline.store.js';
import { toBrownoutDto } from './brownout-dto.js';
import type { VersionRow } from './version.store.js';

/** What only those learn who may change the service: who changed his mind about what. */
const INSIDE: ReadonlySet<TimelineKind> = new Set(['plan_changed', 'brownout_planned', 'brownout_cancelled']);

/** What happened to a version and what is planned, the oldest first. */
export function timelineOf(
  version: VersionRow,
  brownouts: readonly BrownoutRow[],
  events: readonly TimelineEvent[],
  insider: boolean,
): TimelineDto {
  const entries = [
    ...events.map(({ kind, at, by }) => entry(kind, at, { by: insider ? by : null })),
    ...publicationOf(version, events),
    ...brownouts.flatMap(brownoutEntry),
    ...plannedOf(version),
  ];
  return {
    items: entries
      .filter(({ kind }) => insider || !INSIDE.has(kind))
      .sort((a, b) => a.at.localeCompare(b.at) || Number(a.planned) - Number(b.planned)),
  };
}

/** A version that was taken over from a gateway was published without a word in the audit log. */
function publicationOf({ publishedAt }: VersionRow, events: readonly TimelineEvent[]): TimelineEntryDto[] {
  const isTold = events.some(({ kind }) => kind === 'published');
  return publishedAt === null || isTold ? [] : [entry('published', publishedAt)];
}

function plannedOf({ state, deprecatesAt, sunsetAt, retiresAtSunset }: VersionRow): TimelineEntryDto[] {
  if (state !== 'published' && state !== 'deprecated') return [];
  return [
    ...(deprecatesAt === null ? [] : [entry('deprecated', deprecatesAt, { planned: true })]),
    ...(sunsetAt === null ? [] : [entry(retiresAtSunset ? 'retired' : 'sunset', sunsetAt, { planned: true })]),
  ];
}

function brownoutEntry(row: BrownoutRow): TimelineEntryDto[] {
  const { state, startsAt, endsAt, sharePercent } = toBrownoutDto(row);
  if (state === 'cancelled' || state === 'missed') return [];
  return [{ ...entry('brownout', new Date(startsAt)), endsAt, sharePercent, planned: state === 'planned' }];
}

function entry(kind: TimelineKind, at: Date, more: Partial<TimelineEntryDto> = {}): TimelineEntryDto {
  return { kind, at: at.toISOString(), endsAt: null, sharePercent: null, planned: false, by: null, ...more };
}
