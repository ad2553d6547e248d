/** `FAULTS=long` is the form that runs by night: the same tests with the counts that are promised. */
const isLong = process.env.FAULTS === 'long';

/** A count of the short form, or that of the long one. */
export function inForm<T>(short: T, long: T): T {
  return isLong ? long : short;
}

/** How long a test may take, and how long it waits for one thing. Busy machines need it; no promise is measured by it. */
export const TEST_MS = inForm(240_000, 3_600_000);
export const WAIT_MS = TEST_MS / 2;
