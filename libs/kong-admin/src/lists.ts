import { AdminRefusal } from './admin-refusal.js';
import { isUuid } from './uuid.js';

const DEFAULT_PAGE_SIZE = 100;
const MAX_PAGE_SIZE = 1000;

/** What a list request asks for. */
export interface ListQuery {
  size: number;
  /** The last id of the page before, or an empty string for the first page. */
  afterId: string;
  matchesTags: (tags: readonly string[] | null) => boolean;
}

/** Reads `size`, `offset` and `tags`; other arguments are ignored, as in Kong. */
export function readListQuery(query: URLSearchParams): ListQuery {
  return {
    size: readSize(query.get('size')),
    afterId: readOffset(query.get('offset')),
    matchesTags: readTags(query.get('tags')),
  };
}

function readSize(text: string | null): number {
  if (text === null) return DEFAULT_PAGE_SIZE;
  const size = Number(text);
  if (text === '' || Number.isNaN(size)) throw invalidSize('size must be a number');
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE_SIZE) {
    throw invalidSize(`size must be an integer between 1 and ${MAX_PAGE_SIZE}`);
  }
  return size;
}

function invalidSize(message: string): AdminRefusal {
  return new AdminRefusal(400, { name: 'invalid size', code: 9, message });
}

/** An offset that is well formed but names no id is Kong's internal error, and so it is here. */
function readOffset(text: string | null): string {
  if (text === null) return '';
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text) || text.replace(/=+$/, '').length % 4 === 1) {
    throw invalidOffset(text, 'bad base64 encoding');
  }
  let decoded: unknown;
  try {
    decoded = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw invalidOffset(text, 'bad json encoding');
  }
  const id: unknown = Array.isArray(decoded) ? decoded[0] : undefined;
  if (!isUuid(id)) throw new AdminRefusal(500, { message: 'An unexpected error occurred' });
  return id;
}

function invalidOffset(text: string, reason: string): AdminRefusal {
  return new AdminRefusal(400, {
    name: 'invalid offset',
    code: 7,
    message: `'${text}' is not a valid offset: ${reason}`,
  });
}

export function offsetAfter(id: string): string {
  return Buffer.from(JSON.stringify([id])).toString('base64url');
}

/** A comma asks for all of the tags, a slash for any of them; both together are refused. */
function readTags(text: string | null): ListQuery['matchesTags'] {
  if (text === null) return () => true;
  if (text === '') throw invalidTags('cannot be null');
  if (text.includes(',') && text.includes('/')) throw invalidTags('invalid filter syntax');
  if (text.includes('/')) {
    const any = text.split('/');
    return (tags) => tags !== null && any.some((tag) => tags.includes(tag));
  }
  const all = text.split(',');
  return (tags) => tags !== null && all.every((tag) => tags.includes(tag));
}

function invalidTags(reason: string): AdminRefusal {
  return new AdminRefusal(400, {
    name: 'invalid options',
    options: { tags: reason },
    code: 11,
    message: `invalid option (tags: ${reason})`,
  });
}

/** The address of the next page. Below an entity, and below `/tags`, Kong loses `tags` and `size`; so do we. */
export function nextPage(path: string, query: URLSearchParams, offset: string): string {
  let next = `${path}?offset=${offset}`;
  const isTopLevel = path.split('/').length === 2;
  for (const name of isTopLevel ? ['tags', 'size'] : []) {
    const value = query.get(name);
    if (value !== null) next += `&${name}=${encodeURIComponent(value)}`;
  }
  return next;
}
