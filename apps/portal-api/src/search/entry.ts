import { createHash } from 'node:crypto';
import type { SearchKind } from '#contract';

/** One thing that a search finds, as it is written. */
export interface Entry {
  kind: SearchKind;
  key: string;
  title: string;
  method: string | null;
  path: string | null;
  pointer: string | null;
  anchor: string | null;
  summary: string;
  tag: string | null;
  deprecated: boolean;
  names: string;
  name_key: string;
  path_key: string;
  /** Words of title and path, each once, with spaces between them. */
  head: string;
  /** The other words. */
  body: string;
  digest: string;
}

export type EntryFacts = Pick<Entry, 'kind' | 'title' | 'name_key'> & {
  /** What it is within its version, whatever is said of it. */
  identity: string;
  headWords: Iterable<string>;
  bodyWords: Iterable<string>;
} & Partial<Omit<Entry, 'head' | 'body' | 'key' | 'digest'>>;

const MAX_TITLE_CHARACTERS = 300;
const MAX_SUMMARY_CHARACTERS = 300;
/** Longer tags cannot be asked for. */
const MAX_TAG_CHARACTERS = 200;
/** Words of a title and a path. */
const MAX_HEAD_WORDS = 200;
/** Words of one entry beside those of its title: a description is searched by its beginning. */
const MAX_BODY_WORDS = 400;

export function entryOf({ identity, headWords, bodyWords, ...facts }: EntryFacts): Entry {
  const head = new Set<string>();
  for (const word of headWords) {
    if (head.size >= MAX_HEAD_WORDS) break;
    head.add(word);
  }
  const body = new Set<string>();
  for (const word of bodyWords) {
    if (body.size >= MAX_BODY_WORDS) break;
    if (!head.has(word)) body.add(word);
  }
  const row = {
    method: null,
    path: null,
    pointer: null,
    anchor: null,
    deprecated: false,
    names: '',
    path_key: '',
    ...facts,
    key: digestOf(`${facts.kind} ${identity}`),
    title: facts.title.slice(0, MAX_TITLE_CHARACTERS),
    summary: (facts.summary ?? '').slice(0, MAX_SUMMARY_CHARACTERS),
    tag: facts.tag?.slice(0, MAX_TAG_CHARACTERS) ?? null,
    head: [...head].join(' '),
    body: [...body].join(' '),
  };
  for (const [name, value] of Object.entries(row))
    if (typeof value === 'string') Object.assign(row, { [name]: storable(value) });
  return { ...row, digest: digestOf(JSON.stringify(row)) };
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair. */
function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
