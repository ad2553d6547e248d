/** Deletes that nobody is known to have wished may make up this much without anybody being asked. */
export const brakeLimits = { share: 0.25, objects: 20 };

/**
 * Stops deletes that nobody is known to have wished when they are many, because that is more often a broken database than
 * a wish. Small numbers always pass.
 *
 * @param deletes how many such objects a push would delete, together with those of the last hour
 * @param inventorySize how many objects of ours they are part of
 * @returns a sentence for the operator, or null when the push may go on
 */
export function brakeReason(deletes: number, inventorySize: number): string | null {
  if (deletes <= brakeLimits.objects || deletes <= inventorySize * brakeLimits.share) return null;
  return (
    `This change would delete ${deletes} of the ${inventorySize} objects on the gateway, and nobody is known to have ended ` +
    `what they stand for. More than ${brakeLimits.objects} objects and ${brakeLimits.share * 100} % need a confirmation.`
  );
}

const HOUR_MS = 3_600_000;

/** How much was deleted within the last hour, by the minute. */
export class RecentDeletes {
  private minutes: { minute: number; count: number }[] = [];

  constructor(private readonly nowMs: () => number = Date.now) {}

  add(count: number): void {
    if (count === 0) return;
    const minute = Math.floor(this.nowMs() / 60_000);
    const last = this.minutes.at(-1);
    if (last?.minute === minute) last.count += count;
    else this.minutes.push({ minute, count });
  }

  get count(): number {
    const oldest = Math.floor((this.nowMs() - HOUR_MS) / 60_000);
    this.minutes = this.minutes.filter(({ minute }) => minute >= oldest);
    return this.minutes.reduce((sum, { count }) => sum + count, 0);
  }
}
