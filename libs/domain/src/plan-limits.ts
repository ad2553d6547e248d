import { Fault, type FieldFault } from './fault.js';

/** From the shortest to the longest. */
export const LIMIT_WINDOWS = ['second', 'minute', 'hour', 'day', 'month'] as const;
export type LimitWindow = (typeof LIMIT_WINDOWS)[number];

/** The calls allowed in each window; an absent window is not limited. */
export type PlanLimits = { [window in LimitWindow]?: number };

/** Above any real quota, and below what a gateway's counter or a database integer holds. */
export const MAX_LIMIT = 2_000_000_000;

/**
 * Checks limits from outside. All faults are told together as `plan.limits_invalid`. A longer window may not allow less
 * than a shorter one: the shorter one would never be reached, and Kong refuses the pair.
 */
export function validatePlanLimits(input: unknown): PlanLimits {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    throw invalid([{ field: 'limits', message: 'Give an object such as {"minute": 5, "month": 1000}.' }]);
  const fields: FieldFault[] = [];
  for (const name of Object.keys(input))
    if (!LIMIT_WINDOWS.some((window) => window === name))
      fields.push({ field: 'limits', message: `A window is one of ${LIMIT_WINDOWS.join(', ')}.` });
  const limits: PlanLimits = {};
  let shorter: { window: LimitWindow; calls: number } | null = null;
  for (const window of LIMIT_WINDOWS) {
    const calls = Object.hasOwn(input, window) ? (input as Record<string, unknown>)[window] : undefined;
    if (calls === undefined || calls === null) continue;
    const field = `limits.${window}`;
    if (typeof calls !== 'number' || !Number.isInteger(calls) || calls < 1 || calls > MAX_LIMIT)
      fields.push({ field, message: `Give a whole number from 1 to ${grouped(MAX_LIMIT)}.` });
    else if (shorter !== null && calls < shorter.calls)
      fields.push({
        field,
        message: `A ${window} may not allow less than a ${shorter.window} (${grouped(shorter.calls)}).`,
      });
    else {
      limits[window] = calls;
      shorter = { window, calls };
    }
  }
  if (fields.length > 0) throw invalid(fields);
  return limits;
}

function invalid(fields: FieldFault[]): Fault {
  return new Fault('plan.limits_invalid', 'The limits of the plan cannot be used as they are.', { fields });
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** `5 per minute, 1,000 per month`, or `unlimited`. */
export function describeLimits(limits: PlanLimits): string {
  const parts = LIMIT_WINDOWS.flatMap((window) => {
    const calls = limits[window];
    return calls === undefined ? [] : [`${grouped(calls)} per ${window}`];
  });
  return parts.join(', ') || 'unlimited';
}
