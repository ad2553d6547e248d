import type { Json } from './json.js';
import { unreadable } from './spec-fault.js';

const TOKEN = /[ \t\r\n]*([{}[\],:"]|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
/** In pieces, because one expression for a whole text would run out of stack in a long one. */
const TEXT_PIECE = /[^"\\\p{Cc}]{1,5000}|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/uy;

/** Parses JSON; a fault is told with its line and column. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw unreadable(text, findFault(text), 'this is not valid JSON here.');
  }
}

/** Where the text stops being JSON. JSON.parse often does not say. */
function findFault(text: string): number {
  const open: string[] = [];
  let expected = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return start + (/^[ \t\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
    const token = match[1] ?? '';
    const at = TOKEN.lastIndex - token.length;
    const next = follow(token, expected, open);
    if (next === null || (token === '"' && !skipText(text))) return at;
    expected = next;
  }
}

/** Moves on behind the text whose opening quote was found; false where the text is broken. */
function skipText(text: string): boolean {
  let end = TOKEN.lastIndex;
  for (TEXT_PIECE.lastIndex = end; TEXT_PIECE.test(text);) end = TEXT_PIECE.lastIndex;
  TOKEN.lastIndex = end + 1;
  return text[end] === '"';
}

/** What may follow the token, or null where the token itself may not stand. */
function follow(token: string, expected: string, open: string[]): string | null {
  const inside = open.at(-1);
  if (token === '}' || token === ']') {
    const closes = token === '}' ? '{' : '[';
    if (inside !== closes || !['separator', 'first'].includes(expected)) return null;
    open.pop();
    return 'separator';
  }
  if (token === ',')
    return expected === 'separator' && inside !== undefined ? (inside === '{' ? 'key' : 'value') : null;
  if (token === ':') return expected === 'colon' ? 'value' : null;
  const isKey = expected === 'key' || (expected === 'first' && inside === '{');
  if (isKey) return token === '"' ? 'colon' : null;
  if (expected !== 'value' && expected !== 'first') return null;
  if (token === '{' || token === '[') {
    open.push(token);
    return 'first';
  }
  return 'separator';
}
