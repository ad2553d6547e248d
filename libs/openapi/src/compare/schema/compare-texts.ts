import { textOf } from '../../json.js';
import { quoteList } from '../quote.js';
import type { SchemaView } from '../schema-view.js';
import { placesAt, type SchemaPair } from './schema-pair.js';

/** Formats of numbers from narrow to wide. */
const WIDER: ReadonlyMap<string, string> = new Map([
  ['int32', 'int64'],
  ['float', 'double'],
]);
/** Tells a page to hide what is typed, and nothing about the value. */
const HINTS: ReadonlySet<string> = new Set(['password']);

/** Compares `format`, `pattern` and what a text holds. Patterns are never run: they are compared as they are written. */
export function compareTexts(pair: SchemaPair): void {
  compareFormats(pair);
  comparePatterns(pair);
  for (const [keyword, rule] of [
    ['contentEncoding', 'content-encoding'],
    ['contentMediaType', 'content-media-type'],
  ] as const) {
    const [was, is] = [textsAt(pair.base, keyword), textsAt(pair.target, keyword)];
    if (was.join('\0') !== is.join('\0'))
      pair.report(`${pair.direction}-${rule}-changed`, `holds ${quoteList(is)} instead of ${quoteList(was)}.`);
  }
}

function compareFormats(pair: SchemaPair): void {
  const { direction } = pair;
  const [was, is] = [pair.base, pair.target].map((view) => textsAt(view, 'format').filter((name) => !HINTS.has(name)));
  if (was === undefined || is === undefined || was.join('\0') === is.join('\0')) return;
  const lost = was.filter((name) => !is.includes(name));
  const gained = is.filter((name) => !was.includes(name));
  const ending = `has the format ${is.length > 0 ? quoteList(is) : 'none'} instead of ${was.length > 0 ? quoteList(was) : 'none'}.`;
  const isWider = gained.length === 1 && lost.length === 1 && WIDER.get(lost[0]!) === gained[0];
  const isNarrower = gained.length === 1 && lost.length === 1 && WIDER.get(gained[0]!) === lost[0];
  if (isWider || gained.length === 0) pair.report(`${direction}-format-widened`, ending);
  else if (isNarrower || lost.length === 0) pair.report(`${direction}-format-narrowed`, ending);
  else pair.report(`${direction}-format-changed`, ending);
}

function comparePatterns(pair: SchemaPair): void {
  const { direction } = pair;
  const [was, is] = [textsAt(pair.base, 'pattern'), textsAt(pair.target, 'pattern')];
  const lost = was.filter((pattern) => !is.includes(pattern));
  const gained = is.filter((pattern) => !was.includes(pattern));
  if (lost.length > 0 && gained.length > 0)
    pair.report(`${direction}-pattern-changed`, `must match ${quoteList(gained)} instead of ${quoteList(lost)}.`);
  else if (gained.length > 0) pair.report(`${direction}-pattern-added`, `must now match ${quoteList(gained)}.`);
  else if (lost.length > 0) pair.report(`${direction}-pattern-removed`, `need no longer match ${quoteList(lost)}.`);
}

function textsAt(view: SchemaView, keyword: string): string[] {
  const texts = placesAt(view, keyword).map(({ value }) => textOf(value));
  return [...new Set(texts)].filter((text) => text !== '').sort();
}
