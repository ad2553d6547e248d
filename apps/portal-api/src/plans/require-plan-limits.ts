import { Fault, type PlanLimits, validatePlanLimits } from '#domain';

/** The checked limits of a plan. A plan without any is refused: it would be no terms at all. */
export function requirePlanLimits(input: unknown): PlanLimits {
  const limits = validatePlanLimits(input);
  if (Object.keys(limits).length > 0) return limits;
  const message = 'Limit at least one window: second, minute, hour, day or month.';
  throw new Fault('plan.limits_invalid', message, { fields: [{ field: 'limits', message }] });
}
