import type { BrownoutWindow } from './brownout.js';
import { Fault, type FieldFault } from './fault.js';
import type { VersionState } from './lifecycle.js';

/** What is wished for the end of a version. */
export interface LifecyclePlan {
  /** When it is to be deprecated by itself; null: it is deprecated already, is now, or nothing is planned. */
  deprecatesAt: Date | null;
  sunsetAt: Date | null;
  /** Whether it retires by itself at its sunset. */
  retiresAtSunset: boolean;
}

/** What of a version the plan has to go with. */
export interface PlannedVersion {
  state: VersionState;
  deprecatedAt: Date | null;
  sunsetAt: Date | null;
}

/**
 * Refuses a plan that makes no sense, each reason beside its field. A sunset that stays as it was may have passed.
 *
 * @param brownouts from the beginning of the first brown-out that is planned to the end of the last; null: none is
 */
export function requireLifecyclePlan(
  plan: LifecyclePlan,
  version: PlannedVersion,
  now: Date,
  brownouts: BrownoutWindow | null,
): void {
  const fields = [
    ...deprecationFaults(plan, version, now),
    ...sunsetFaults(plan, version, now),
    ...(brownouts === null ? [] : brownoutFaults(plan, version, brownouts)),
  ];
  if (fields.length > 0) throw new Fault('request.invalid', fields.map((one) => one.message).join(' '), { fields });
}

function deprecationFaults({ deprecatesAt }: LifecyclePlan, { state }: PlannedVersion, now: Date): FieldFault[] {
  if (deprecatesAt === null) return [];
  if (state === 'deprecated') return [{ field: 'deprecatesAt', message: 'The version is deprecated already.' }];
  return deprecatesAt > now
    ? []
    : [{ field: 'deprecatesAt', message: 'Give a time that lies ahead, or leave it out to deprecate at once.' }];
}

function sunsetFaults(plan: LifecyclePlan, version: PlannedVersion, now: Date): FieldFault[] {
  const { sunsetAt, deprecatesAt, retiresAtSunset } = plan;
  if (sunsetAt === null)
    return retiresAtSunset ? [{ field: 'sunsetAt', message: 'Say when, for it to be retired by itself then.' }] : [];
  const field = 'sunsetAt';
  const deprecation = version.state === 'deprecated' ? version.deprecatedAt : deprecatesAt;
  if (deprecation !== null && sunsetAt < deprecation)
    return [{ field, message: 'The end cannot come before the deprecation: its callers would not be warned.' }];
  const isKept = version.sunsetAt?.getTime() === sunsetAt.getTime();
  return sunsetAt > now || isKept ? [] : [{ field, message: 'The end must lie ahead.' }];
}

/** They are announced: the plan goes around them. */
function brownoutFaults(
  plan: LifecyclePlan,
  { state }: PlannedVersion,
  { startsAt, endsAt }: BrownoutWindow,
): FieldFault[] {
  const faults: FieldFault[] = [];
  if (state !== 'deprecated' && plan.deprecatesAt !== null && plan.deprecatesAt > startsAt) {
    const message = `A brown-out begins at ${startsAt.toISOString()}. Deprecate before it, or cancel it first.`;
    faults.push({ field: 'deprecatesAt', message });
  }
  if (plan.sunsetAt === null || plan.sunsetAt < endsAt) {
    const message = `A brown-out is planned until ${endsAt.toISOString()}. End after it, or cancel it first.`;
    faults.push({ field: 'sunsetAt', message });
  }
  return faults;
}
