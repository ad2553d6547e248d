import { Fault, type FieldFault } from './fault.js';
import type { VersionState } from './lifecycle.js';

export const BROWNOUT_MIN_MINUTES = 1;
export const BROWNOUT_MAX_HOURS = 24;
/** So many may be planned or under way for a version. */
export const MAX_BROWNOUTS = 20;

export interface BrownoutWindow {
  startsAt: Date;
  endsAt: Date;
}

/** What of a version a brown-out has to go with. */
export interface BrownoutVersion {
  state: VersionState;
  /** when it will be deprecated */
  deprecatesAt: Date | null;
  sunsetAt: Date | null;
}

/**
 * Refuses a brown-out for which the callers are not warned, that overlaps another, or that is no short window before the
 * end: each reason beside its field.
 *
 * @param others those that are planned or under way
 */
export function requireBrownout(
  window: BrownoutWindow,
  version: BrownoutVersion,
  others: readonly BrownoutWindow[],
  now: Date,
): void {
  const { state, deprecatesAt } = version;
  if (state !== 'deprecated' && (state !== 'published' || deprecatesAt === null))
    throw new Fault(
      'version.illegal_transition',
      `Deprecate the version first, now or at a time that you plan. This one is ${state}.`,
    );
  if (others.length >= MAX_BROWNOUTS)
    throw new Fault('version.too_many_brownouts', `At most ${MAX_BROWNOUTS} brown-outs are planned at a time.`);
  const fields = [
    ...startFaults(window, version, now),
    ...endFaults(window, version),
    ...overlapFaults(window, others),
  ];
  if (fields.length > 0) throw new Fault('request.invalid', fields.map((one) => one.message).join(' '), { fields });
}

function startFaults({ startsAt }: BrownoutWindow, { state, deprecatesAt }: BrownoutVersion, now: Date): FieldFault[] {
  const field = 'startsAt';
  if (startsAt < now) return [{ field, message: 'Give a time that lies ahead.' }];
  if (state === 'deprecated' || deprecatesAt === null || startsAt >= deprecatesAt) return [];
  return [{ field, message: 'Begin after the deprecation, so that the callers are warned.' }];
}

function endFaults({ startsAt, endsAt }: BrownoutWindow, { sunsetAt }: BrownoutVersion): FieldFault[] {
  const field = 'endsAt';
  const minutes = (endsAt.getTime() - startsAt.getTime()) / 60_000;
  if (minutes < BROWNOUT_MIN_MINUTES || minutes > BROWNOUT_MAX_HOURS * 60)
    return [{ field, message: `A brown-out lasts ${BROWNOUT_MIN_MINUTES} minute to ${BROWNOUT_MAX_HOURS} hours.` }];
  if (sunsetAt === null) return [{ field, message: 'Say first when the version ends: brown-outs come before that.' }];
  return endsAt <= sunsetAt
    ? []
    : [{ field, message: `End before the version itself ends, on ${sunsetAt.toISOString()}.` }];
}

function overlapFaults({ startsAt, endsAt }: BrownoutWindow, others: readonly BrownoutWindow[]): FieldFault[] {
  const other = others.find((one) => one.startsAt < endsAt && startsAt < one.endsAt);
  if (other === undefined) return [];
  const when = `from ${other.startsAt.toISOString()} to ${other.endsAt.toISOString()}`;
  return [{ field: 'startsAt', message: `There is one ${when} already.` }];
}
