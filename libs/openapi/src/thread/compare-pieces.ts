import { compareSpecsHere } from '../compare/compare-specs-here.js';
import type { OperationRef, SpecChange, SpecComparison } from '../compare/spec-change.js';
import { piecesOf } from './pieces.js';

/** A comparison without its lists, then the lists. */
export type ComparePiece = { head: SpecComparison } | { operations: OperationRef[] } | { changes: SpecChange[] };

export function* comparePieces(base: Uint8Array, target: Uint8Array): Generator<ComparePiece> {
  const comparison = compareSpecsHere(base, target);
  yield { head: { ...comparison, operations: [], changes: [] } };
  for (const operations of piecesOf(comparison.operations)) yield { operations };
  for (const changes of piecesOf(comparison.changes)) yield { changes };
}
