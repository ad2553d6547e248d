import type { SearchMatchDto } from '#contract';
import { identifierWords } from './identifier-words.js';
import type { ParsedQuery } from './parse-query.js';
import type { FoundRow } from './search.store.js';

type Range = [number, number];
/** What of a word stays when it is declined: `repositories` and `repository` share their beginning. */
const MIN_STEM_CHARACTERS = 4;
const MAX_ENDING_CHARACTERS = 3;
const MAX_NAMES = 3;

/** Where the words of a query stand in what is shown of a hit. */
export function markMatches(row: FoundRow, { tokens }: ParsedQuery): SearchMatchDto[] {
  const words = [...new Set(tokens.flatMap(({ parts, whole }) => [whole, ...parts]))];
  const shown: [SearchMatchDto['field'], string][] = [
    ['title', row.title],
    ['path', row.path ?? ''],
    ['summary', row.summary],
  ];
  const matched = shown.flatMap(([field, text]) => markText(field, text, words));
  const found = new Set(matched.flatMap(({ text, ranges }) => ranges.flatMap(([from, to]) => wordsIn(text, from, to))));
  const missing = words.filter((word) => ![...found].some((other) => other.startsWith(word)));
  if (missing.length === 0 || row.names === '') return matched;
  const names = row.names.split(' ').flatMap((name) => markText('name', name, missing));
  return [...matched, ...names.slice(0, MAX_NAMES)];
}

function wordsIn(text: string, from: number, to: number): string[] {
  const words = identifierWords(text.slice(from, to));
  return [...words, words.join('')];
}

function markText(field: SearchMatchDto['field'], text: string, words: string[]): SearchMatchDto[] {
  const ranges = merged(words.flatMap((word) => rangesOf(text, word)));
  return ranges.length === 0 ? [] : [{ field, text, ranges }];
}

/** Where a word, or what it has in common with its other forms, begins a word of the text. */
function rangesOf(text: string, word: string): Range[] {
  for (let length = word.length; length > 0 && word.length - length <= MAX_ENDING_CHARACTERS; length--) {
    if (length < word.length && length < MIN_STEM_CHARACTERS) break;
    const ranges = beginnings(text, word.slice(0, length));
    if (ranges.length > 0) return ranges;
  }
  return [];
}

function beginnings(text: string, start: string): Range[] {
  const lower = text.toLowerCase();
  // Some letters are longer when they are small; then no place in one is a place in the other.
  if (lower.length !== text.length) return [];
  const ranges: Range[] = [];
  // What is written in several words may have been typed as one: `pet_id` begins with `petid`.
  const pattern = [...start].map(literal).join('[-_./{}]*');
  for (const match of lower.matchAll(new RegExp(pattern, 'gu')))
    if (beginsWord(text, match.index)) ranges.push([match.index, match.index + match[0].length]);
  return ranges;
}

/** A word that is cut may end with half a letter, which a pattern takes only by its number. */
const literal = (letter: string): string =>
  letter.replace(/[^\p{L}\p{N}]/u, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);

function beginsWord(text: string, index: number): boolean {
  if (index === 0) return true;
  const [before, here] = [text[index - 1]!, text[index]!];
  return !/[\p{L}\p{N}]/u.test(before) || (/\p{Lu}/u.test(here) && !/\p{Lu}/u.test(before));
}

function merged(ranges: Range[]): Range[] {
  const result: Range[] = [];
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
