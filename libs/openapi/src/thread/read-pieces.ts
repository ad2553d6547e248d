import { readSpecHere } from '../read-spec-here.js';
import type { ComponentRow, OperationRow, SpecReading } from '../reference-model.js';
import { piecesOf } from './pieces.js';

export type ReadPiece = { head: SpecReading } | { operations: OperationRow[] } | { components: ComponentRow[] };

/** The head of a reading, without any rows, and then its rows. */
export function* readPieces(bytes: Uint8Array): Generator<ReadPiece> {
  const { operations, components, ...head } = readSpecHere(bytes);
  yield { head: { ...head, operations: [], components: [] } };
  for (const rows of piecesOf(operations)) yield { operations: rows };
  for (const rows of piecesOf(components)) yield { components: rows };
}
