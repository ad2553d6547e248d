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
 * @param lastBrownoutEnd the end of the latest brown-out that is planned
 */
export function requireLifecyclePlan(
  plan: LifecyclePlan,
  version: PlannedVersion,
  now: Date,
  lastBrownoutEnd: Date | null,
): void {
  const fields = [
    ...deprecationFaults(plan, version, now),
    ...sunsetFaults(plan, version, now),
    ...brownoutFaults(plan, lastBrownoutEnd),
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

function brownoutFaults({ sunsetAt }: LifecyclePlan, lastBrownoutEnd: Date | null): FieldFault[] {
  if (lastBrownoutEnd === null || (sunsetAt !== null && sunsetAt >= lastBrownoutEnd)) return [];
  const until = lastBrownoutEnd.toISOString();
  return [{ field: 'sunsetAt', message: `A brown-out is planned until ${until}. End after it, or cancel it first.` }];
}
