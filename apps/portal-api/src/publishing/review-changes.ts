import type { ChangeDto, OperationRefDto, ReachDto } from '#contract';
import type { CallerRow } from '../callers/callers.store.js';
import { toCallerDto } from '../callers/callers.reader.js';
import { keyOfName } from '../comparisons/comparisons.reader.js';
import { type ShownChange, toChangeDto } from '../comparisons/shown-change.js';

/** A change names so many of those who call what it hits, and how many there are. */
const SHOWN_CALLERS = 10;

/** Operations of a comparison that somebody calls: the key of each by its index. */
export type CalledOperations = ReadonlyMap<number, string>;

/** Who calls what is live, the most calls first. */
export class Callers {
  private readonly rows: (CallerRow & { key: string })[];

  constructor(rows: readonly CallerRow[]) {
    this.rows = rows.map((row) => ({ ...row, key: keyOfName(row.operation) }));
  }

  get keys(): string[] {
    return [...new Set(this.rows.map(({ key }) => key))];
  }

  /** Those who call these operations; everybody, when a change hits the document as a whole. */
  of(operations: readonly number[] | 'all', called: CalledOperations): CallerRow[] {
    if (operations === 'all') return this.rows;
    if (operations.length === 0) return [];
    const keys = new Set(operations.map((index) => called.get(index)));
    return this.rows.filter(({ key }) => keys.has(key));
  }
}

/** A change with those who call what it hits, the most calls first. */
export function toReviewedChange(
  change: ShownChange,
  operationAt: (index: number) => OperationRefDto | undefined,
  hit: readonly CallerRow[],
): ChangeDto {
  return {
    ...toChangeDto(change, operationAt),
    callers: hit.slice(0, SHOWN_CALLERS).map(toCallerDto),
    callerCount: new Set(hit.map(({ applicationId }) => applicationId)).size,
  };
}

export function reachOf(hit: readonly CallerRow[]): ReachDto {
  return {
    applications: new Set(hit.map(({ applicationId }) => applicationId)).size,
    teams: new Set(hit.map(({ teamId }) => teamId)).size,
    calls: hit.reduce((sum, { calls }) => sum + calls, 0),
  };
}
