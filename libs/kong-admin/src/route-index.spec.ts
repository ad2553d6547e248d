import type { Entity } from './entity-schemas.js';
import { RouteIndex } from './route-index.js';

const route = (id: string, fields: object): Entity => ({
  id,
  tags: null,
  protocols: ['http', 'https'],
  methods: null,
  hosts: null,
  headers: null,
  paths: null,
  regex_priority: 0,
  ...fields,
});

const request = (path: string, fields: object = {}) => ({
  method: 'GET',
  host: 'a.test',
  path,
  headers: {},
  ...fields,
});

describe('RouteIndex', () => {
  it.each<[string, Record<string, object>, ReturnType<typeof request>, string | undefined]>([
    ['the longer prefix wins', { a: { paths: ['/a'] }, b: { paths: ['/a/b'] } }, request('/a/b/c'), 'b'],
    ['a prefix need not end at a slash', { a: { paths: ['/ab'] } }, request('/abc'), 'a'],
    [
      'more kinds of criteria win over a longer path',
      { a: { paths: ['/a'], methods: ['GET'] }, b: { paths: ['/a/b'] } },
      request('/a/b'),
      'a',
    ],
    [
      'a method that is not listed does not match',
      { a: { paths: ['/a'], methods: ['POST'] } },
      request('/a'),
      undefined,
    ],
    [
      'a regular expression wins over a prefix',
      { a: { paths: ['/a/1'] }, b: { paths: ['~/a/\\d+$'] } },
      request('/a/1'),
      'b',
    ],
    [
      'regular expressions by their priority',
      { a: { paths: ['~/a/\\d+'] }, b: { paths: ['~/a/.'], regex_priority: 1 } },
      request('/a/1'),
      'b',
    ],
    ['a regular expression is anchored at the start', { a: { paths: ['~/b$'] } }, request('/a/b'), undefined],
    ['a plain host wins over a wildcard', { a: { hosts: ['*.test'] }, b: { hosts: ['a.test'] } }, request('/'), 'b'],
    ['a wildcard host', { a: { hosts: ['*.test'] }, b: { hosts: ['b.*'] } }, request('/', { host: 'b.com' }), 'b'],
    ['another host', { a: { hosts: ['b.test'], paths: ['/a'] } }, request('/a'), undefined],
    [
      'a header value in any case',
      { a: { headers: { 'X-V': ['Two'] } } },
      request('/', { headers: { 'x-v': 'two' } }),
      'a',
    ],
    [
      'another header value',
      { a: { headers: { 'X-V': ['2'] } } },
      request('/', { headers: { 'x-v': '1' } }),
      undefined,
    ],
    [
      'more headers win',
      { a: { headers: { x: ['1'] } }, b: { headers: { x: ['1'], y: ['1'] } } },
      request('/', { headers: { x: '1', y: '1' } }),
      'b',
    ],
    ['a route for https only is not served', { a: { paths: ['/a'], protocols: ['https'] } }, request('/a'), undefined],
    ['of equals the lower id', { b: { paths: ['/a'] }, a: { paths: ['/a'] } }, request('/a'), 'a'],
  ])('%s', (_case, routes, given, wanted) => {
    const index = new RouteIndex(Object.entries(routes).map(([id, fields]) => route(id, fields)));
    expect(index.match(given)?.route.id).toBe(wanted);
  });

  it('tells which piece of the path was covered', () => {
    const index = new RouteIndex([route('a', { paths: ['/a'] }), route('b', { paths: ['~/b/\\d+'] })]);
    expect(index.match(request('/a/x'))?.matchedPath).toBe('/a');
    expect(index.match(request('/b/12/x'))?.matchedPath).toBe('/b/12');
  });
});
