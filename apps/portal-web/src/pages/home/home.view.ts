import type { OwnerDto, ServicePageDto, ServiceSummaryDto } from '#contract';
import { withQuery } from '../../view/helpers.js';

/** What the list is narrowed to; empty means not at all. */
export interface CatalogueFilter {
  owner: string;
  state: string;
  cursor: string;
}

export const shownStates = [
  { value: 'published', label: 'Published' },
  { value: 'deprecated', label: 'Deprecated' },
  { value: 'retired', label: 'Retired' },
];

interface Facet {
  label: string;
  options: { label: string; href: string; current: boolean }[];
}

interface ServiceRow {
  slug: string;
  name: string;
  summary: string;
  versions: { name: string; state: string }[];
  owner: string;
  subscribed: boolean;
}

/** The catalogue: one page of services and what it can be narrowed to. */
export interface CatalogueView {
  title: string;
  heading: string;
  intro: string;
  /** The page has the box in its middle, so there is none in its head. */
  ownSearch: true;
  resultTitle: string;
  clearHref: string | undefined;
  facets: Facet[];
  services: ServiceRow[];
  pager: { note: string; firstHref: string | undefined; nextHref: string | undefined } | undefined;
  emptyText: string;
  emptyAction: { href: string; label: string } | undefined;
}

export function catalogueView(filter: CatalogueFilter, page: ServicePageDto, owners: OwnerDto[]): CatalogueView {
  const narrowed = filter.owner !== '' || filter.state !== '';
  const nextHref = page.nextCursor === null ? undefined : hrefOf({ ...filter, cursor: page.nextCursor });
  const firstHref = filter.cursor === '' ? undefined : hrefOf({ ...filter, cursor: '' });
  const paged = nextHref !== undefined || firstHref !== undefined;
  return {
    title: 'Catalogue',
    heading: 'What may I call?',
    intro: 'Every service with its contract, its plans, and a key within a minute.',
    ownSearch: true,
    resultTitle: titleOf(filter, owners),
    clearHref: narrowed ? '/' : undefined,
    facets: facetsOf(filter, owners),
    services: page.items.map(serviceRow),
    pager: paged ? { note: 'By name', firstHref, nextHref } : undefined,
    emptyText: narrowed
      ? 'No service that you may see is like this. Show all services, or search.'
      : 'No service is offered yet. The first one that a team publishes stands here.',
    emptyAction: narrowed ? { href: '/', label: 'Show all services' } : undefined,
  };
}

function titleOf(filter: CatalogueFilter, owners: OwnerDto[]): string {
  const owner = owners.find(({ slug }) => slug === filter.owner);
  const state = shownStates.find(({ value }) => value === filter.state);
  if (filter.owner === '' && state === undefined) return 'All services';
  return [state?.label ?? 'All', ...(filter.owner === '' ? [] : ['by', owner?.name ?? filter.owner])].join(' ');
}

function hrefOf({ owner, state, cursor }: CatalogueFilter): string {
  return withQuery('/', { owner, state, cursor });
}

/** Every choice keeps what else was chosen and starts from the first page. */
function facetsOf(filter: CatalogueFilter, owners: OwnerDto[]): Facet[] {
  const facet = (label: string, name: 'state' | 'owner', options: { value: string; label: string }[]): Facet => ({
    label,
    options: [{ value: '', label: 'Any' }, ...options].map((option) => ({
      label: option.label,
      href: hrefOf({ ...filter, [name]: option.value, cursor: '' }),
      current: filter[name] === option.value,
    })),
  });
  return [
    facet('State', 'state', shownStates),
    facet(
      'Owner',
      'owner',
      owners.map(({ slug, name }) => ({ value: slug, label: name })),
    ),
  ];
}

function serviceRow({ slug, name, summary, versions, owner, subscribed }: ServiceSummaryDto): ServiceRow {
  return {
    slug,
    name,
    summary,
    versions: versions.map((version) => ({ name: version.name, state: version.state })),
    owner: owner.name,
    subscribed,
  };
}
