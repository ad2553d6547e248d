import type { ChangeDto, OperationRefDto } from '#contract';
import type { CallerRow, ReachRow } from '../callers/callers.store.js';
import { toCallerDto } from '../callers/callers.reader.js';
import { keyOfName } from '../comparisons/comparisons.reader.js';
import { type ShownChange, toChangeDto } from '../comparisons/shown-change.js';

/** A change names so many of those who call what it hits, and how many there are. */
const SHOWN_CALLERS = 10;

/** Operations of a comparison that somebody calls: the key of each by its index. */
export type CalledOperations = ReadonlyMap<number, string>;

/** Places in `Callers.operations`; null: all of them, because a change hits the document as a whole. */
export type CalledSet = number[] | null;

/** What is called of what is live, and who calls most of it. */
export class Callers {
  private readonly places = new Map<string, number[]>();

  /**
   * @param operations every one that was called, by its name
   * @param most pairs of application and operation, the most calls first: of very many not all
   */
  constructor(
    readonly operations: readonly string[],
    private readonly most: readonly CallerRow[],
  ) {
    for (const [place, name] of operations.entries()) {
      const key = keyOfName(name);
      this.places.set(key, [...(this.places.get(key) ?? []), place]);
    }
  }

  get keys(): string[] {
    return [...this.places.keys()];
  }

  /** What these operations of a comparison are called by those who call them. */
  setOf(indexes: readonly number[] | 'all', called: CalledOperations): CalledSet {
    if (indexes === 'all') return null;
    const keys = new Set(indexes.flatMap((index) => called.get(index) ?? []));
    return [...keys].flatMap((key) => this.places.get(key) ?? []);
  }

  /** Those of a set who call most. */
  mostOf(set: CalledSet): CallerRow[] {
    if (set?.length === 0) return [];
    const names = new Set(set?.map((place) => this.operations[place]));
    const found: CallerRow[] = [];
    for (const row of this.most) {
      if (set !== null && !names.has(row.operation)) continue;
      found.push(row);
      if (found.length === SHOWN_CALLERS) break;
    }
    return found;
  }
}

/** A change with those who call what it hits, the most calls first. */
export function toReviewedChange(
  change: ShownChange,
  operationAt: (index: number) => OperationRefDto | undefined,
  { most, reach }: { most: readonly CallerRow[]; reach: ReachRow },
): ChangeDto {
  return { ...toChangeDto(change, operationAt), callers: most.map(toCallerDto), callerCount: reach.applications };
}
