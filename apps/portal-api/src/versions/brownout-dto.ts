import type { BrownoutDto, BrownoutState } from '#contract';
import type { BrownoutRow } from './brownouts.store.js';

export function toBrownoutDto(row: BrownoutRow): BrownoutDto {
  const { id, startsAt, endsAt, sharePercent } = row;
  return {
    id,
    startsAt: startsAt.toISOString(),
    // One that was ended before its time is over since then.
    endsAt: (row.begunAt !== null && row.endedAt !== null && row.endedAt < endsAt ? row.endedAt : endsAt).toISOString(),
    sharePercent,
    state: stateOf(row),
  };
}

function stateOf({ begunAt, endedAt, cancelledAt }: BrownoutRow): BrownoutState {
  if (cancelledAt !== null) return 'cancelled';
  if (begunAt === null) return endedAt === null ? 'planned' : 'missed';
  return endedAt === null ? 'under_way' : 'over';
}
