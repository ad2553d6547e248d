import {
  type KeptComponent,
  type KeptOperation,
  type KeptTag,
  keptComponents,
  keptOperations,
  keptTags,
} from '../kept-reading.js';
import { readSpecHere } from '../read-spec-here.js';
import type { SpecReading } from '../reference-model.js';
import { piecesOf } from './pieces.js';

export type ReadPiece =
  | { head: Omit<SpecReading, 'operations' | 'components'> }
  | { operations: KeptOperation[] }
  | { operationTags: KeptTag[] }
  | { components: KeptComponent[] };

/** The head of a reading, and then its rows. */
export function* readPieces(bytes: Uint8Array): Generator<ReadPiece> {
  const reading = readSpecHere(bytes);
  const { operations: _, components: __, ...head } = reading;
  yield { head };
  for (const operations of piecesOf(keptOperations(reading))) yield { operations };
  for (const operationTags of piecesOf(keptTags(reading))) yield { operationTags };
  for (const components of piecesOf(keptComponents(reading))) yield { components };
}
