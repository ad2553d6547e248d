import { comparePieces } from './compare-pieces.js';
import { lintPieces } from './lint-pieces.js';

type Task = (...input: never[]) => Iterable<unknown> | AsyncIterable<unknown>;

/**
 * What a worker thread does with documents. A task gives its result in pieces of at most about BATCH_CHARACTERS
 * (`piecesOf`), and throws SpecFault to refuse; its caller puts them together again (`inThread`).
 */
export const TASKS = {
  lint: lintPieces,
  compare: comparePieces,
} satisfies Record<string, Task>;

export type Tasks = typeof TASKS;
export type TaskName = keyof Tasks;
export type PieceOf<Name extends TaskName> =
  ReturnType<Tasks[Name]> extends Iterable<infer Piece> | AsyncIterable<infer Piece> ? Piece : never;
