import type { SearchPageDto } from '#contract';
import type { VisitorApi } from '../../api-client/visitor-api.js';
import { textOf } from '../shared/form.js';

/** What is searched and what it is narrowed to, by the names that stand in the address; empty means not at all. */
export interface SearchFilter {
  q: string;
  kind: string;
  service: string;
  version: string;
  method: string;
  state: string;
  tag: string;
  cursor: string;
}

const maxQueryLength = 200;

export function readSearch(query: Record<string, unknown>): SearchFilter {
  const text = (name: keyof SearchFilter) => textOf(query, name);
  return {
    q: text('q').slice(0, maxQueryLength),
    kind: text('kind'),
    service: text('service'),
    version: text('version'),
    method: text('method'),
    state: text('state'),
    tag: text('tag'),
    cursor: text('cursor'),
  };
}

export function search(visitor: VisitorApi, { q, ...rest }: SearchFilter, limit: number): Promise<SearchPageDto> {
  return visitor.call<SearchPageDto>({ path: '/v1/search', query: { query: q, ...rest, limit } });
}
