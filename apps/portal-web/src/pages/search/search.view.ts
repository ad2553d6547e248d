import type { FacetDto, SearchPageDto } from '#contract';
import { formatNumber, withQuery } from '../../view/helpers.js';
import { hitView, kindLabels, type HitView } from './hit.view.js';
import type { SearchFilter } from './search.api.js';

interface FacetView {
  label: string;
  options: { label: string; href: string; current: boolean; count: string | undefined }[];
}

/** The page of a search: what was found, and what it can be narrowed to. */
export interface SearchView {
  title: string;
  /** The page has the box in its middle, so there is none in its head. */
  ownSearch: true;
  query: string;
  /** The rest of the filter, so that a new search stays within it. */
  hidden: { name: string; value: string }[];
  resultTitle: string | undefined;
  /** What was searched instead. */
  corrected: string | undefined;
  partial: boolean;
  clearHref: string | undefined;
  facets: FacetView[];
  hits: HitView[];
  pager: { note: string; firstHref: string | undefined; nextHref: string | undefined } | undefined;
  emptyTitle: string;
  tries: { label: string; href: string; example: string }[];
}

const stateLabels: Record<string, string> = { published: 'Published', deprecated: 'Deprecated' };
const filterNames = ['kind', 'service', 'version', 'method', 'state', 'tag'] as const;

/** @param page null: nothing was asked yet */
export function searchView(filter: SearchFilter, page: SearchPageDto | null): SearchView {
  const narrowed = filterNames.some((name) => filter[name] !== '');
  const nextHref = page?.nextCursor ? hrefOf({ ...filter, cursor: page.nextCursor }) : undefined;
  const firstHref = filter.cursor === '' ? undefined : hrefOf({ ...filter, cursor: '' });
  const hits = page?.items.map(hitView) ?? [];
  return {
    title: filter.q === '' ? 'Search' : `${filter.q} · Search`,
    ownSearch: true,
    query: filter.q,
    hidden: filterNames.map((name) => ({ name, value: filter[name] })).filter(({ value }) => value !== ''),
    resultTitle: page === null || hits.length === 0 ? undefined : resultTitle(page),
    corrected: page?.corrected ?? undefined,
    partial: page?.partial ?? false,
    clearHref: narrowed ? hrefOf({ ...empty, q: filter.q }) : undefined,
    facets: page === null ? [] : facetsOf(filter, page),
    hits,
    pager: nextHref === undefined && firstHref === undefined ? undefined : { note: 'Best first', firstHref, nextHref },
    emptyTitle: page === null ? 'Find what you may call' : `Nothing found for “${filter.q}”`,
    tries: tries(filter, page),
  };
}

const empty: SearchFilter = { q: '', kind: '', service: '', version: '', method: '', state: '', tag: '', cursor: '' };

function hrefOf(filter: SearchFilter): string {
  return withQuery('/search', { ...filter });
}

function resultTitle({ total, more }: SearchPageDto): string {
  if (more) return `The best ${formatNumber(total)} of many results`;
  return `${formatNumber(total)} ${total === 1 ? 'result' : 'results'}`;
}

/** What to try instead, or at first. */
function tries(filter: SearchFilter, page: SearchPageDto | null): SearchView['tries'] {
  const examples: [string, string][] = [
    ['A piece of a path', 'orders/{id}'],
    ['A method and a path', 'GET /orders'],
    ['What it is called in code, in any style', 'createOrder'],
    ['What it is about', 'cancel order'],
    ['A parameter or a property', 'customer_id'],
  ];
  const general = examples.map(([label, example]) => ({ label, example, href: hrefOf({ ...empty, q: example }) }));
  const isNarrowed = page !== null && filterNames.some((name) => filter[name] !== '');
  const wider = { label: 'The same without the filters', example: filter.q, href: hrefOf({ ...empty, q: filter.q }) };
  return isNarrowed ? [wider, ...general] : general;
}

/** Every choice keeps what else was chosen and starts from the first page. */
function facetsOf(filter: SearchFilter, { facets }: SearchPageDto): FacetView[] {
  const facet = (
    label: string,
    name: (typeof filterNames)[number],
    values: FacetDto[],
    labels: Record<string, string> = {},
  ): FacetView => {
    const chosen = filter[name];
    const known = chosen === '' || values.some(({ value }) => value === chosen);
    const all = known ? values : [{ value: chosen, label: chosen, count: 0 }, ...values];
    const option = (value: string, text: string, count?: number) => ({
      label: text,
      href: hrefOf({ ...filter, [name]: value, ...(name === 'service' ? { version: '' } : {}), cursor: '' }),
      current: chosen === value,
      count: count === undefined ? undefined : formatNumber(count),
    });
    return {
      label,
      options: [option('', 'Any'), ...all.map((one) => option(one.value, labels[one.value] ?? one.label, one.count))],
    };
  };
  return [
    facet('Kind', 'kind', facets.kinds, kindLabels),
    facet('Service', 'service', facets.services),
    facet('Version', 'version', facets.versions),
    facet('Method', 'method', facets.methods),
    facet('State', 'state', facets.states, stateLabels),
    facet('Tag', 'tag', facets.tags),
  ].filter(({ options }) => options.length > 1);
}

/** What the box shows while somebody types. */
export interface Suggestions {
  /** For those who do not see the list. */
  announcement: string;
  allHref: string;
  hits: HitView[];
}

export function suggestions(filter: SearchFilter, page: SearchPageDto): Suggestions {
  const { total, corrected } = page;
  const count = total === 0 ? 'Nothing found' : `${formatNumber(total)} ${total === 1 ? 'result' : 'results'}`;
  return {
    announcement: corrected === null ? count : `${count} for ${corrected}`,
    allHref: hrefOf({ ...filter, cursor: '' }),
    hits: page.items.map(hitView),
  };
}
