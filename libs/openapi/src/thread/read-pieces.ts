import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { isZip } from '../bundle/zip-directory.js';
import { type KeptReading, type KeptTag, keptComponents, keptOperations, keptTags, Reaches } from '../kept-reading.js';
import { packRows, type RowPiece } from '../kept-rows.js';
import { readSpecHere } from '../read-spec-here.js';
import { WEBHOOK } from '../reference-model.js';
import { piecesOf } from './pieces.js';

/** Half the time of the usual one, for a quarter more bytes. */
const GZIP_LEVEL = 3;
/** Documents become smaller than this share at least. */
const LEAST_RATIO = 3;

/**
 * Packed rows are taken over whatever their size; while the collector is at work, each piece of memory that is taken over
 * makes it do much of that at once.
 */
const PACKED_CHARACTERS = 8_000_000;

/** What is `bytes` is handed over and not copied. */
export type ReadPiece =
  | { head: Omit<KeptReading, 'gzip' | 'operations' | 'reaches' | 'operationTags' | 'components'> }
  | { gzip: Uint8Array; bytes: ArrayBuffer }
  | { rowsOf: 'operations' | 'components'; piece: RowPiece; bytes: ArrayBuffer }
  | { reaches: Int32Array[] }
  | { operationTags: KeptTag[] };

/** The head of a reading, and then its rows. */
export async function* readPieces(bytes: Uint8Array): AsyncGenerator<ReadPiece> {
  // Another thread does that while this one reads.
  const gzipped = isZip(bytes) ? null : gzipOf(bytes);
  const reading = readSpecHere(bytes);
  const { operations, components: _, ...head } = reading;
  const operationCount = operations.filter(({ method }) => !method.startsWith(WEBHOOK)).length;
  yield { head: { ...head, operationCount } };
  if (gzipped !== null) yield await gzipped;
  const reaches = new Reaches(reading.components);
  for (const rows of piecesOf(keptOperations(reading, reaches), PACKED_CHARACTERS))
    yield packed('operations', packRows(rows));
  for (const lists of piecesOf(reaches.lists)) yield { reaches: lists };
  for (const operationTags of piecesOf(keptTags(reading))) yield { operationTags };
  for (const rows of piecesOf(keptComponents(reading), PACKED_CHARACTERS)) yield packed('components', packRows(rows));
}

function packed(rowsOf: 'operations' | 'components', piece: RowPiece): ReadPiece {
  return { rowsOf, piece, bytes: piece.bytes };
}

/** In one go: between two pieces it would wait for this thread. */
async function gzipOf(bytes: Uint8Array): Promise<{ gzip: Uint8Array; bytes: ArrayBuffer }> {
  const chunkSize = Math.max(constants.Z_MIN_CHUNK, Math.ceil(bytes.byteLength / LEAST_RATIO));
  const gzipped = Uint8Array.from(await promisify(gzip)(bytes, { level: GZIP_LEVEL, chunkSize }));
  return { gzip: gzipped, bytes: gzipped.buffer };
}
