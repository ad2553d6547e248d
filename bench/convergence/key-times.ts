import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { CredentialDto } from '#contract';
import { KongClient } from '#drivers/kong';
import {
  createLogger,
  createPool,
  ENQUEUE_SQL,
  enqueueParameters,
  freePort,
  type JobTasks,
  Secret,
  startWorker,
} from '#platform';
import { offerService } from '../key-to-live/offer-service.js';
import { ApiClient } from '../lib/api-client.js';
import { LoadClient } from '../lib/load.js';
import { type BenchDatabase, copyDatabase } from '../lib/postgres.js';
import { startApi, startProcess, withStops } from '../lib/processes.js';
import { atMost } from '../lib/report.js';
import { percentile } from '../lib/statistics.js';
import { ownAddress } from './own-address.js';
import type { Section } from './section.js';

/** An application may have as many valid keys at a time as are made before they are revoked. */
const APPLICATIONS = 10;
const TIMEOUT_MS = 20_000;
/** Without it, gateway and bench would take both cores of a small machine from those who are measured. */
const POLL_MS = 1;
/** Before anything is timed, so that no process is one that has just been started: code is compiled and plans are kept. */
const WARM_UP_KEYS = 200;

interface Times {
  madeMs: number[];
  usableMs: number[];
  revokedMs: number[];
  refusedMs: number[];
  commitMs: number[];
  putMs: number[];
}

/** From asking for a key to the first call that it opens, and from revoking it to the first call that is turned away. */
export async function keyTimes(empty: BenchDatabase, keys: number): Promise<Section> {
  return withStops(async (later) => {
    const database = await copyDatabase(empty);
    later(() => database.stop());
    const wakeMs = await wakeUps(database.url, keys);
    const masterSecret = randomBytes(32).toString('hex');
    const env = { DATABASE_URL: database.url, MASTER_SECRET: masterSecret };
    const api = await startApi(database.url, masterSecret);
    later(() => api.stop());
    const [proxyPort, adminPort] = [await freePort(), await freePort()];
    const [proxyUrl, adminUrl] = [`http://127.0.0.1:${proxyPort}`, `http://127.0.0.1:${adminPort}`];
    const ports = { GATEWAY_PROXY_PORT: String(proxyPort), GATEWAY_ADMIN_PORT: String(adminPort) };
    const gateway = await startProcess('apps/local-gateway/src/main.js', ports, async () => {
      return (await fetch(`${adminUrl}/status`)).ok;
    });
    later(() => gateway.stop());
    const workerEnv = { ...env, PUBLIC_API_URL: api.url };
    const worker = await startProcess('apps/portal-api/src/main.worker.js', workerEnv, async () => true);
    later(() => worker.stop());
    const upstream = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    later(async () => void upstream.close());
    const client = await ApiClient.signInAsAdmin(api.url, env);
    const upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const offer = { gateway: { adminUrl, proxyUrl }, upstreamUrl, applications: APPLICATIONS };
    const applicationIds = await offerService(client, offer);
    const proxy = new LoadClient(proxyUrl, 1);
    later(async () => proxy.close());
    // With a key that stays, what an application needs besides its keys is there already.
    for (const id of applicationIds)
      await client.post(`/v1/applications/${id}/credentials`, { name: 'stays', environment: 'live' });
    const unit = await unitTimer(database, new KongClient({ adminUrl, checkAddress: ownAddress }));
    const round = async (count: number): Promise<Times> => {
      const times: Times = { madeMs: [], usableMs: [], revokedMs: [], refusedMs: [], commitMs: [], putMs: [] };
      for (let nth = 0; nth < count; nth++) {
        await oneKey(client, proxy, applicationIds[nth % APPLICATIONS] as string, nth, times);
        await unit(times);
      }
      return times;
    };
    await round(WARM_UP_KEYS);
    return report(await round(keys), wakeMs);
  });
}

/** Makes a key, waits until it opens a call, revokes it, waits until it opens none. */
async function oneKey(
  client: ApiClient,
  proxy: LoadClient,
  applicationId: string,
  nth: number,
  times: Times,
): Promise<void> {
  const keys = `/v1/applications/${applicationId}/credentials`;
  const until = async (status: number, startedMs: number, apikey: string): Promise<number> => {
    for (;;) {
      const answer = await proxy.send('/bench/v1/things', { headers: { apikey } });
      const tookMs = performance.now() - startedMs;
      if (answer.status === status) return tookMs;
      if (tookMs > TIMEOUT_MS) throw new Error(`A key was still answered with ${answer.status} after ${tookMs} ms.`);
      await delay(POLL_MS);
    }
  };
  const askedMs = performance.now();
  const body = { name: `key ${nth}`, environment: 'live' };
  const { key, credential } = await client.post<{ key: string; credential: CredentialDto }>(keys, body);
  times.madeMs.push(performance.now() - askedMs);
  times.usableMs.push(await until(200, askedMs, key));
  const endedMs = performance.now();
  await client.post(`${keys}/${credential.id}/revoke`);
  times.revokedMs.push(performance.now() - endedMs);
  times.refusedMs.push(await until(401, endedMs, key));
}

/** Times one commit of one row, and one PUT of an object that is nobody's. */
async function unitTimer(database: BenchDatabase, admin: KongClient): Promise<(times: Times) => Promise<void>> {
  const path = `/consumers/${randomUUID()}`;
  await database.pool.query('CREATE TABLE bench_commit (at timestamptz NOT NULL)');
  return async (times) => {
    times.commitMs.push(await timed(() => database.pool.query('INSERT INTO bench_commit VALUES (now())')));
    times.putMs.push(await timed(() => admin.put(path, { username: 'bench-put' }, [])));
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** From enqueueing a job that does nothing until it runs, before any other worker is there. */
async function wakeUps(databaseUrl: string, count: number): Promise<number[]> {
  return withStops(async (later) => {
    const settings = { databaseUrl: new Secret(databaseUrl), databasePoolSize: 10 };
    const [pool, quick] = [createPool(settings), createPool(settings, { awaitsDisk: false })];
    later(async () => void (await Promise.all([pool.end(), quick.end()])));
    let begun: () => void = () => undefined;
    const tasks = { prune: async () => begun() } as unknown as JobTasks;
    const worker = startWorker({ pool: quick, concurrency: 4, tasks, logger: createLogger('worker', 'silent') });
    later(() => worker.stop());
    const wakeUp = async (): Promise<void> => {
      const ran = new Promise<void>((resolve) => (begun = resolve));
      await pool.query(ENQUEUE_SQL, enqueueParameters('prune', {}));
      await ran;
    };
    // The first one waits for the worker to begin.
    await wakeUp();
    const times: number[] = [];
    for (let nth = 0; nth < count; nth++) times.push(await timed(wakeUp));
    return times;
  });
}

function report(times: Times, wakeMs: number[]): Section {
  const { madeMs, usableMs, revokedMs, refusedMs, commitMs, putMs } = times;
  const beyond = (ms: number[], answeredMs: number[]) => ms.map((took, nth) => took - (answeredMs[nth] as number));
  const row = (what: string, ms: number[]) => ({
    what,
    'half within ms': percentile(ms, 0.5).toFixed(1),
    '99 of 100 within ms': percentile(ms, 0.99).toFixed(1),
  });
  const p99 = (ms: number[]): number => percentile(ms, 0.99);
  const limit = Number((2 * (p99(commitMs) + p99(putMs)) + p99(wakeMs)).toFixed(1));
  return {
    title: `${usableMs.length} keys, made and revoked`,
    rows: [
      row('key asked for until it is usable', usableMs),
      row('  until the API has answered', madeMs),
      row('  from there on', beyond(usableMs, madeMs)),
      row('revocation asked for until the key is refused', refusedMs),
      row('  until the API has answered', revokedMs),
      row('  from there on', beyond(refusedMs, revokedMs)),
      row('one commit', commitMs),
      row('one PUT', putMs),
      row('a job: enqueued until it runs', wakeMs),
    ],
    figures: [
      atMost('ms-to-usable-p99', p99(usableMs), limit),
      atMost('ms-to-refused-p99', p99(refusedMs), limit),
      atMost('ms-from-made-to-usable-p99', p99(beyond(usableMs, madeMs)), limit),
      atMost('ms-from-revoked-to-refused-p99', p99(beyond(refusedMs, revokedMs)), limit),
    ],
    notes: [
      'Held against it are both: from asking for it, and from when the API has said that it is done.',
      'The limit is twice (a commit and a PUT) and a wake-up, the 99th of 100 of each.',
    ],
  };
}
