import { editDistance } from './edit-distance.js';
import type { ParsedQuery } from './parse-query.js';
import type { SimilarWords } from './search.store.js';

/** Shorter words are near too many others. */
const MIN_CHARACTERS = 3;
/** One letter in so many may be wrong. */
const CHARACTERS_PER_ERROR = 3;

/** The words of a query that may be misspelt. */
export function doubtfulWords({ tokens }: ParsedQuery): string[] {
  const words = tokens.flatMap(({ parts }) => parts);
  return [...new Set(words)].filter((word) => word.length >= MIN_CHARACTERS);
}

/** The nearest word for each that nobody knows and that is near one. */
export function correctionsOf(answers: SimilarWords[]): Map<string, string> {
  const corrections = new Map<string, string>();
  for (const { typed, isKnown, similar } of answers) {
    if (isKnown) continue;
    const [nearest] = similar
      .map((word) => ({ word, distance: editDistance(typed, word) }))
      .filter(({ distance }) => distance <= Math.ceil(typed.length / CHARACTERS_PER_ERROR))
      .sort((a, b) => a.distance - b.distance);
    if (nearest !== undefined) corrections.set(typed, nearest.word);
  }
  return corrections;
}
