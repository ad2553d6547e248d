import { readZip } from '../bundle/read-zip.js';
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
  { format, originOf }: ParsedDocument,
  wanted: readonly WantedPlace[],
): FilePlace[] {
  if (format !== 'zip') {
    const positions = locatePointers(new TextDecoder().decode(bytes), format, wanted);
    return wanted.map(({ pointer }, at) => ({ file: '', pointer, line: 1, column: 1, ...positions[at] }));
  }
  const found = wanted.map(({ pointer, onKey }) => ({ onKey, ...(originOf?.(pointer) ?? { file: '', pointer }) }));
  const texts = new Map(readZip(bytes).map((file) => [file.name, file]));
  const places = found.map(({ file, pointer }): FilePlace => ({ file, pointer, line: 1, column: 1 }));
  for (const name of new Set(found.map(({ file }) => file))) {
    const file = texts.get(name);
    if (file === undefined) continue;
    const text = new TextDecoder().decode(file.read());
    const inFile = [...found.entries()].filter(([, place]) => place.file === name);
    const format = /^\s*[{[]/.test(text) ? 'json' : 'yaml';
    const positions = locatePointers(
      text,
      format,
      inFile.map(([, place]) => place),
    );
    for (const [at, [index]] of inFile.entries()) Object.assign(places[index] ?? {}, positions[at]);
  }
  return places;
}
