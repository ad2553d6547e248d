import type { ParsedDocument } from '../parse-document.js';
import { locatePointers, type Position, type WantedPlace } from './locate-pointers.js';

export interface FilePlace extends Position {
  /** The file of a bundle; empty for a document of one file. */
  file: string;
  /** Into that file. */
  pointer: string;
}

/** Finds the lines of places of a document, each in the file of a bundle that it came from. */
export function locateInFiles(
  bytes: Uint8Array,
  { sources }: ParsedDocument,
  wanted: readonly WantedPlace[],
): FilePlace[] {
  const found = wanted.map(({ pointer, onKey }) => ({
    onKey,
    ...(sources?.originOf(pointer) ?? { file: '', pointer }),
  }));
  const places = found.map(({ file, pointer }): FilePlace => ({ file, pointer, line: 1, column: 1 }));
  for (const file of new Set(found.map((place) => place.file))) {
    const text = sources?.textOf(file) ?? new TextDecoder().decode(bytes);
    const inFile = [...found.entries()].filter(([, place]) => place.file === file);
    const wantedHere = inFile.map(([, place]) => place);
    const positions = locatePointers(text, /^\s*[{[]/.test(text) ? 'json' : 'yaml', wantedHere);
    for (const [at, [index]] of inFile.entries()) Object.assign(places[index] ?? {}, positions[at]);
  }
  return places;
}
