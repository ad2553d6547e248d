import type { SpecComparison } from '../compare/spec-change.js';
import { COMPARE_DEADLINE_MS } from '../limits.js';
import { inThread } from './worker-pool.js';

/**
 * Compares two OpenAPI documents in a worker thread. Rejects with SpecFault: one of them cannot be read, or the
 * comparison is not done `deadlineMs` after a worker took it. Rejects with the signal's reason when that is aborted.
 */
export async function compareSpecs(
  base: Uint8Array,
  target: Uint8Array,
  { deadlineMs = COMPARE_DEADLINE_MS, signal }: { deadlineMs?: number; signal?: AbortSignal } = {},
): Promise<SpecComparison> {
  let comparison: SpecComparison | null = null;
  const lists: Pick<SpecComparison, 'operations' | 'changes'> = { operations: [], changes: [] };
  const options = { doing: 'Comparing these documents', deadlineMs, signal };
  await inThread('compare', [base, target], options, (piece) => {
    if ('head' in piece) comparison = { ...piece.head, ...lists };
    else if ('operations' in piece) lists.operations.push(...piece.operations);
    else lists.changes.push(...piece.changes);
  });
  if (comparison === null) throw new Error('The thread gave no comparison.');
  return comparison;
}
