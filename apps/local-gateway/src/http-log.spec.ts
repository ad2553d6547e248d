import { buffer } from 'node:stream/consumers';
import { readLogPosts, readTrace } from '#kong-admin';
import { HttpLogQueue, type HttpLogConfig } from './http-log-queue.js';
import { startLocalGateway } from './local-gateway.js';
import { configure, send, serve, serveEcho, type TestServer } from './local-gateway.fixture.js';

/** A receiver of log entries that tells how many it has and can be awaited. */
interface Sink extends TestServer {
  posts: unknown[];
  headers: Record<string, unknown>[];
  /** The status of the next answers; 200 when there is none left. */
  statuses: number[];
  received(count: number): Promise<void>;
}

async function serveSink(): Promise<Sink> {
  const waiting: (() => void)[] = [];
  const sink = { posts: [] as unknown[], headers: [] as Record<string, unknown>[], statuses: [] as number[] };
  const server = await serve((req, res) => {
    void buffer(req).then((bytes) => {
      sink.posts.push(JSON.parse(bytes.toString()));
      sink.headers.push(req.headers);
      res.writeHead(sink.statuses.shift() ?? 200).end();
      waiting.forEach((check) => check());
    });
  });
  const received = (count: number) =>
    new Promise<void>((resolve) => {
      const check = () => sink.posts.length >= count && resolve();
      waiting.push(check);
      check();
    });
  return Object.assign(sink, server, { received });
}

interface Entry {
  request: {
    id: string;
    method: string;
    uri: string;
    url: string;
    querystring: object;
    headers: Record<string, string>;
  };
  response: { status: number };
  upstream_uri: string;
  upstream_status: string;
  source: string;
  tries?: object[];
  consumer?: { username: string; custom_id: string; tags: string[] };
  service?: { name: string };
  route?: { name?: string; paths: string[] };
  client_ip: string;
}

describe('http-log', () => {
  let sink: Sink;

  beforeEach(async () => {
    sink = await serveSink();
  });

  afterEach(() => sink.close());

  it('tells of the recorded calls what the recorded Kong told', async () => {
    const upstream = await serveEcho();
    const gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
    const here = (text: string) => text.replaceAll(':18080', `:${upstream.port}`).replaceAll(':18081', `:${sink.port}`);
    let delivered = 0;
    for (const exchange of readTrace('http-log-traffic')) {
      if (exchange.label === 'correlation-id') continue;
      const body = exchange.request_body ? here(JSON.stringify(exchange.request_body)) : undefined;
      if (exchange.path === '/none-retry') sink.statuses = [500, 500];
      const isAdmin = exchange.api === 'admin';
      const headers = { Host: '127.0.0.1:8000', ...exchange.request_headers };
      const base = isAdmin ? gateway.adminUrl : gateway.proxyUrl;
      expect((await send(base, exchange.method, exchange.path, headers, body)).status).toBe(exchange.status);
      if (isAdmin) continue;
      delivered += exchange.path === '/none-retry' ? 3 : 1;
      await sink.received(delivered);
    }
    await Promise.all([gateway.close(), upstream.close()]);
    const recorded = readLogPosts().filter(({ path }) => path === '/single');
    expect(sink.posts.map(told)).toEqual(recorded.map(({ body }) => told(body)));
    expect(delivered).toBe(9);
  });

  it('leaves out the fields that its config drops, for calls without a route too', async () => {
    const gateway = await startLocalGateway({ proxyPort: 0, adminPort: 0 });
    const dropped = ['request.headers.apikey', 'request.headers.x-gatehouse-digest', 'none.of.these', '__proto__.x'];
    const plugin = {
      name: 'http-log',
      config: {
        http_endpoint: `${sink.url}/ingest`,
        custom_fields_by_lua: Object.fromEntries(dropped.map((path) => [path, 'return nil'])),
      },
    };
    await configure(gateway.adminUrl, 'PUT', '/plugins/log', plugin);
    const secrets = { apikey: 'secret-key', 'x-gatehouse-digest': 'secret-digest', 'x-kept': 'kept' };
    expect((await send(gateway.proxyUrl, 'GET', '/none', secrets)).status).toBe(404);
    await sink.received(1);
    await gateway.close();
    expect(JSON.stringify(sink.posts)).not.toContain('secret');
    expect(sink.posts).toMatchObject([{ request: { headers: { 'x-kept': 'kept' } }, response: { status: 404 } }]);
  });

  const config = (queue: Partial<HttpLogConfig['queue']>): HttpLogConfig => ({
    http_endpoint: `${sink.url}/ingest?lost=1`,
    method: 'POST',
    content_type: 'application/json',
    timeout: 5000,
    keepalive: 60000,
    headers: { 'X-Token': 'secret' },
    custom_fields_by_lua: null,
    queue: {
      max_batch_size: 3,
      max_coalescing_delay: 3600,
      max_entries: 100,
      max_retry_time: 60,
      initial_retry_delay: 0.001,
      max_retry_delay: 0.004,
      ...queue,
    },
  });

  it('sends a full batch at once, as an array, with its headers', async () => {
    const queue = new HttpLogQueue(config({}), fail);
    for (const n of [1, 2, 3, 4]) queue.push({ n }, config({}));
    await sink.received(1);
    expect(sink.posts).toEqual([[{ n: 1 }, { n: 2 }, { n: 3 }]]);
    expect(sink.headers[0]).toMatchObject({ 'x-token': 'secret', 'content-type': 'application/json' });
    await queue.close();
    expect(sink.posts[1]).toEqual([{ n: 4 }]);
  });

  it('sends what there is when the delay is over', async () => {
    const short = config({ max_coalescing_delay: 0.02 });
    const queue = new HttpLogQueue(short, fail);
    queue.push({ n: 1 }, short);
    await sink.received(1);
    expect(sink.posts).toEqual([[{ n: 1 }]]);
    await queue.close();
  });

  it('repeats a batch until it is taken', async () => {
    sink.statuses = [500, 302, 429];
    const queue = new HttpLogQueue(config({ max_batch_size: 1 }), fail);
    queue.push({ n: 1 }, config({ max_batch_size: 1 }));
    await sink.received(4);
    expect(sink.posts).toEqual([{ n: 1 }, { n: 1 }, { n: 1 }, { n: 1 }]);
    await queue.close();
  });

  it('gives a batch up when its time is over, and says so', async () => {
    const warnings: string[] = [];
    const short = config({ max_batch_size: 1, max_retry_time: 0 });
    sink.statuses = Array.from({ length: 50 }, () => 500);
    const queue = new HttpLogQueue(short, (message) => warnings.push(message));
    queue.push({ n: 1 }, short);
    await queue.close();
    expect(warnings).toEqual(['http-log: 1 entries could not be delivered: status 500']);
  });

  it('drops the oldest entries when it is full, and says how many', async () => {
    const warnings: string[] = [];
    const small = config({ max_entries: 2 });
    const queue = new HttpLogQueue(small, (message) => warnings.push(message));
    for (const n of [1, 2, 3, 4]) queue.push({ n }, small);
    await queue.close();
    expect(sink.posts).toEqual([[{ n: 3 }, { n: 4 }]]);
    expect(warnings).toEqual(['http-log: the queue was full; the 2 oldest entries were dropped']);
  });
});

function fail(message: string): never {
  throw new Error(message);
}

/** What an entry tells, without what differs from run to run. */
function told(post: unknown): object {
  const entry = post as Entry & Record<string, unknown>;
  const varying = [
    'correlation_id',
    'x-request-id',
    'accept-encoding',
    'connection',
    'x-credential-identifier',
    'x-consumer-id',
  ];
  const headers = Object.entries(entry.request.headers).filter(
    ([name]) => !varying.concat('content-length').includes(name),
  );
  return {
    fields: Object.keys(entry)
      .filter((name) => !varying.includes(name))
      .sort(),
    request: { ...entry.request, id: entry.request.id.length, headers: Object.fromEntries(headers), size: undefined },
    status: entry.response.status,
    upstream: [entry.upstream_uri, entry.upstream_status, entry.source, entry.tries?.length],
    consumer: entry.consumer && [entry.consumer.username, entry.consumer.custom_id, entry.consumer.tags],
    target: [entry.service?.name, entry.route?.name, entry.route?.paths],
    client: entry.client_ip,
  };
}
