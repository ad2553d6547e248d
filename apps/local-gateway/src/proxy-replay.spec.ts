import { readTrace, type Exchange } from '#kong-admin';
import { startLocalGateway, type LocalGateway } from './local-gateway.js';
import { send, serveEcho, type Echo, type Received, type TestServer } from './local-gateway.fixture.js';

const JWT = 'JWT credentials are not supported';
const CORRELATION = 'the correlation-id plugin is not supported';

/** Exchanges that are left out: topic → index → why. */
const LEFT_OUT: Record<string, Record<number, string>> = {
  'key-auths': { 5: 'keys with a time to live are refused' },
  plugins: { 20: CORRELATION, 25: JWT },
  proxy: Object.fromEntries([28, 29, 30, 33, 34, 35, 36, 37, 38, 39].map((index) => [index, JWT])),
};

/** What differs between two runs, or comes from the recording client or from the plugin that is left out. */
const VARYING = [
  'accept-encoding',
  'connection',
  'content-length',
  'host',
  'x-forwarded-port',
  'x-kong-request-id',
  'x-request-id',
];

/** Replays recorded exchanges against one gateway. Ids and ports differ from the recorded ones and are put in their place. */
class Replay {
  private readonly ids = new Map<string, string>();
  private nowMs = 0;

  private constructor(
    private readonly gateway: LocalGateway,
    private readonly upstream: TestServer,
  ) {}

  static async start(upstream: TestServer): Promise<Replay> {
    const replay: Replay = new Replay(
      await startLocalGateway({ proxyPort: 0, adminPort: 0, nowMs: () => replay.nowMs }),
      upstream,
    );
    return replay;
  }

  close(): Promise<void> {
    return this.gateway.close();
  }

  /** The configuration calls of a topic: only their status is looked at. */
  async configure(topic: string): Promise<void> {
    for (const [index, exchange] of readTrace(topic).entries()) {
      if (LEFT_OUT[topic]?.[index]) continue;
      expect({ index, status: (await this.send(exchange)).status }).toEqual({ index, status: exchange.status });
    }
  }

  async send(exchange: Exchange): Promise<Received> {
    const { proxyUrl, adminUrl } = this.gateway;
    this.setClock(exchange);
    const body = exchange.request_body;
    const text = body === null || body === undefined ? undefined : this.here(JSON.stringify(body));
    const base = exchange.api === 'admin' ? adminUrl : proxyUrl;
    const headers = { Host: '127.0.0.1:8000', ...exchange.request_headers };
    const received = await send(base, exchange.method, this.here(exchange.path), headers, text);
    this.learnId(exchange, received);
    return received;
  }

  /** A recorded text with this run's ids and ports. */
  here(text: string): string {
    let replaced = text.replaceAll(':18080', `:${this.upstream.port}`);
    for (const [recorded, id] of this.ids) replaced = replaced.replaceAll(recorded, id);
    return replaced;
  }

  private learnId(exchange: Exchange, received: Received): void {
    const recorded = (exchange.response_body as { id?: string } | null)?.id;
    if (exchange.api !== 'admin' || !recorded || received.status >= 300 || received.text === '') return;
    this.ids.set(recorded, (JSON.parse(received.text) as { id: string }).id);
  }

  /** The recorded reset tells at which second of the minute the call was made. */
  private setClock(exchange: Exchange): void {
    const reset = exchange.response_headers?.['RateLimit-Reset'];
    if (reset !== undefined) this.nowMs = Date.UTC(2026, 10, 22, 4, 15, reset === '1' ? 17 : 60 - Number(reset));
  }
}

describe('calls through the local gateway end as through the recorded Kong', () => {
  let upstream: TestServer;
  let replay: Replay;

  beforeAll(async () => {
    upstream = await serveEcho();
  });

  beforeEach(async () => {
    replay = await Replay.start(upstream);
  });

  afterEach(() => replay.close());
  afterAll(() => upstream.close());

  it.each([
    ['proxy', ['services', 'routes', 'consumers', 'key-auths', 'acls', 'plugins'], 31],
    ['proxy-rate-limiting', [], 36],
  ])('%s', async (topic, before, count) => {
    for (const earlier of before) await replay.configure(earlier);
    let replayed = 0;
    for (const [index, exchange] of readTrace(topic).entries()) {
      if (LEFT_OUT[topic]?.[index]) continue;
      const received = await replay.send(exchange);
      expect({ index, ...outcome(exchange, received) }).toEqual({ index, ...wanted(exchange, replay) });
      replayed += 1;
    }
    expect(replayed).toBe(count);
  });
});

interface Outcome {
  status: number;
  headers: Record<string, string | undefined>;
  body: unknown;
}

function wanted(exchange: Exchange, replay: Replay): Outcome {
  const body = JSON.parse(replay.here(JSON.stringify(exchange.response_body ?? null))) as unknown;
  const headers = telling(exchange).map((name) => [name, exchange.response_headers?.[name]]);
  return { status: exchange.status, headers: Object.fromEntries(headers), body: comparable(exchange, body) };
}

function outcome(exchange: Exchange, received: Received): Outcome {
  const isJson = received.headers['content-type']?.includes('json');
  const body: unknown = received.text === '' ? null : isJson ? JSON.parse(received.text) : received.text;
  const headers = telling(exchange).map((name) => [name, received.headers[name.toLowerCase()]]);
  return { status: received.status, headers: Object.fromEntries(headers), body: comparable(exchange, body) };
}

/** The upstream's own name is not ours, and the recorded Admin API ran behind its own cors plugin. */
function telling(exchange: Exchange): string[] {
  return Object.keys(exchange.response_headers ?? {}).filter(
    (name) =>
      !(name === 'Server' && exchange.status === 200 && exchange.method !== 'OPTIONS') &&
      !(exchange.api === 'admin' && name.startsWith('Access-Control')),
  );
}

function comparable(exchange: Exchange, body: unknown): unknown {
  if (exchange.api === 'admin') return undefined;
  if (typeof body === 'string') return body.replace(/request_id: [0-9a-f]{32}/, 'request_id');
  const echo = body as Echo | null;
  if (!echo || !Array.isArray(echo.headers)) return { ...(body as object), request_id: undefined };
  const headers = echo.headers
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) => !VARYING.includes(name));
  const text: unknown = echo.body === '' ? '' : JSON.parse(echo.body);
  return { method: echo.method, path: echo.path, headers: Object.fromEntries(headers), body: text };
}
