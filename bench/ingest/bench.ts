import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { derive, Secret } from '#platform';
import { LoadClient } from '../lib/load.js';
import { startBenchDatabase } from '../lib/postgres.js';
import { startApi, withStops } from '../lib/processes.js';
import { atLeast, exactly, type Figure, printTable } from '../lib/report.js';
import { interleaved, median } from '../lib/statistics.js';
import { makeBatch, type Traffic } from './entries.js';
import { seed } from './seed.js';

const ENTRIES_A_BATCH = 1_000;
const BATCHES_A_ROUND = 60;
const PAIRS = 7;
const CONNECTIONS = 8;
const VERSIONS = 20;
const APPLICATIONS = 50;

/** How fast reported calls are taken in, against JSON.parse alone on the same bodies; and whether each counts once. */
export async function run(): Promise<Figure[]> {
  return withStops(async (later) => {
    const database = await startBenchDatabase();
    later(() => database.stop());
    const masterSecret = randomBytes(32).toString('hex');
    const api = await startApi(database.url, masterSecret);
    later(() => api.stop());
    const client = new LoadClient(api.url, CONNECTIONS);
    later(async () => client.close());

    const gatewayId = randomUUID();
    const traffic = await seed(database.pool, gatewayId, { versions: VERSIONS, applications: APPLICATIONS });
    const token = createHmac('sha256', derive(new Secret(masterSecret), 'ingest'))
      .update(gatewayId)
      .digest('base64url');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const send = (batches: Buffer[]): Promise<number> =>
      client.run(batches, async (body) => {
        const path = `/v1/ingest/kong/${gatewayId}`;
        const { status } = await client.send(path, { method: 'POST', headers }, body);
        if (status !== 204) throw new Error(`A batch was answered with ${status}.`);
      });
    return measure(database.pool, traffic, send);
  });
}

async function measure(
  pool: pg.Pool,
  traffic: Traffic,
  send: (batches: Buffer[]) => Promise<number>,
): Promise<Figure[]> {
  const roundOf = (batches: number): Buffer[] =>
    Array.from({ length: batches }, () => makeBatch(traffic, ENTRIES_A_BATCH, Date.now()));
  let sent = 0;
  const sendCounted = async (batches: Buffer[]): Promise<number> => {
    sent += batches.length * ENTRIES_A_BATCH;
    return (batches.length * ENTRIES_A_BATCH) / (await send(batches));
  };
  await sendCounted(roundOf(BATCHES_A_ROUND));

  let round: Buffer[] = [];
  const decoded: number[] = [];
  const { baseline, ours, ratio } = await interleaved(
    PAIRS,
    async () => {
      round = roundOf(BATCHES_A_ROUND);
      decoded.push(parseRate(round.map((body) => body.toString('utf8'))));
      return parseRate(round);
    },
    () => sendCounted(round),
  );
  await send(round);
  const row = (what: string, rates: number[]) => ({
    what,
    'entries a second (median)': Math.round(median(rates)),
    'ours against it': Number((median(ours) / median(rates)).toFixed(3)),
  });
  printTable([
    row('JSON.parse alone, of the bodies as they arrive', baseline),
    row('JSON.parse alone, of texts decoded beforehand', decoded),
    row('taken in and committed', ours),
  ]);
  console.log(`${Math.round((round[0]?.length ?? 0) / ENTRIES_A_BATCH)} bytes an entry`);
  return [
    exactly('events-not-stored-once', sent - (await count(pool, 'SELECT count(*) AS n FROM usage_event')), 0),
    exactly('buckets-that-differ-from-a-recount', await count(pool, DIFFERENCES_SQL), 0),
    atLeast('rate-against-json-parse', ratio, 0.25),
  ];
}

/** Entries a second that JSON.parse alone reads; bytes are decoded, as JSON.parse takes only text. */
function parseRate(bodies: (Buffer | string)[]): number {
  const startedMs = performance.now();
  let entries = 0;
  for (const body of bodies) entries += (JSON.parse(body.toString()) as unknown[]).length;
  return entries / ((performance.now() - startedMs) / 1000);
}

const NONE = "'00000000-0000-0000-0000-000000000000'";
const DIFFERENCES_SQL = `
  WITH recount AS (
    SELECT grain, date_trunc(grain::text, occurred_at, 'UTC') AS start, COALESCE(application_id, ${NONE}) AS application_id,
      COALESCE(version_id, ${NONE}) AS version_id, COALESCE(service_id, ${NONE}) AS service_id, gateway_id, operation,
      status, count(*) AS calls, sum(latency_ms) AS latency_sum_ms, max(latency_ms) AS latency_max_ms,
      sum(response_bytes) AS response_bytes
    FROM usage_event CROSS JOIN unnest(enum_range(NULL::grain)) AS grain
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
  ), kept AS (
    SELECT grain, start, application_id, version_id, service_id, gateway_id, operation, status, calls, latency_sum_ms,
      latency_max_ms, response_bytes
    FROM usage_bucket
  )
  SELECT count(*) AS n FROM ((TABLE recount EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE recount)) AS difference`;

async function count(pool: pg.Pool, text: string): Promise<number> {
  const { rows } = await pool.query<{ n: string }>(text);
  return Number(rows[0]?.n);
}
