import type { DesiredApplication, DesiredVersion, RemoteObject } from '#gateway';
import { DIGEST_SNIPPET } from '#kong-admin';
import { KongObjectMaker } from './kong-objects.js';
import type { CounterOptions } from './rate-limit-counters.js';
import { toKong } from './to-kong.js';

const maker = new KongObjectMaker('5f3759df-1c2d-4e3f-8a9b-0c1d2e3f4a5b');
const tagsOf = (scope: string) => ['gatehouse', 'gatehouse-5f3759df', `gatehouse-scope:${scope}`];

const version: DesiredVersion = {
  scope: 'version:v-1',
  versionId: 'v-1',
  serviceId: 's-1',
  serviceSlug: 'orders',
  versionName: 'v1',
  upstreamUrl: 'https://orders.internal:8443/api/',
  basePath: '/orders/v1',
  hosts: ['b.example.com', 'a.example.com'],
  methods: ['POST', 'GET'],
  stripBasePath: true,
};

const application: DesiredApplication = {
  scope: 'application:a-1',
  applicationId: 'a-1',
  label: 'Ünsere <App>, 1/2',
  subscriptions: [
    {
      serviceId: 's-1',
      serviceSlug: 'orders',
      versions: [{ versionId: 'v-1' }, { versionId: 'v-2' }],
      limits: { minute: 5, month: 1000, day: undefined },
    },
    { serviceId: 's-2', serviceSlug: 'users', versions: [{ versionId: 'v-9' }], limits: {} },
  ],
  credentials: [{ credentialId: 'c-1', digests: { sha1: '1'.repeat(40), sha256: '2'.repeat(64) } }],
};

function find(objects: RemoteObject[], kind: string, name?: string): RemoteObject[] {
  return objects.filter((object) => object.kind === kind && (name === undefined || object.body.name === name));
}

describe('a version on Kong', () => {
  const objects = toKong(version, maker, {});
  const [service] = find(objects, 'services');
  const tags = tagsOf('version:v-1');
  const onService = { service: { id: service?.id }, tags };

  it('is a service with the parts of the upstream URL', () => {
    expect(service).toEqual({
      kind: 'services',
      id: maker.id('services', 'v-1'),
      parentId: null,
      subjectId: null,
      needs: [],
      body: { name: 'orders.v1', protocol: 'https', host: 'orders.internal', port: 8443, path: '/api', tags },
    });
  });

  it.each([
    ['http://x', { protocol: 'http', host: 'x', port: 80, path: null }],
    ['https://x/', { protocol: 'https', host: 'x', port: 443, path: null }],
    ['http://10.0.0.1:9000/a/b', { protocol: 'http', host: '10.0.0.1', port: 9000, path: '/a/b' }],
  ])('reads the upstream %s', (upstreamUrl, parts) => {
    expect(find(toKong({ ...version, upstreamUrl }, maker, {}), 'services')[0]?.body).toMatchObject(parts);
  });

  it('guards the service with the digest snippet, key-auth by header only, and the group', () => {
    expect(find(objects, 'plugins').map(({ body }) => body)).toEqual([
      { name: 'pre-function', config: { access: [DIGEST_SNIPPET] }, ...onService },
      {
        name: 'key-auth',
        config: { key_names: ['apikey'], key_in_query: false, key_in_body: false, hide_credentials: true },
        ...onService,
      },
      { name: 'acl', config: { allow: ['service-s-1'], hide_groups_header: true }, ...onService },
    ]);
  });

  it('has one route with sorted hosts, and OPTIONS beside listed methods', () => {
    expect(find(objects, 'routes').map(({ body }) => body)).toEqual([
      {
        name: 'orders.v1',
        protocols: ['http', 'https'],
        paths: ['/orders/v1'],
        hosts: ['a.example.com', 'b.example.com'],
        methods: ['GET', 'OPTIONS', 'POST'],
        strip_path: true,
        ...onService,
      },
    ]);
  });

  it('opens the route only when the service and every guard stand', () => {
    const others = objects.filter(({ kind }) => kind !== 'routes').map(({ id }) => id);
    expect(find(objects, 'routes')[0]?.needs).toEqual(others);
    expect(others).toHaveLength(4);
  });

  it('lists neither hosts nor methods when there are none', () => {
    const [route] = find(toKong({ ...version, hosts: [], methods: undefined }, maker, {}), 'routes');
    expect(Object.keys(route?.body ?? {})).toEqual(
      expect.not.arrayContaining(['hosts', 'methods']) as unknown as string[],
    );
  });

  it('does not list OPTIONS twice', () => {
    const [route] = find(toKong({ ...version, methods: ['OPTIONS', 'GET'] }, maker, {}), 'routes');
    expect(route?.body.methods).toEqual(['GET', 'OPTIONS']);
  });
});

describe('an application on Kong', () => {
  const objects = toKong(application, maker, {});
  const consumerId = maker.id('consumers', 'a-1');
  const tags = tagsOf('application:a-1');

  it('is a consumer with a readable, unique name and our id', () => {
    expect(find(objects, 'consumers')[0]).toMatchObject({
      id: consumerId,
      parentId: null,
      body: { username: 'nsere-App-1-2.a-1', custom_id: 'a-1', tags },
    });
  });

  it('has a name even if the label holds no plain letter', () => {
    expect(find(toKong({ ...application, label: '注文' }, maker, {}), 'consumers')[0]?.body.username).toBe('a-1');
  });

  it('has one limit for each version, with the windows of the plan alone', () => {
    expect(find(objects, 'plugins')).toEqual(
      ['v-1', 'v-2'].map((versionId) => ({
        kind: 'plugins',
        id: maker.id('plugins', 'a-1', versionId, 'rate-limiting'),
        parentId: maker.id('services', versionId),
        subjectId: null,
        needs: [consumerId],
        body: {
          name: 'rate-limiting',
          consumer: { id: consumerId },
          service: { id: maker.id('services', versionId) },
          config: {
            minute: 5,
            month: 1000,
            limit_by: 'consumer',
            policy: 'local',
            fault_tolerant: true,
            hide_client_headers: false,
          },
          tags,
        },
      })),
    );
  });

  it('opens a service by its group, after the limits', () => {
    const [orders, users] = find(objects, 'acls');
    expect(orders?.body).toEqual({ group: 'service-s-1', consumer: { id: consumerId }, tags });
    expect(orders?.needs).toEqual([consumerId, ...find(objects, 'plugins').map(({ id }) => id)]);
    expect(users?.body.group).toBe('service-s-2');
    expect(users?.needs).toEqual([consumerId]);
  });

  it('has a key that is the SHA-1 digest, and names the credential', () => {
    expect(find(objects, 'key-auths')).toEqual([
      {
        kind: 'key-auths',
        id: maker.id('key-auths', 'c-1'),
        parentId: consumerId,
        subjectId: 'c-1',
        needs: [consumerId],
        body: { key: '1'.repeat(40), consumer: { id: consumerId }, tags },
      },
    ]);
  });

  it('refers to the same service id and group that the version has', () => {
    const [service] = find(toKong(version, maker, {}), 'services');
    expect(find(objects, 'plugins')[0]?.parentId).toBe(service?.id);
    expect(find(toKong(version, maker, {}), 'plugins', 'acl')[0]?.body.config).toMatchObject({
      allow: ['service-s-1'],
    });
  });

  const redis = { host: 'redis', port: 6379, password: 'secret' };
  it.each([
    ['3.9.3', { policy: 'redis', redis: { host: 'redis', port: 6379, password: 'secret', database: 0, ssl: false } }],
    [null, { policy: 'redis', redis: expect.anything() as unknown }],
    ['3.6.0', { policy: 'redis', redis: expect.anything() as unknown }],
    ['3.5.0', { policy: 'redis', redis_host: 'redis', redis_port: 6379, redis_password: 'secret', redis_ssl: false }],
    ['3.4.3.1', { policy: 'redis', redis_host: 'redis' }],
  ])('counts in Redis as Kong %s spells it', (kongVersion, settings) => {
    const counters: CounterOptions = { redis, kongVersion };
    const config = find(toKong(application, maker, counters), 'plugins')[0]?.body.config as Record<string, unknown>;
    expect(config).toMatchObject(settings);
    expect('redis' in config && 'redis_host' in config).toBe(false);
  });
});

describe('the gateway itself on Kong', () => {
  const usageLog = { url: 'http://portal/ingest', headers: { 'x-token': 't' } };
  const probe = { token: 'p' };
  const tags = tagsOf('gateway');
  const objects = toKong({ scope: 'gateway', usageLog, probe }, maker, {});
  const probeService = { service: { id: maker.id('services', 'probe', 'key') } };

  it('reports every call in large batches, without what nobody reads, like the headers of a call that no route took', () => {
    expect(objects[0]).toEqual({
      kind: 'plugins',
      id: maker.id('plugins', 'gateway', 'http-log'),
      parentId: null,
      subjectId: null,
      needs: [],
      body: {
        name: 'http-log',
        config: {
          http_endpoint: 'http://portal/ingest',
          headers: { 'x-token': 't' },
          queue: { max_batch_size: 1000, max_coalescing_delay: 1, max_entries: 100_000, max_retry_time: 3600 },
          custom_fields_by_lua: {
            'request.headers': 'return nil',
            'request.querystring': 'return nil',
            'request.url': 'return nil',
            'response.headers': 'return nil',
            route: 'return nil',
            source: 'return nil',
            tries: 'return nil',
            upstream_status: 'return nil',
            upstream_uri: 'return nil',
            workspace: 'return nil',
            workspace_name: 'return nil',
          },
        },
        tags,
      },
    });
  });

  it('answers probes with a service that is never called, and looks digests up before its route opens', () => {
    const name = 'gatehouse-probe.5f3759df';
    const keyAuth = {
      key_names: ['x-gatehouse-digest'],
      key_in_query: false,
      key_in_body: false,
      hide_credentials: true,
    };
    const ofKeys = objects.filter(({ id, parentId }) => [id, parentId].includes(probeService.service.id));
    expect(ofKeys.map(({ body }) => body)).toEqual([
      { name, protocol: 'http', host: '127.0.0.1', port: 9, tags },
      {
        name: 'request-termination',
        ...probeService,
        config: { status_code: 200, content_type: 'text/plain', body: 'gatehouse-probe key' },
        tags,
      },
      { name: 'key-auth', ...probeService, config: keyAuth, tags },
      {
        name,
        ...probeService,
        protocols: ['http', 'https'],
        methods: ['GET'],
        headers: { 'x-gatehouse-probe': ['p'] },
        paths: ['/.gatehouse/key'],
        tags,
      },
    ]);
    expect(ofKeys[3]?.needs).toEqual(ofKeys.slice(0, 3).map(({ id }) => id));
  });

  it('shows a watermark as one route that only the number changes', () => {
    const [first, ...others] = toKong({ scope: 'watermark', number: 7, probe }, maker, {});
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      id: maker.id('routes', 'probe', 'watermark'),
      parentId: maker.id('services', 'probe', 'watermark'),
      body: { paths: ['/.gatehouse/watermark/7/'], tags: tagsOf('watermark') },
    });
    expect(objects.map(({ id }) => id)).toContain(first?.parentId);
    expect(toKong({ scope: 'watermark', number: 8, probe }, maker, {})[0]?.id).toBe(first?.id);
  });
});
