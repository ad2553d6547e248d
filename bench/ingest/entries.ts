import { randomBytes, randomUUID } from 'node:crypto';

/** What the calls of a batch are drawn from. */
export interface Traffic {
  /** Each calls some operations of some versions. */
  applications: { id: string; keyObjectId: string; versionIndexes: number[]; operationIndexes: number[] }[];
  versions: { id: string; slug: string; basePath: string }[];
  /** Of every version; templates with one `{id}`. */
  operations: { method: string; path: string }[];
}

/** Of a hundred calls. */
const STATUSES: [status: number, share: number][] = [
  [200, 88],
  [404, 4],
  [401, 3],
  [429, 3],
  [400, 1],
  [500, 1],
];
const STATUS_OF_CALL = STATUSES.flatMap(([status, share]) => new Array<number>(share).fill(status));
/** A batch reports the calls of its last seconds. */
const SPREAD_MS = 5_000;

/** The first of a list is drawn most often, the nth about an nth as often (Zipf's law), as in real traffic. */
function draw<T>(list: T[]): T {
  return list[Math.floor((list.length + 1) ** Math.random()) - 1] as T;
}

/** The body of one batch as Kong's http-log sends it: a JSON array of entries of about 1.5 kB, each of a new call. */
export function makeBatch(traffic: Traffic, entries: number, nowMs: number): Buffer {
  return Buffer.from(JSON.stringify(Array.from({ length: entries }, () => makeEntry(traffic, nowMs))));
}

function makeEntry(traffic: Traffic, nowMs: number): object {
  const application = draw(traffic.applications);
  const version = traffic.versions[draw(application.versionIndexes)] as Traffic['versions'][number];
  const operation = traffic.operations[draw(application.operationIndexes)] as Traffic['operations'][number];
  const status = STATUS_OF_CALL[Math.floor(Math.random() * STATUS_OF_CALL.length)] as number;
  const startedAt = nowMs - Math.floor(Math.random() * SPREAD_MS);
  const uri = version.basePath + operation.path.replace('{id}', String(Math.floor(Math.random() * 100_000)));
  const answeredByUpstream = status !== 401 && status !== 429;
  const proxyMs = Math.floor(Math.random() * 80);
  const id = randomBytes(16).toString('hex');
  return {
    workspace_name: 'default',
    route: routeOf(version),
    service: serviceOf(version),
    response: { status, size: 300 + Math.floor(Math.random() * 4_000), headers: responseHeaders(id, startedAt) },
    request: {
      id,
      method: operation.method,
      uri: `${uri}?page=2`,
      url: `http://api.example.com:8000${uri}?page=2`,
      querystring: { page: '2' },
      size: 212,
      headers: {
        host: 'api.example.com:8000',
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) example-client/2.4.1',
        accept: 'application/json',
        'accept-encoding': 'gzip, deflate, br',
      },
    },
    upstream_uri: uri,
    upstream_status: answeredByUpstream ? String(status) : '',
    source: answeredByUpstream ? 'upstream' : 'kong',
    latencies: { receive: 0, kong: 2, request: proxyMs + 2, proxy: answeredByUpstream ? proxyMs : -1 },
    tries: [{ balancer_start: startedAt + 1, balancer_latency: 0, ip: '10.0.0.12', port: 8080 }],
    ...(status === 401 ? {} : consumerOf(application)),
    client_ip: '203.0.113.7',
    started_at: startedAt,
    workspace: '50174ff6-b574-433a-b283-1631e2aa5e7a',
  };
}

function routeOf({ slug, id, basePath }: Traffic['versions'][number]): object {
  return {
    id: randomUUID(),
    name: `${slug}.v1`,
    paths: [basePath],
    protocols: ['http', 'https'],
    service: { id },
    strip_path: true,
    preserve_host: false,
    regex_priority: 0,
    path_handling: 'v0',
    https_redirect_status_code: 426,
    request_buffering: true,
    response_buffering: true,
    created_at: 1795320898,
    updated_at: 1795320898,
    ws_id: '50174ff6-b574-433a-b283-1631e2aa5e7a',
  };
}

function serviceOf({ slug, id }: Traffic['versions'][number]): object {
  return {
    id,
    name: `${slug}.v1`,
    host: 'orders.internal',
    port: 8080,
    protocol: 'http',
    retries: 5,
    connect_timeout: 60000,
    read_timeout: 60000,
    write_timeout: 60000,
    enabled: true,
    tags: ['gatehouse', 'gatehouse-0123abcd', `gatehouse-scope:version:${id}`],
    created_at: 1795320898,
    updated_at: 1795320898,
    ws_id: '50174ff6-b574-433a-b283-1631e2aa5e7a',
  };
}

function consumerOf({ id, keyObjectId }: Traffic['applications'][number]): object {
  return {
    consumer: {
      id: keyObjectId,
      username: `client.${id}`,
      custom_id: id,
      created_at: 1795320898,
      tags: ['gatehouse', 'gatehouse-0123abcd', `gatehouse-scope:application:${id}`],
    },
    authenticated_entity: { id: keyObjectId },
  };
}

function responseHeaders(id: string, startedAt: number): object {
  return {
    'content-type': 'application/json; charset=utf-8',
    date: new Date(startedAt).toUTCString(),
    via: '1.1 kong/3.9.3',
    'x-kong-request-id': id,
    'x-kong-proxy-latency': '2',
    'x-kong-upstream-latency': '18',
    connection: 'keep-alive',
  };
}
