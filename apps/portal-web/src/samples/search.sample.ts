import type { SearchHitDto, SearchPageDto } from '#contract';
import { searchView } from '../pages/search/search.view.js';
import type { SearchFilter } from '../pages/search/search.api.js';
import { sample, type Sample } from './sample.js';

const filter: SearchFilter = {
  q: 'order id',
  kind: '',
  service: 'orders',
  version: '',
  method: '',
  state: '',
  tag: '',
  cursor: '',
};

const operation: SearchHitDto = {
  kind: 'operation',
  title: 'readOrder',
  service: { slug: 'orders', name: 'Orders' },
  version: 'v2',
  state: 'published',
  method: 'GET',
  path: '/orders/{id}',
  summary: 'Read one order',
  tag: 'orders',
  deprecated: false,
  pointer: null,
  anchor: null,
  matched: [
    { field: 'title', text: 'readOrder', ranges: [[4, 9]] },
    {
      field: 'path',
      text: '/orders/{id}',
      ranges: [
        [1, 6],
        [9, 11],
      ],
    },
    { field: 'name', text: 'order_id', ranges: [[0, 8]] },
  ],
};

const parameter: SearchHitDto = {
  ...operation,
  kind: 'parameter',
  title: 'order_id',
  anchor: 'query-order_id',
  summary: '<b>Which</b> order',
  matched: [{ field: 'title', text: 'order_id', ranges: [[0, 8]] }],
};

const schema: SearchHitDto = {
  ...operation,
  kind: 'schema',
  title: 'OrderId',
  method: null,
  path: null,
  state: 'deprecated',
  deprecated: true,
  pointer: '#/components/schemas/OrderId',
  matched: [{ field: 'title', text: 'OrderId', ranges: [[0, 7]] }],
};

const page: SearchPageDto = {
  items: [operation, parameter, schema],
  total: 3,
  more: false,
  facets: {
    kinds: [
      { value: 'operation', label: 'operation', count: 1 },
      { value: 'parameter', label: 'parameter', count: 1 },
      { value: 'schema', label: 'schema', count: 1 },
    ],
    services: [{ value: 'orders', label: 'Orders', count: 3 }],
    versions: [{ value: 'v2', label: 'v2', count: 3 }],
    methods: [{ value: 'GET', label: 'GET', count: 2 }],
    states: [{ value: 'published', label: 'published', count: 3 }],
    tags: [],
  },
  corrected: null,
  partial: false,
  nextCursor: 'more',
};

const nothing: SearchPageDto = {
  ...page,
  items: [],
  total: 0,
  nextCursor: null,
  facets: { kinds: [], services: [], versions: [], methods: [], states: [], tags: [] },
};

/** What was found, what was corrected, what was not found, and the page before anything was asked. */
export const searchSamples: Record<string, Sample> = {
  search: sample('search', searchView(filter, page), 'Catalogue'),
  'search-corrected': sample('search', searchView({ ...filter, q: 'ordr id' }, { ...page, corrected: 'order id' })),
  'search-partial': sample('search', searchView(filter, { ...page, partial: true, nextCursor: null })),
  'search-nothing': sample('search', searchView({ ...filter, q: 'zebra' }, nothing), 'Catalogue'),
  'search-start': sample('search', searchView({ ...filter, q: '', service: '' }, null), 'Catalogue'),
};
