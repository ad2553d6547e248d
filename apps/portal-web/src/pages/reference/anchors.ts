import { createHash } from 'node:crypto';
import { cut } from './json.js';

const maxNameLength = 80;
/** What an anchor may hold as it is: everything that joins its parts (`.`, `[]`, `{}`) is written by us alone. */
const special = /[^\p{L}\p{N}_$@-]/gu;

/**
 * One name as a part of an anchor. Anchors are made of names and not of numbers, so that they stay what they are when
 * the document is published again.
 */
export function anchorPart(name: string): string {
  const end = name.length <= maxNameLength ? '' : `~${digest(name)}`;
  return cut(name, maxNameLength).replace('…', '').replace(special, encoded) + end || '~';
}

function encoded(sign: string): string {
  return [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

function digest(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 8);
}

/** Keeps the anchors of one page apart: the second one of a name gets `~2`. */
export class Anchors {
  private readonly uses = new Map<string, number>();

  unique(anchor: string): string {
    const count = (this.uses.get(anchor) ?? 0) + 1;
    this.uses.set(anchor, count);
    return count === 1 ? anchor : this.unique(`${anchor}~${count}`);
  }
}
