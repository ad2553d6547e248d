import type { TimelineDto, TimelineEntryDto } from '#contract';

/** One line of what happened to a version or will happen. */
export interface TimelineLine {
  text: string;
  at: string;
  planned: boolean;
  by: string | null;
}

const happened: Record<TimelineEntryDto['kind'], string> = {
  published: 'Published',
  deprecated: 'Deprecated',
  undeprecated: 'The deprecation was taken back',
  sunset: 'Ended',
  retired: 'Retired',
  answer_stopped: 'Taken off the gateways',
  plan_changed: 'The plan for its end was changed',
  brownout: 'Some calls were refused',
  brownout_planned: 'A brown-out was planned',
  brownout_cancelled: 'A brown-out was called off',
};

const willHappen: Partial<Record<TimelineEntryDto['kind'], string>> = {
  deprecated: 'It will be deprecated',
  sunset: 'It may be retired from then on',
  retired: 'It will be retired',
  brownout: 'Some calls will be refused',
};

export function timelineLines({ items }: TimelineDto): TimelineLine[] {
  return items.map((entry) => ({ text: textOf(entry), at: entry.at, planned: entry.planned, by: entry.by }));
}

function textOf({ kind, planned, sharePercent, at, endsAt }: TimelineEntryDto): string {
  const text = (planned ? willHappen[kind] : undefined) ?? happened[kind];
  if (sharePercent === null || endsAt === null) return text;
  const minutes = Math.max(1, Math.round((Date.parse(endsAt) - Date.parse(at)) / 60_000));
  return `${text}: ${sharePercent} of 100, for ${minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`}`;
}
