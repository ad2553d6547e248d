import type { ChangeDto, OperationRefDto, ReachDto } from '#contract';
import type { SpecChange } from '#openapi';
import type { CallerRow } from '../callers/callers.store.js';
import { toCallerDto } from '../callers/callers.reader.js';
import { keyOfName } from '../comparisons/comparisons.reader.js';
import { operationKey } from '../comparisons/comparison.store.js';
import { toChangeDto } from '../comparisons/to-change-dto.js';

/** A change names so many of those who call what it hits, and how many there are. */
const SHOWN_CALLERS = 10;

/** Who calls what, by the operation's key. */
export type CallersByOperation = ReadonlyMap<string, CallerRow[]>;

export function byOperation(callers: readonly CallerRow[]): CallersByOperation {
  const found = new Map<string, CallerRow[]>();
  for (const caller of callers) {
    const key = keyOfName(caller.operation);
    const known = found.get(key);
    if (known === undefined) found.set(key, [caller]);
    else known.push(caller);
  }
  return found;
}

/** The callers of these operations; of all operations where a change hits the document as a whole. */
function callersOf(operations: readonly OperationRefDto[] | 'all', callers: CallersByOperation): CallerRow[] {
  if (operations === 'all') return [...callers.values()].flat();
  return [...new Set(operations.map(operationKey))].flatMap((key) => callers.get(key) ?? []);
}

/** A change with those who call what it hits, the most calls first. */
export function toReviewedChange(
  change: SpecChange,
  operationAt: (index: number) => OperationRefDto | undefined,
  callers: CallersByOperation,
): ChangeDto {
  const isWhole = change.operations.length === 0;
  const hit = callersOf(isWhole ? 'all' : change.operations.flatMap((index) => operationAt(index) ?? []), callers);
  const byCalls = [...hit].sort((one, other) => other.calls - one.calls);
  return {
    ...toChangeDto(change, operationAt),
    callers: byCalls.slice(0, SHOWN_CALLERS).map(toCallerDto),
    callerCount: new Set(hit.map(({ applicationId }) => applicationId)).size,
  };
}

export function reachOf(operations: readonly OperationRefDto[] | 'all', callers: CallersByOperation): ReachDto {
  const hit = callersOf(operations, callers);
  return {
    applications: new Set(hit.map(({ applicationId }) => applicationId)).size,
    teams: new Set(hit.map(({ teamId }) => teamId)).size,
    calls: hit.reduce((sum, { calls }) => sum + calls, 0),
  };
}
