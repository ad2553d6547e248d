import { longestRise } from './longest-rise.js';
import { sparsePositions } from './sparse-positions.js';

/** A row that is there, under its position or number within the version. */
export interface PresentRow {
  key: number;
  digest: string;
}

/** What one document writes where another one was. */
export interface RowPlan {
  /** Keys of the rows that end. */
  closed: number[];
  /** By the place in the new document: the key of every row. */
  keys: number[];
  /** Places of the rows that begin. */
  added: number[];
}

/** What a document writes of each kind. */
export interface RevisionPlan {
  operations: RowPlan;
  operationTags: RowPlan;
  components: RowPlan;
}

/**
 * The operations, and their tags: what is equal stays, also where others come, go or move before it.
 * @param present in their order
 * @param digests of the new document, in its order
 */
export function planOrdered(present: readonly PresentRow[], digests: readonly string[]): RowPlan {
  const places = new Map(present.map(({ digest }, place) => [digest, place]));
  const found = digests.map((digest) => places.get(digest) ?? -1);
  const known: (number | null)[] = digests.map(() => null);
  for (const index of longestRise(found)) known[index] = present[found[index]!]!.key;
  const keys = sparsePositions(known);
  const staying = new Set(keys.filter((key, index) => key === known[index]));
  return {
    closed: present.map(({ key }) => key).filter((key) => !staying.has(key)),
    keys,
    added: [...keys.keys()].filter((index) => keys[index] !== known[index]),
  };
}

/**
 * The components: what is equal stays; what changed keeps its number, because operations name it by that.
 * @param digests of the new document, in its order
 * @param pointerOf the component at a place of the new document
 * @param changed numbers by the pointers of those present rows that are not among the new ones
 * @param nextNumber none was given so far from this one on
 */
export function planComponents(
  present: readonly PresentRow[],
  digests: readonly string[],
  pointerOf: (place: number) => string,
  changed: ReadonlyMap<string, number>,
  nextNumber: number,
): RowPlan {
  const numbers = new Map(present.map(({ digest, key }) => [digest, key]));
  const staying = digests.map((digest) => numbers.get(digest));
  const stayingNumbers = new Set(staying);
  // On most occasions nothing changed, and every pointer would have to be read for it.
  const numberBefore = (place: number) => (changed.size > 0 ? changed.get(pointerOf(place)) : undefined);
  let next = nextNumber;
  return {
    closed: present.map(({ key }) => key).filter((key) => !stayingNumbers.has(key)),
    keys: staying.map((number, place) => number ?? numberBefore(place) ?? next++),
    added: [...digests.keys()].filter((place) => staying[place] === undefined),
  };
}
