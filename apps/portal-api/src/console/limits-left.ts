import type { ConsoleHeaderDto, ConsoleLimitDto } from '#contract';

/** `X-RateLimit-Limit-Minute` of Kong, `RateLimit-Limit` of the IETF's drafts, `X-RateLimit-Limit` of everybody else. */
const LIMIT = /^(?:x-)?rate-?limit-limit(?:-([a-z]+))?$/;
/** From here on a reset is a time and no number of seconds. */
const FIRST_TIME_SECONDS = 1_000_000_000;

/** What is left of each limit that an answer tells, by its headers; the narrowest window first. */
export function limitsLeft(headers: readonly ConsoleHeaderDto[], now: Date): ConsoleLimitDto[] {
  const values = new Map(headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const numberAt = (name: string): number | null => {
    const digits = /^\s*(\d{1,15})\b/.exec(values.get(name) ?? '')?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const found = [...values.keys()].flatMap((name) => {
    const match = LIMIT.exec(name);
    const limit = numberAt(name);
    const remaining = numberAt(name.replace('limit-limit', 'limit-remaining'));
    if (match === null || limit === null || remaining === null) return [];
    const reset = numberAt(name.replace('limit-limit', 'limit-reset'));
    return [{ window: match[1] ?? null, limit, remaining, resetSeconds: secondsUntil(reset, now) }];
  });
  return withoutRepetitions(found);
}

function secondsUntil(reset: number | null, now: Date): number | null {
  if (reset === null || reset < FIRST_TIME_SECONDS) return reset;
  return Math.max(0, reset - Math.floor(now.getTime() / 1000));
}

/** A gateway says one limit in several spellings; the one that names its window stays and takes the reset of the other. */
function withoutRepetitions(limits: ConsoleLimitDto[]): ConsoleLimitDto[] {
  const named = limits.filter(({ window }) => window !== null);
  const unnamed = limits.filter(({ window }) => window === null);
  const isSame = (left: ConsoleLimitDto, right: ConsoleLimitDto): boolean =>
    left.limit === right.limit && left.remaining === right.remaining;
  const shown = named.map((limit) => ({
    ...limit,
    resetSeconds: limit.resetSeconds ?? unnamed.find((other) => isSame(limit, other))?.resetSeconds ?? null,
  }));
  for (const limit of unnamed) if (!shown.some((other) => isSame(limit, other))) shown.push(limit);
  return shown.sort((left, right) => left.limit - right.limit);
}
