import type { ChangeDto, OperationRefDto } from '#contract';
import { CHANGE_RULES, type SpecChange } from '#openapi';

/** A change names this many of the operations that it hits, and how many there are. */
export const SHOWN_OPERATIONS = 20;

export function shownOperations({ operations }: SpecChange): number[] {
  return operations.slice(0, SHOWN_OPERATIONS);
}

/** @param operationAt what an index of the comparison stands for */
export function toChangeDto(
  change: SpecChange,
  operationAt: (index: number) => OperationRefDto | undefined,
): ChangeDto {
  const { rule, direction, basePointer, targetPointer, message, operations } = change;
  return {
    rule,
    class: change.class,
    why: Object.entries(CHANGE_RULES).find(([id]) => id === rule)?.[1].why ?? '',
    operations: shownOperations(change).flatMap((index) => operationAt(index) ?? []),
    operationCount: operations.length,
    direction,
    basePointer,
    targetPointer,
    message,
  };
}
