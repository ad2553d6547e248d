import { editDistance } from './edit-distance.js';
import type { ParsedQuery } from './parse-query.js';
import type { SimilarWords } from './search.store.js';

/** Shorter words are near too many others. */
const MIN_CHARACTERS = 3;
/** One letter in so many may be wrong. */
const CHARACTERS_PER_ERROR = 3;
const MAX_CANDIDATES = 8;

/** The words of a query that may be misspelt. */
export function doubtfulWords({ tokens }: ParsedQuery): string[] {
  const words = tokens.flatMap(({ parts }) => parts);
  return [...new Set(words)].filter((word) => word.length >= MIN_CHARACTERS);
}

export interface Candidate {
  word: string;
  distance: number;
}

/** For each word that is not known the nearest ones, the nearest first. */
export function candidatesOf(answers: SimilarWords[]): Map<string, Candidate[]> {
  const candidates = new Map<string, Candidate[]>();
  for (const { typed, isKnown, similar } of answers) {
    if (isKnown) continue;
    const near = similar
      .map((word) => ({ word, distance: editDistance(typed, word) }))
      .filter(({ distance }) => distance <= Math.ceil(typed.length / CHARACTERS_PER_ERROR))
      .sort((left, right) => left.distance - right.distance);
    if (near.length > 0) candidates.set(typed, near.slice(0, MAX_CANDIDATES));
  }
  return candidates;
}

/**
 * The nearest candidate of each that is seen; of two that are as near, the one that more titles have.
 * @param seen in how many titles each stands
 */
export function correctionsOf(
  candidates: ReadonlyMap<string, Candidate[]>,
  seen: ReadonlyMap<string, number>,
): Map<string, string> {
  const corrections = new Map<string, string>();
  const titles = ({ word }: Candidate): number => seen.get(word) ?? 0;
  for (const [typed, near] of candidates) {
    const [best] = near
      .filter((candidate) => titles(candidate) > 0)
      .sort((left, right) => left.distance - right.distance || titles(right) - titles(left));
    if (best !== undefined) corrections.set(typed, best.word);
  }
  return corrections;
}
