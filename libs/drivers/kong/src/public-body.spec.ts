import { conformanceSample, type DesiredApplication } from '#gateway';
import { KongObjectMaker } from './kong-objects.js';
import { publicBody } from './public-body.js';
import { toKong } from './to-kong.js';

const installationId = '5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b';
const digestKey = Buffer.alloc(32, 7);
const shown = (body: Record<string, unknown>) => publicBody(body, digestKey);
const code = expect.stringMatching(/^\(code\) 18 characters, [0-9a-f]{8}$/);
const secret = expect.stringMatching(/^\(secret\) [0-9a-f]{8}$/);

describe('a body that may be shown', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['a key', { key: 'k-1', consumer: { id: 'c' } }, { key: secret, consumer: { id: 'c' } }],
    [
      'the header of our probe',
      { headers: { 'x-gatehouse-probe': ['t'] } },
      { headers: { 'x-gatehouse-probe': [secret] } },
    ],
    ['headers of a plugin', { config: { headers: { 'x-a': 't' } } }, { config: { headers: { 'x-a': secret } } }],
    ['added headers', { config: { add: { headers: ['x-a:t'] } } }, { config: { add: { headers: [secret] } } }],
    [
      'the password of Redis',
      { config: { redis: { host: 'h', password: 'p' } } },
      { config: { redis: { host: 'h', password: secret } } },
    ],
    [
      'its flat form',
      { config: { redis_host: 'h', redis_password: 'p' } },
      { config: { redis_host: 'h', redis_password: secret } },
    ],
    [
      'secrets of others',
      { config: { client_secret: ['s'], aws_key: 'a' } },
      { config: { client_secret: [secret], aws_key: secret } },
    ],
    [
      'who is named in an address',
      { url: 'https://me:p@ss@host:1/a', config: { http_endpoint: 'see http://only-a-token@h/ now' } },
      {
        url: expect.stringMatching(/^https:\/\/\(secret\) [0-9a-f]{8}@host:1\/a$/),
        config: { http_endpoint: expect.stringMatching(/^see http:\/\/\(secret\) [0-9a-f]{8}@h\/ now$/) },
      },
    ],
    [
      'secrets of a query',
      { config: { http_endpoint: 'https://h/a?level=1&api_key=k#x' } },
      {
        config: { http_endpoint: expect.stringMatching(/^https:\/\/h\/a\?level=1&api_key=\(secret\) [0-9a-f]{8}#x$/) },
      },
    ],
    [
      'the code of functions',
      { name: 'pre-function', config: { access: ['local k = "sekret"'], rewrite: [] } },
      { name: 'pre-function', config: { access: [code], rewrite: [] } },
    ],
    [
      'code elsewhere',
      { config: { custom_fields_by_lua: { 'x.y': 'return "sekret-text"' } } },
      { config: { custom_fields_by_lua: { 'x.y': expect.stringMatching(/^\(code\) 20 characters, [0-9a-f]{8}$/) } } },
    ],
  ])('hides %s', (_what, body, expected) => {
    expect(shown(body)).toEqual(expected);
  });

  it.each<Record<string, unknown>>([
    { name: 'key-auth', config: { key_names: ['apikey'], key_in_query: false, anonymous: null } },
    { headers: { 'x-api-version': ['2'] }, paths: ['/a'] },
    { config: { minute: 5, policy: 'local' }, tags: ['a'] },
    { host: 'a.internal', path: '/a@b', config: { uri: 'https://h:1/a?level=1&b=2', mail: 'a@b.example' } },
  ])('leaves %j as it is', (body) => {
    expect(shown(body)).toEqual(body);
  });

  it('shows that a secret changed, and not the same thing under two keys', () => {
    const key = (value: string, keyed: Uint8Array = digestKey) => publicBody({ key: value }, keyed).key;
    expect(key('a')).toBe(key('a'));
    expect(key('a')).not.toBe(key('b'));
    expect(key('a')).not.toBe(key('a', Buffer.alloc(32, 8)));
  });

  it('holds no secret of anything that we push', () => {
    const secrets = ['sekret-sink', 'sekret-token', 'sekret-redis', 'a'.repeat(40), 'b'.repeat(40)];
    const maker = new KongObjectMaker(installationId);
    const counters = { redis: { host: 'r', port: 1, password: 'sekret-redis' } };
    const [, version, application] = conformanceSample.scopes as [unknown, never, DesiredApplication];
    const objects = [
      {
        scope: 'gateway' as const,
        usageLog: { url: 'http://x', headers: { a: 'sekret-sink' } },
        probe: { token: 'sekret-token' },
      },
      { scope: 'watermark' as const, number: 1, probe: { token: 'sekret-token' } },
      version,
      application,
    ].flatMap((desired) =>
      ['3.4.2', '3.9.3'].flatMap((kongVersion) => toKong(desired, maker, { ...counters, kongVersion })),
    );
    const [sent, kept] = [JSON.stringify(objects), JSON.stringify(objects.map(({ body }) => shown(body)))];
    for (const word of secrets) expect([sent.includes(word), kept.includes(word)]).toEqual([true, false]);
  });
});
