/** How many hex digits of an id choose its bucket. */
const DIGITS = 3;

/**
 * A set of UUIDs in lower case that is read in ascending order. Each id stands in a short sorted list of those that begin
 * like it, so that adding and removing does not get slower with their number.
 */
export class SortedIds {
  private readonly buckets = Array.from({ length: 16 ** DIGITS }, (): string[] => []);

  add(id: string): void {
    const bucket = this.bucketOf(id);
    bucket.splice(position(bucket, id), 0, id);
  }

  /** The id must be among them. */
  remove(id: string): void {
    const bucket = this.bucketOf(id);
    bucket.splice(position(bucket, id), 1);
  }

  /** Those that follow `afterId`, which need not be among them; all of them after an empty string. */
  *after(afterId: string): Generator<string> {
    const first = afterId === '' ? 0 : indexOf(afterId);
    for (let index = first; index < this.buckets.length; index += 1) {
      const bucket = this.buckets[index] as string[];
      for (let at = index === first ? position(bucket, afterId) : 0; at < bucket.length; at += 1) {
        const id = bucket[at] as string;
        if (id !== afterId) yield id;
      }
    }
  }

  private bucketOf(id: string): string[] {
    return this.buckets[indexOf(id)] as string[];
  }
}

function indexOf(id: string): number {
  return Number.parseInt(id.slice(0, DIGITS), 16);
}

/** Where `id` stands, or would stand, in the sorted ids. */
function position(order: string[], id: string): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] as string) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
