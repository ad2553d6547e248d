const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** Doubles from half a second up to a minute, half of it by chance, so that many scopes do not return together. */
export function retryDelayMs(attempts: number, random: () => number = Math.random): number {
  const wholeMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts, 10));
  return Math.round(wholeMs / 2 + (wholeMs / 2) * random());
}
