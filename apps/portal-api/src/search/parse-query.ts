import { identifierWords, nameKey, pathKey } from './identifier-words.js';

/** What a person typed, as it is compared with what there is. */
export interface ParsedQuery {
  /** Of `GET /pets`, in small letters. */
  method: string | null;
  /** Each word that was typed and what it is made of: `petId` → pet, id and petid. */
  tokens: { parts: string[]; whole: string }[];
  /** All of it as one name. */
  name: string;
  /** All of it as a path: as it stands, and with what looks like the value of a parameter as one. */
  paths: string[];
}

/** More words than this say nothing more about what is looked for. */
const MAX_TOKENS = 8;
const MAX_PARTS = 8;
const METHOD_AND_PATH = /^(get|put|post|delete|options|head|patch|trace|query)\s+(\S*\/\S*)$/i;
const HOST = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*/i;
const VALUE = /^(\d+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,})$/;

export function parseQuery(typed: string): ParsedQuery {
  const text = typed.replace(/\0/g, ' ').trim();
  const [, method = null, path] = METHOD_AND_PATH.exec(text) ?? [];
  const rest = (path ?? text).replace(HOST, '');
  const tokens = rest
    .split(/\s+/)
    .map((token) => ({ parts: identifierWords(token).slice(0, MAX_PARTS), whole: nameKey(token) }))
    .filter(({ parts }) => parts.length > 0)
    .slice(0, MAX_TOKENS);
  return { method: method?.toLowerCase() ?? null, tokens, name: nameKey(rest), paths: pathsOf(rest) };
}

function pathsOf(text: string): string[] {
  if (!text.includes('/') || /\s/.test(text)) return [];
  const asTyped = pathKey(text);
  if (asTyped === '') return [];
  const withParameters = asTyped
    .split('/')
    .map((segment) => (VALUE.test(segment) ? '{}' : segment))
    .join('/');
  return [...new Set([asTyped, withParameters])];
}

/** Which words must occur: `all`, or, where nothing has them all, all but one. */
export type Demand = 'all' | 'butOne';

/** Which words may be beginnings of longer ones: the last one is perhaps being typed. */
export type Beginnings = 'none' | 'last' | 'every';

/** A tsquery that finds the words. Nothing but letters and digits of what was typed is in it. */
export function wordsQuery({ tokens }: ParsedQuery, demand: Demand, beginnings: Beginnings): string {
  const each = tokens.map(({ parts, whole }, index) => {
    const isBeginning = beginnings === 'every' || (beginnings === 'last' && index === tokens.length - 1);
    const sign = isBeginning ? ':*' : '';
    const words = parts.map((part, place) => `'${part}'${place === parts.length - 1 ? sign : ''}`);
    return parts.length === 1 ? words.join('') : `(${words.join(' & ')} | '${whole}'${sign})`;
  });
  if (demand === 'all' || each.length < 2) return each.join(' & ');
  return each.map((_, left) => `(${each.filter((_, index) => index !== left).join(' & ')})`).join(' | ');
}

/** A tsquery for one of the words as it was typed. */
export function wholeWord({ parts, whole }: ParsedQuery['tokens'][number]): string {
  const words = parts.map((part) => `'${part}'`);
  return parts.length === 1 ? words.join('') : `(${words.join(' & ')} | '${whole}')`;
}

/** The query with some of its words replaced; what was typed as a path is one no more. */
export function withWords({ tokens, method }: ParsedQuery, words: ReadonlyMap<string, string>): ParsedQuery {
  const corrected = tokens.map(({ parts }) => {
    const better = parts.map((part) => words.get(part) ?? part);
    return { parts: better, whole: better.join('') };
  });
  return { method, tokens: corrected, name: corrected.map(({ whole }) => whole).join(''), paths: [] };
}
