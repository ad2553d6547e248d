import { MAX_POINTER_CHARACTERS } from './limits.js';

/** A pointer, or where it is very long the pointer of what it stands in. */
export function shortPointer(pointer: string): string {
  if (pointer.length <= MAX_POINTER_CHARACTERS) return pointer;
  return pointer.slice(0, Math.max(1, pointer.lastIndexOf('/', MAX_POINTER_CHARACTERS)));
}
