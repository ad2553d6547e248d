import { createHash } from 'node:crypto';

/** A number from 0 to 1 that is the same for the same words, whenever and in whatever order it is asked for. */
export function chanceOf(...words: (string | number)[]): number {
  return createHash('sha256').update(words.join(' ')).digest().readUInt32BE(0) / 2 ** 32;
}
