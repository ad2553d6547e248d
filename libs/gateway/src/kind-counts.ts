/** Numbers of objects by their kind. */
export type KindCounts = ReadonlyMap<string, number>;

/** How many of the objects are of which kind. */
export function countKinds(objects: readonly { kind: string }[]): KindCounts {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** Both together, kind by kind. */
export function addCounts(some: KindCounts, others: KindCounts): KindCounts {
  const counts = new Map(some);
  for (const [kind, count] of others) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return counts;
}

/** The number of all, whatever their kind. */
export function totalCount(counts: KindCounts): number {
  return [...counts.values()].reduce((total, count) => total + count, 0);
}
