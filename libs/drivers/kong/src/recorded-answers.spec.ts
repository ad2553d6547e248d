import { readFileSync } from 'node:fs';
import { canonicalHash, matchesWish, type RemoteObject } from '#gateway';
import { canonicalBody } from './canonical-body.js';
import { faultOfAnswer, isRecord } from './kong-fault.js';
import { KongObjectMaker, parentIdOf } from './kong-objects.js';
import { toKong } from './to-kong.js';

type Json = Record<string, unknown>;
interface Exchange {
  request_body: Json;
  status: number;
  response_body: Json;
}

/** What Kong 3.9.3 answered. */
const recorded = JSON.parse(readFileSync(new URL('./fixtures/recorded-answers.json', import.meta.url), 'utf8')) as {
  stored: Record<string, Exchange>;
  refused: Record<string, Exchange>;
};

const maker = new KongObjectMaker('5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b');
const redis = { host: 'redis', port: 6379, username: 'u', password: 'p', database: 1, tls: true };
const sent: RemoteObject[] = [
  ...toKong(
    { scope: 'gateway', usageLog: { url: 'http://x/', headers: { 'X-Sink': 't' } }, probe: { token: 'p' } },
    maker,
    {},
  ),
  ...toKong(
    {
      scope: 'version:v',
      versionId: 'v',
      serviceId: 's',
      serviceSlug: 'orders',
      versionName: 'v1',
      upstreamUrl: 'http://x/y',
      basePath: '/orders/v1',
      hosts: ['h'],
      methods: ['GET'],
      stripBasePath: true,
    },
    maker,
    {},
  ),
  ...toKong(
    {
      scope: 'application:a',
      applicationId: 'a',
      label: 'A',
      subscriptions: [
        {
          serviceId: 's',
          serviceSlug: 'orders',
          versions: [{ versionId: 'v' }],
          limits: { second: 1, minute: 2, hour: 3, day: 4, month: 5 },
        },
      ],
      credentials: [{ credentialId: 'c', digests: { sha1: 'd', sha256: 'e' } }],
    },
    maker,
    { redis },
  ),
  ...toKong({ scope: 'watermark', number: 1, probe: { token: 'p' } }, maker, {}),
];

/** Paths of all fields of a body; a map whose keys we choose counts as one field. */
function fieldsOf(body: Json, prefix = ''): string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    const isMap = ['headers', 'config.headers', 'config.custom_fields_by_lua', 'consumer'].includes(path);
    return isRecord(value) && !isMap && name !== 'service' ? fieldsOf(value, `${path}.`) : [path];
  });
}

describe('what we send and what Kong answered', () => {
  const named = sent.map((object) => [
    object.kind === 'plugins' ? `plugins/${String(object.body.name)}` : object.kind,
    object,
  ]);
  // Of pre-function only the status of the answer was recorded.
  const comparable = named.filter(([key]) => key !== 'plugins/pre-function') as [string, RemoteObject][];

  it.each(comparable)('%s: every field that we send is one that Kong knows', (key, object) => {
    const known = fieldsOf(recorded.stored[key]?.response_body ?? {});
    expect(fieldsOf(object.body).filter((field) => !known.includes(field))).toEqual([]);
  });

  it.each(Object.entries(recorded.stored))('%s: the answer holds what was asked for', (_key, exchange) => {
    // References by name are answered with an id; ours are by id.
    const { service: _service, route: _route, consumer: _consumer, ...wished } = exchange.request_body;
    expect(matchesWish(canonicalBody(wished), canonicalBody(exchange.response_body))).toBe(true);
  });

  it.each(Object.entries(recorded.stored))(
    '%s: the hash forgets timestamps and the order of sets',
    (_key, exchange) => {
      const answer = { ...exchange.response_body, tags: ['b', 'a'], protocols: ['https', 'http'] };
      const later = { ...answer, created_at: 1, updated_at: 2, tags: ['a', 'b'], protocols: ['http', 'https'] };
      expect(canonicalHash(canonicalBody(later))).toBe(canonicalHash(canonicalBody(answer)));
      expect(canonicalHash(canonicalBody({ ...answer, tags: ['a'] }))).not.toBe(canonicalHash(canonicalBody(answer)));
    },
  );

  it('forgets the flat Redis fields beside config.redis and keeps them where they are the only ones', () => {
    const config = recorded.stored['plugins/rate-limiting']?.response_body.config as Json;
    const names = (of: Json) =>
      Object.keys(canonicalBody({ config: of }).config as Json).filter((n) => /^redis_/.test(n));
    expect(names(config)).toEqual([]);
    const { redis: _redis, ...old } = config;
    expect(names(old)).toContain('redis_host');
  });

  it('names the parent whose removal takes the object with it', () => {
    const limit = recorded.stored['plugins/rate-limiting']?.response_body ?? {};
    expect(parentIdOf(limit)).toBe((limit.service as Json).id);
    const key = recorded.stored['key-auths']?.response_body ?? {};
    expect(parentIdOf(key)).toBe((key.consumer as Json).id);
    expect(parentIdOf(recorded.stored.services?.response_body ?? {})).toBeNull();
  });

  it.each([
    ['unique name', 'refused', 'UNIQUE violation'],
    ['unique key', 'refused', 'key="…"'],
    ['unknown service', 'parent_missing', 'does not reference an existing'],
    ['service with routes', 'refused', "existing 'routes' entity references"],
    ['schema', 'refused', 'config.frob: unknown field'],
    ['database away', 'unknown_outcome', 'unexpected error'],
    ['without database', 'refused', 'when not using a database'],
  ])('%s is %s, in the words of Kong', (name, kind, words) => {
    const { status, response_body: body } = recorded.refused[name] as Exchange;
    const fault = faultOfAnswer({ status, retryAfter: null, body }, ['alice-secret']);
    expect(fault).toMatchObject({ kind, status });
    expect(fault.message).toContain(words);
    expect(fault.message).not.toContain('alice-secret');
  });
});
