/** Who calls an API is known from the calls of so many days. */
export const CALLER_DAYS = 30;
const DAY_MS = 86_400_000;

export function callersSince(now: Date): Date {
  return new Date(now.getTime() - CALLER_DAYS * DAY_MS);
}
