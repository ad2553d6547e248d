import { gzipSync } from 'node:zlib';
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

/** Half the time of the usual one, for a quarter more bytes. */
const GZIP_LEVEL = 3;

/** Rows with their definitions in `bytes`, which are handed over and not copied. */
export type ReadPiece =
  | { head: Omit<SpecReading, 'operations' | 'components'> }
  | { gzip: Uint8Array; bytes: ArrayBuffer }
  | { operations: KeptOperation[]; bytes: ArrayBuffer }
  | { operationTags: KeptTag[] }
  | { components: KeptComponent[]; bytes: ArrayBuffer };

/** The head of a reading, and then its rows. */
export function* readPieces(bytes: Uint8Array): Generator<ReadPiece> {
  const reading = readSpecHere(bytes);
  const { operations: _, components: __, ...head } = reading;
  yield { head };
  if (reading.format !== 'zip') yield gzipped(bytes);
  for (const rows of piecesOf(keptOperations(reading))) yield { operations: rows, bytes: gather(rows) };
  for (const operationTags of piecesOf(keptTags(reading))) yield { operationTags };
  for (const rows of piecesOf(keptComponents(reading))) yield { components: rows, bytes: gather(rows) };
}

function gzipped(bytes: Uint8Array): { gzip: Uint8Array; bytes: ArrayBuffer } {
  const gzip = Uint8Array.from(gzipSync(bytes, { level: GZIP_LEVEL }));
  return { gzip, bytes: gzip.buffer };
}

/** Brings the definitions of the rows into one piece of memory. */
function gather(rows: { definition: Uint8Array }[]): ArrayBuffer {
  const all = new Uint8Array(rows.reduce((sum, { definition }) => sum + definition.byteLength, 0));
  let end = 0;
  for (const row of rows) {
    all.set(row.definition, end);
    row.definition = all.subarray(end, (end += row.definition.byteLength));
  }
  return all.buffer;
}
