import type { FastifyRequest } from 'fastify';
import { textOf } from '../shared/form.js';

const maxTextLength = 4_000;

/** What an address of the reference asks for beside the thing that it names. */
export interface AskedPage {
  /** What stands behind the fixed part of the address, decoded. */
  rest: string;
  /** The page as Markdown. */
  isMarkdown: boolean;
  /** A place inside: an RFC 6901 pointer. */
  at: string;
  /** How many fields to skip. */
  from: number;
  /** The version that the reader comes from. */
  was: string;
  query: Record<string, unknown>;
}

/** Reads an address whose last part is a name; `.md` at its end is asked for only where it is written just so. */
export function askedPage(request: FastifyRequest, name?: string): AskedPage {
  const { '*': wildcard = '' } = request.params as Record<string, string>;
  const written = name ?? wildcard;
  const [path = ''] = request.url.split('?');
  const isMarkdown = path.endsWith('.md') && written.endsWith('.md');
  const query = request.query as Record<string, unknown>;
  return {
    rest: isMarkdown ? written.slice(0, -'.md'.length) : written,
    isMarkdown,
    at: textOf(query, 'at').slice(0, maxTextLength),
    from: countOf(query['from']),
    was: textOf(query, 'was').slice(0, 200),
    query,
  };
}

/** A small whole number, or 0. */
export function countOf(value: unknown): number {
  return typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : 0;
}
