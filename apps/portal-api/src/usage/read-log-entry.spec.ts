import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '#platform';
import { MAX_AGE_MS, MAX_AHEAD_MS, readLogEntry } from './read-log-entry.js';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');
const APPLICATION = '0198a000-0000-7000-8000-000000000001';
const VERSION = '0198a000-0000-7000-8000-000000000002';
const KEY = '0198a000-0000-5000-8000-000000000003';

const entry = (changes: Record<string, unknown> = {}) => ({
  request: { id: 'abc', method: 'GET', uri: '/orders/v1/orders/7?apikey=secret', size: 10 },
  response: { status: 200, size: 20 },
  latencies: { request: 5, proxy: 3 },
  consumer: { custom_id: APPLICATION },
  service: { tags: ['gatehouse', `gatehouse-scope:version:${VERSION}`] },
  authenticated_entity: { id: KEY },
  client_ip: '2001:db8::1',
  started_at: NOW_MS,
  ...changes,
});

it('reads what is wanted and leaves the query string behind', () => {
  expect(readLogEntry(entry(), NOW_MS)).toEqual({
    requestId: 'abc',
    occurredAtMs: NOW_MS,
    method: 'GET',
    path: '/orders/v1/orders/7',
    status: 200,
    latencyMs: 5,
    upstreamMs: 3,
    requestBytes: 10,
    responseBytes: 20,
    clientIp: '2001:db8::1',
    applicationId: APPLICATION,
    versionId: VERSION,
    keyObjectId: KEY,
  });
});

it('reads every entry that a real Kong 3.9.3 has sent', () => {
  const file = path.join(projectRoot(), 'libs/kong-admin/fixtures/http-log.json');
  const { posts } = JSON.parse(readFileSync(file, 'utf8')) as { posts: { body: object | object[] }[] };
  const entries = posts.flatMap(({ body }) => body) as { started_at: number; request: { id: string } }[];
  expect(entries.length).toBeGreaterThan(10);
  for (const sent of entries) {
    expect(readLogEntry(sent, sent.started_at)).toMatchObject({ requestId: sent.request.id });
  }
});

const request = { id: 'abc', method: 'GET', uri: '/x' };
it.each<[string, unknown]>([
  ['null', null],
  ['a number', 7],
  ['a text', 'x'],
  ['an array', []],
  ['no request', entry({ request: undefined })],
  ['no id', entry({ request: { ...request, id: undefined } })],
  ['an id that is no text', entry({ request: { ...request, id: 7 } })],
  ['an id with a space', entry({ request: { ...request, id: 'a b' } })],
  ['an id of 65 characters', entry({ request: { ...request, id: 'x'.repeat(65) } })],
  ['a method that is none', entry({ request: { ...request, method: 'G{T' } })],
  ['no uri', entry({ request: { ...request, uri: null } })],
  ['NUL in the uri', entry({ request: { ...request, uri: '/a\0b' } })],
  ['no status', entry({ response: {} })],
  ['a status that is a text', entry({ response: { status: '200' } })],
  ['a status of 1000', entry({ response: { status: 1000 } })],
  ['no time', entry({ started_at: undefined })],
  ['a time that is not a number', entry({ started_at: NaN })],
  ['the year 1970', entry({ started_at: 0 })],
  ['a time too old', entry({ started_at: NOW_MS - MAX_AGE_MS - 1 })],
  ['a time too far ahead', entry({ started_at: NOW_MS + MAX_AHEAD_MS + 1 })],
])('refuses an entry with %s', (_, bad) => {
  expect(readLogEntry(bad, NOW_MS)).toBeNull();
});

it.each([NOW_MS - MAX_AGE_MS, NOW_MS + MAX_AHEAD_MS])('takes the time %d, at the very edge', (startedAt) => {
  expect(readLogEntry(entry({ started_at: startedAt }), NOW_MS)).toMatchObject({ occurredAtMs: startedAt });
});

it.each<[string, unknown, unknown]>([
  ['a probe of a key', entry({ service: { name: 'gatehouse-probe.0198a000' } }), 'probe'],
  ['a watermark', entry({ service: { name: 'gatehouse-probe.0198a000.watermark', tags: null } }), 'probe'],
  [
    'a probe that no route knew yet',
    entry({ service: undefined, request: { ...request, uri: '/.gatehouse/key' } }),
    'probe',
  ],
  ['a probe that is bad besides', { service: { name: 'gatehouse-probe.x' } }, 'probe'],
  [
    'a call of a service with a name like it',
    entry({ service: { name: 'not-gatehouse-probe.x' } }),
    expect.any(Object),
  ],
  [
    'a call of a service at an address like it',
    entry({ service: { name: 'orders.v1' }, request: { ...request, uri: '/.gatehouse/key' } }),
    expect.any(Object),
  ],
])('tells our own probes from calls: %s', (_, logged, expected) => {
  expect(readLogEntry(logged, NOW_MS)).toEqual(expected);
});

it('takes what is missing or absurd beside the call itself as nothing', () => {
  const odd = entry({
    latencies: { request: -5, proxy: -1 },
    response: { status: 499, size: 1e99 },
    consumer: { custom_id: "x'; --" },
    service: { tags: 'none' },
    authenticated_entity: null,
    client_ip: { nested: true },
  });
  expect(readLogEntry(odd, NOW_MS)).toMatchObject({
    latencyMs: 0,
    upstreamMs: null,
    requestBytes: 10,
    responseBytes: 2_147_483_647,
    applicationId: null,
    versionId: null,
    keyObjectId: null,
    clientIp: '',
  });
});
