/** `FAULTS=long` is the form that runs by night: the same tests with the counts that are promised. */
const isLong = process.env.FAULTS === 'long';

/** A count of the short form, or that of the long one. */
export function inForm<T>(short: T, long: T): T {
  return isLong ? long : short;
}

/** How long a test may take. Nothing that is waited for is measured by it. */
export const TEST_MS = inForm(120_000, 3_600_000);
