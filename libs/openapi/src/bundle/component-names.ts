import path from 'node:path/posix';
import type { JsonObject } from '../json.js';
import { tokensOf } from '../spec-context.js';
import type { Place } from './bundle-files.js';

/** The characters that OpenAPI lets the name of a component have. */
const NOT_IN_NAMES = /[^A-Za-z0-9._-]+/g;
const MAX_NAME_CHARACTERS = 100;

/** A name for a component as people would give it: its own in its file, else that of the file; unlike those there are. */
export function freeName({ file, pointer }: Place, taken: JsonObject): string {
  const fileName = readable(path.basename(file).replace(/\.\w+$/, ''));
  const own = readable(tokensOf(`#${pointer}`)?.at(-1) ?? fileName);
  for (let number = 1; ; number++) {
    const tries = number === 1 ? [own, `${fileName}_${own}`] : [`${own}_${number}`];
    const free = tries.find((name) => !Object.hasOwn(taken, name));
    if (free !== undefined) return free;
  }
}

function readable(text: string): string {
  return text.replace(NOT_IN_NAMES, '_').slice(0, MAX_NAME_CHARACTERS) || 'part';
}
