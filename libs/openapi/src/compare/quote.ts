import { cutText } from '../cut-text.js';
import type { Json } from '../json.js';
import { stable } from './fingerprints.js';
import { MAX_QUOTED_CHARACTERS } from './limits.js';

const MAX_LISTED = 5;

/** A name out of a document, short and on one line. */
export function quote(text: string): string {
  const shown = text
    .slice(0, MAX_QUOTED_CHARACTERS * 2)
    .replace(/[\p{C}\s`]+/gu, ' ')
    .trim();
  return `\`${shown.length > MAX_QUOTED_CHARACTERS ? `${cutText(shown, MAX_QUOTED_CHARACTERS)}…` : shown}\``;
}

/** A value as JSON; a text stands without its quotation marks. */
export function quoteValue(value: Json | undefined): string {
  return quote(typeof value === 'string' ? value : value === undefined ? 'nothing' : stable(value));
}

/** "`a`, `b` and 7 more". */
export function quoteList(values: readonly Json[]): string {
  const shown = values.slice(0, MAX_LISTED).map(quoteValue);
  if (values.length > MAX_LISTED) return `${shown.join(', ')} and ${values.length - MAX_LISTED} more`;
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '');
}
