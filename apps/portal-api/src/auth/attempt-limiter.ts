import { isIPv6 } from 'node:net';
import { Fault } from '#domain';
import type { Clock } from '#platform';

/** Beyond this many keys the one that was used longest ago is forgotten, so that memory stays bounded. */
export const MAX_LIMITED_KEYS = 50_000;

export interface AttemptLimit {
  /** This many attempts are let through within any window of this length. */
  attempts: number;
  windowMs: number;
}

/**
 * Counts attempts by key in a sliding window, in the memory of this process. An attempt is counted before it is made, so
 * that many at the same time cannot slip through together; what turned out harmless is given back.
 */
export class AttemptLimiter {
  private readonly times = new Map<string, number[]>();

  constructor(
    private readonly clock: Clock,
    private readonly limit: AttemptLimit,
  ) {}

  /** Counts one attempt, or throws `request.too_many` with the time to wait; the refused ones are not counted. */
  take(key: string): void {
    const nowMs = this.clock.now().getTime();
    const recent = (this.times.get(key) ?? []).filter((time) => time > nowMs - this.limit.windowMs);
    this.times.delete(key);
    this.times.set(key, recent);
    const [oldest] = recent;
    if (recent.length >= this.limit.attempts && oldest !== undefined)
      throw new Fault('request.too_many', 'Too many attempts. Wait before you try again.', {
        retryAfterSeconds: Math.ceil((oldest + this.limit.windowMs - nowMs) / 1000),
      });
    recent.push(nowMs);
    this.forgetOldest();
  }

  /** Takes the last counted attempt back. */
  giveBack(key: string): void {
    this.times.get(key)?.pop();
  }

  private forgetOldest(): void {
    if (this.times.size <= MAX_LIMITED_KEYS) return;
    const [oldest] = this.times.keys();
    if (oldest !== undefined) this.times.delete(oldest);
  }
}

/** The network that an address stands for: one household has a whole /64 of IPv6, so its addresses count as one. */
export function networkOf(ip: string): string {
  const address = ip.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? new Array<string>(8 - left.length - right.length).fill('0') : [];
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
