import type { OperationRef, SpecComparison } from '#openapi';
import { operationKeys } from './comparison-rows.js';
import { type ComparisonHead, headOf } from './comparison.store.js';
import { type ShownChange, toShownChange } from './shown-change.js';

/** A comparison as far as a review needs it. */
export interface ReviewedComparison {
  head: ComparisonHead;
  worst: ShownChange[];
  /** By their indexes: those that the changes name. */
  operations: ReadonlyMap<number, OperationRef>;
  /** The operations that somebody calls: the key of each by its index. */
  called: ReadonlyMap<number, string>;
  /** The called ones that breaking changes hit; all, when one hits the document as a whole. */
  broken: readonly number[] | 'all';
}

/**
 * Of a comparison that is not stored.
 * @param calledKeys the keys of operations that somebody calls
 * @param shown so many changes are shown
 */
export function reviewedComparison(
  comparison: SpecComparison,
  calledKeys: readonly string[],
  shown: number,
): ReviewedComparison {
  const { changes, operations } = comparison;
  const keys = new Set(calledKeys);
  const called = new Map(
    operations.flatMap((operation, index): [number, string][] => {
      const key = operationKeys(operation).find((name) => keys.has(name));
      return key === undefined ? [] : [[index, key]];
    }),
  );
  const breaking = changes.filter((change) => change.class === 'breaking');
  const isWhole = breaking.some((change) => change.operations.length === 0);
  const broken = new Set<number>();
  if (called.size > 0)
    for (const change of breaking) for (const index of change.operations) if (called.has(index)) broken.add(index);
  const worst = changes.slice(0, shown).map((change) => toShownChange(change, called));
  return {
    head: headOf(comparison),
    worst,
    operations: new Map(worst.flatMap((change) => change.operations).map((index) => [index, operations[index]!])),
    called,
    broken: isWhole ? 'all' : [...broken],
  };
}
