import { Injectable } from '@nestjs/common';
import type { FacetDto, SearchFacetsDto, SearchHitDto, SearchPageDto, SearchQuery } from '#contract';
import type { Caller } from '../auth/caller.js';
import { foreignCursor, limitOf, readCursor, toPage } from '../http/cursor.js';
import { type Viewer, viewerOf } from '../services/viewer.js';
import { candidatesOf, correctionsOf, doubtfulWords } from './corrections.js';
import { markMatches } from './mark-matches.js';
import { type Demand, parseQuery, type ParsedQuery, withWords } from './parse-query.js';
import { MAX_TITLED, type Search } from './search.sql.js';
import { type FacetRow, type Found, type FoundRow, SearchStore } from './search.store.js';

/** Fewer hits than this may come of a mistake that somebody else has made, too. */
const LITTLE = 3;

interface Answer {
  found: Found;
  parsed: ParsedQuery;
  corrected: string | null;
  demand: Demand;
}

@Injectable()
export class SearchReader {
  constructor(private readonly store: SearchStore) {}

  /**
   * What the caller may see of what was looked for: one statement, whatever there is. Where nothing has all words, the
   * words that nobody knows are taken for others that resemble them, and at last one word may be missing.
   */
  async search(caller: Caller, query: SearchQuery): Promise<SearchPageDto> {
    const limit = limitOf(query);
    const parsed = parseQuery(query.query);
    if (parsed.tokens.length === 0 && parsed.paths.length === 0) return emptyPage();
    const { kind, service, version, method, state, tag } = query;
    const filter = { kind, service, version, method, state, tag };
    const search = { viewer: viewerOf(caller.actor), filter, after: afterOf(query), limit };
    const { found, parsed: searched, corrected, demand } = await this.find(search, parsed);
    const page = toPage(
      found.items,
      limit,
      ({ place, id }) => [String(place), id],
      (row) => toHit(row, searched),
    );
    return {
      ...page,
      total: found.total,
      more: found.total >= MAX_TITLED,
      facets: toFacets(found.facets),
      corrected,
      partial: demand === 'butOne',
    };
  }

  private async find(search: Omit<Search, 'parsed' | 'demand'>, parsed: ParsedQuery): Promise<Answer> {
    const run = async (parsed: ParsedQuery, demand: Demand, corrected: string | null): Promise<Answer> => {
      return { found: await this.store.search({ ...search, parsed, demand }), parsed, corrected, demand };
    };
    const asTyped = await run(parsed, 'all', null);
    if (asTyped.found.total >= LITTLE || parsed.tokens.length === 0) return asTyped;
    const corrections = await this.corrections(search.viewer, parsed);
    const better = withWords(parsed, corrections);
    const text = corrections.size === 0 ? null : better.tokens.map(({ parts }) => parts.join(' ')).join(' ');
    if (text !== null) {
      const corrected = await run(better, 'all', text);
      if (corrected.found.total > asTyped.found.total) return corrected;
    }
    if (parsed.tokens.length < 2 || asTyped.found.total > 0) return asTyped;
    const partial = await run(better, 'butOne', text);
    return partial.found.total > 0 ? partial : asTyped;
  }

  /** Better words for those that no title begins so, from titles that the viewer sees. */
  private async corrections(viewer: Viewer, parsed: ParsedQuery): Promise<Map<string, string>> {
    const words = doubtfulWords(parsed);
    if (words.length === 0) return new Map();
    const candidates = candidatesOf(await this.store.similar(viewer, words));
    if (candidates.size === 0) return new Map();
    const near = [...candidates.values()].flat().map(({ word }) => word);
    return correctionsOf(candidates, await this.store.seen(viewer, near));
  }
}

function afterOf(query: SearchQuery): Search['after'] {
  const after = readCursor(query, 2);
  if (after === null) return null;
  if (!after.every((part) => /^-?\d{1,15}$/.test(part))) throw foreignCursor();
  return [after[0]!, after[1]!];
}

function toHit(row: FoundRow, parsed: ParsedQuery): SearchHitDto {
  const { kind, title, slug, service, version, state, method, path, summary, tag, deprecated, pointer, anchor } = row;
  const place = { service: { slug, name: service }, version, state };
  const matched = markMatches(row, parsed);
  return { kind, title, ...place, method, path, summary, tag, deprecated, pointer, anchor, matched };
}

function toFacets(rows: FacetRow[]): SearchFacetsDto {
  const of = (facet: FacetRow['facet']): FacetDto[] =>
    rows.filter((row) => row.facet === facet).map(({ value, label, count }) => ({ value, label, count }));
  return {
    kinds: of('kinds'),
    services: of('services'),
    versions: of('versions'),
    methods: of('methods'),
    states: of('states'),
    tags: of('tags'),
  };
}

function emptyPage(): SearchPageDto {
  return { items: [], total: 0, more: false, facets: toFacets([]), corrected: null, partial: false, nextCursor: null };
}
