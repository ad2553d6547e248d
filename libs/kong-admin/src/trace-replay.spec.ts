import { parse } from 'yaml';
import { startFakeAdmin, type FakeAdmin } from './fake-admin.js';
import { readTrace, RecordedOrigin, type Exchange } from './traces.js';
import { isRecord } from './violations.js';

/** How many exchanges of each topic must agree, in the order in which they were recorded: later ones build on earlier ones. */
const TOPICS: Record<string, number> = {
  info: 20,
  services: 68,
  routes: 43,
  consumers: 33,
  'key-auths': 29,
  acls: 20,
  plugins: 52,
  'consumer-groups': 10,
  proxy: 8,
  'proxy-rate-limiting': 17,
  propagation: 9,
  'http-log-traffic': 9,
  cascade: 19,
  concurrent: 40,
};

const TOPICS_WITHOUT_DATABASE: Record<string, number> = { dbless: 15 };

const JWT = 'JWT credentials are not modelled';
const CORRELATION = 'the correlation-id plugin is not modelled';
const RACE = 'which of the simultaneous requests wins is chance';

/** Exchanges that are left out: topic → index → why. */
const LEFT_OUT: Record<string, Record<number, string>> = {
  info: {
    2: 'other plugins are enabled',
    20: 'there are no clusters',
  },
  'key-auths': { 5: 'keys with a time to live are refused', 18: 'lists the key with a time to live' },
  plugins: { 20: CORRELATION, 25: JWT, 50: `lists a plugin: ${JWT}`, 51: `lists a plugin: ${CORRELATION}` },
  proxy: { 28: JWT, 29: JWT, 30: JWT },
  propagation: { 8: 'lists the key with a time to live' },
  'http-log-traffic': { 1: CORRELATION },
  cascade: { 7: JWT },
  concurrent: { 24: RACE, 25: RACE },
  dbless: { 1: 'gives what was loaded before the recording began' },
};

/** Exchanges of which only the status is compared: topic → index → why. */
const STATUS_ONLY: Record<string, Record<number, string>> = {
  info: {
    0: 'the node tells its own name and plugins',
    1: 'the figures are those of that moment',
    11: "the body is the web server's own page",
  },
  dbless: { 0: 'the node tells its own name and plugins', 14: 'the hash and the figures are those of that moment' },
  routes: { 5: 'the words are those of the regex engine', 14: 'stream protocols are refused in other words' },
};

describe.each([
  ['in memory', 'memory', TOPICS],
  ['without a database', 'off', TOPICS_WITHOUT_DATABASE],
] as const)('the model %s answers as the recorded Kong did', (_mode, database, topics) => {
  const origin = new RecordedOrigin();
  let fake: FakeAdmin;

  beforeAll(async () => {
    fake = await startFakeAdmin({ ...origin, database });
  });

  afterAll(() => fake.close());

  it.each(Object.entries(topics))('%s: all of %d exchanges', async (topic, count) => {
    let replayed = 0;
    for (const [index, exchange] of readTrace(topic).entries()) {
      if (exchange.api !== 'admin' || LEFT_OUT[topic]?.[index]) continue;
      origin.expect(exchange);
      const answer = await send(fake.url, exchange);
      const wanted = { status: exchange.status, body: comparable(exchange.response_body ?? null) };
      if (STATUS_ONLY[topic]?.[index]) answer.body = wanted.body;
      expect({ index, label: exchange.label, ...answer }).toEqual({ index, label: exchange.label, ...wanted });
      replayed += 1;
    }
    expect(replayed).toBe(count);
  });
});

async function send(url: string, exchange: Exchange): Promise<{ status: number; body: unknown }> {
  const { request_body: body } = exchange;
  const response = await fetch(url + exchange.path, {
    method: exchange.method,
    headers: exchange.request_headers ?? {},
    body: body === null || body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: comparable(text === '' ? null : JSON.parse(text)) };
}

/** Kong adds the id of the request to some answers and not to others, and writes YAML in its own way. */
function comparable(body: unknown): unknown {
  if (!isRecord(body)) return body;
  const { request_id: _requestId, ...rest } = body;
  return typeof rest['config'] === 'string' ? { config: parse(rest['config']) as unknown } : rest;
}
