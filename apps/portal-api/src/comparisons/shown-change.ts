import type { ChangeDto, OperationRefDto } from '#contract';
import { CHANGE_RULES, type SpecChange } from '#openapi';

/** A change names this many of the operations that it hits, and how many there are. */
export const SHOWN_OPERATIONS = 20;
/** Characters of a path that are shown of an operation. */
const MAX_PATH_CHARACTERS = 2_000;

/** A change without the thousands of operations that it may hit. */
export interface ShownChange extends SpecChange {
  /** The first SHOWN_OPERATIONS of them. */
  operations: number[];
  /** How many it hits; 0: the document as a whole. */
  operationCount: number;
  /** Those of the called ones that it hits. */
  called: number[];
}

/** The same for a change that is not stored. */
export function toShownChange(change: SpecChange, called: ReadonlyMap<number, string>): ShownChange {
  const { operations } = change;
  return {
    ...change,
    operations: operations.slice(0, SHOWN_OPERATIONS),
    operationCount: operations.length,
    called: called.size === 0 ? [] : operations.filter((index) => called.has(index)),
  };
}

/** @param operationAt what an index of the comparison stands for */
export function toChangeDto(
  change: ShownChange,
  operationAt: (index: number) => OperationRefDto | undefined,
): ChangeDto {
  const { rule, direction, basePointer, targetPointer, message, operations, operationCount } = change;
  return {
    rule,
    class: change.class,
    why: Object.entries(CHANGE_RULES).find(([id]) => id === rule)?.[1].why ?? '',
    operations: operations.flatMap((index) => {
      const found = operationAt(index);
      return found === undefined ? [] : { method: found.method, path: found.path.slice(0, MAX_PATH_CHARACTERS) };
    }),
    operationCount,
    direction,
    basePointer,
    targetPointer,
    message,
  };
}
