import type { ChangeClass } from '../spec-change.js';

/** One row of the catalogue. */
export interface ChangeRule {
  class: ChangeClass;
  /** What happened, in a few words. */
  title: string;
  /** Why it is of its class, a sentence. */
  why: string;
  /** The rules of oasdiff that mean the same. */
  oasdiff: string[];
}

type RowMaker = (title: string, why: string, oasdiff?: string) => ChangeRule;

const maker =
  (kind: ChangeClass): RowMaker =>
  (title, why, oasdiff = '') => ({ class: kind, title, why, oasdiff: oasdiff.split(/\s+/).filter(Boolean) });

export const breaking = maker('breaking');
export const dangerous = maker('dangerous');
export const safe = maker('safe');

/** The ids of oasdiff for one change in several places: `idsAt('request', 'body property', 'type-changed')`. */
export function idsAt(direction: string, places: string, ...changes: string[]): string {
  return changes.flatMap((change) => places.split(' ').map((place) => `${direction}-${place}-${change}`)).join(' ');
}

/** Rows under the names that `nameOf` makes of theirs. */
export function renamed<K extends string, N extends string>(
  rows: Record<K, ChangeRule>,
  nameOf: (key: K) => N,
): Record<N, ChangeRule> {
  return Object.fromEntries((Object.keys(rows) as K[]).map((key) => [nameOf(key), rows[key]])) as Record<N, ChangeRule>;
}
