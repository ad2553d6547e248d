import { editDistance } from './edit-distance.js';
import type { ParsedQuery } from './parse-query.js';
import type { SimilarWords } from './search.store.js';

/** Shorter words are near too many others. */
const MIN_CHARACTERS = 3;
/** One letter in so many may be wrong. */
const CHARACTERS_PER_ERROR = 3;
const MAX_CANDIDATES = 6;

/** The words of a query that may be misspelt. */
export function doubtfulWords({ tokens }: ParsedQuery): string[] {
  const words = tokens.flatMap(({ parts }) => parts);
  return [...new Set(words)].filter((word) => word.length >= MIN_CHARACTERS);
}

/** For each word that is not known the nearest ones, the nearest first. */
export function candidatesOf(answers: SimilarWords[]): Map<string, string[]> {
  const candidates = new Map<string, string[]>();
  for (const { typed, isKnown, similar } of answers) {
    if (isKnown) continue;
    const near = similar
      .map((word) => ({ word, distance: editDistance(typed, word) }))
      .filter(({ distance }) => distance <= Math.ceil(typed.length / CHARACTERS_PER_ERROR))
      .sort((a, b) => a.distance - b.distance);
    if (near.length > 0)
      candidates.set(
        typed,
        near.slice(0, MAX_CANDIDATES).map(({ word }) => word),
      );
  }
  return candidates;
}

/** The first candidate of each that is seen. */
export function correctionsOf(
  candidates: ReadonlyMap<string, string[]>,
  seen: ReadonlySet<string>,
): Map<string, string> {
  const corrections = new Map<string, string>();
  for (const [typed, words] of candidates) {
    const word = words.find((candidate) => seen.has(candidate));
    if (word !== undefined) corrections.set(typed, word);
  }
  return corrections;
}
