import type { SearchHitDto, SearchPageDto } from '#contract';
import { hitHref, hitView } from './hit.view.js';
import { readSearch, type SearchFilter } from './search.api.js';
import { searchView, suggestions } from './search.view.js';

const hit: SearchHitDto = {
  kind: 'operation',
  title: 'readOrder',
  service: { slug: 'orders', name: 'Orders' },
  version: 'v2',
  state: 'published',
  method: 'GET',
  path: '/orders/{id}',
  summary: '',
  tag: null,
  deprecated: false,
  pointer: null,
  anchor: null,
  matched: [{ field: 'title', text: 'readOrder', ranges: [[4, 9]] }],
};
const facets = { kinds: [], services: [], versions: [], methods: [], states: [], tags: [] };
const page: SearchPageDto = {
  ...{ items: [hit], total: 1, more: false, facets, corrected: null, partial: false },
  nextCursor: 'next',
};
const filter: SearchFilter = readSearch({ q: 'order', service: 'orders', version: 'v2' });
const schema = { method: null, path: null, pointer: '#/components/schemas/Order' };

it.each<[string, Partial<SearchHitDto>, string]>([
  ['an operation', {}, '/services/orders/v2/get/orders/%7Bid%7D'],
  ['a service', { kind: 'service', version: null, method: null, path: null }, '/services/orders'],
  ['the first page', { kind: 'page', method: null, path: null }, '/services/orders/v2'],
  ['a schema', { kind: 'schema', ...schema }, '/services/orders/v2/schemas/Order'],
  [
    'a property of a schema',
    { kind: 'property', ...schema, anchor: 'lines[].unit price' },
    '/services/orders/v2/schemas/Order#schema.lines[].unit%20price',
  ],
  [
    'a property of a body',
    { kind: 'property', anchor: 'body.customer' },
    '/services/orders/v2/get/orders/%7Bid%7D#body.customer',
  ],
  [
    'a header',
    { kind: 'parameter', anchor: 'header-X-Trace' },
    '/services/orders/v2/get/orders/%7Bid%7D#header-x-trace',
  ],
])('leads to %s', (_what, facts, href) => expect(hitHref({ ...hit, ...facts })).toBe(href));

it('says of a property in which schema it stands, because many have an id', () => {
  const { path } = hitView({ ...hit, kind: 'property', ...schema, title: 'id', anchor: 'lines[].id' });
  expect(path).toEqual([{ text: 'Order.lines[].id', marked: false }]);
});

it('marks what matched in pieces of text', () => {
  expect(hitView(hit).title).toEqual([
    { text: 'read', marked: false },
    { text: 'Order', marked: true },
  ]);
});

it('keeps the filters in every address, and lets a choice begin at the first page', () => {
  const services = [{ value: 'orders', label: 'Orders', count: 3 }];
  const view = searchView({ ...filter, cursor: 'here' }, { ...page, facets: { ...facets, services } });
  expect(view.pager).toMatchObject({
    firstHref: '/search?q=order&service=orders&version=v2',
    nextHref: '/search?q=order&service=orders&version=v2&cursor=next',
  });
  expect(view.hidden).toEqual([
    { name: 'service', value: 'orders' },
    { name: 'version', value: 'v2' },
  ]);
  const [any] = view.facets.find(({ label }) => label === 'Service')!.options;
  expect(any).toMatchObject({ label: 'Any', href: '/search?q=order', current: false });
});

it('shows the choice that was made also where nothing is left of it', () => {
  const view = searchView(filter, page);
  expect(view.facets.find(({ label }) => label === 'Version')!.options.at(-1)).toMatchObject({
    label: 'v2',
    current: true,
  });
});

it('offers to search without the filters where they left nothing', () => {
  const nothing = searchView(filter, { ...page, items: [], total: 0, nextCursor: null });
  expect(nothing.tries[0]).toMatchObject({ example: 'order', href: '/search?q=order' });
});

it('says how much was found, and instead of what', () => {
  expect(suggestions(filter, page).announcement).toBe('1 result');
  expect(suggestions(filter, { ...page, total: 2, corrected: 'orders' }).announcement).toBe('2 results for orders');
  expect(suggestions(filter, { ...page, items: [], total: 0 }).announcement).toBe('Nothing found');
});
