import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freePort } from '#platform';
import { ApiClient } from '../lib/api-client.js';
import { LoadClient } from '../lib/load.js';
import { startBenchDatabase } from '../lib/postgres.js';
import { startApi, startProcess, withStops } from '../lib/processes.js';
import { atMost, exactly, type Figure, printTable } from '../lib/report.js';
import { percentile } from '../lib/statistics.js';
import { AdminCounter } from './admin-counter.js';
import { offerService } from './offer-service.js';

const APPLICATIONS = 10;
const KEYS_EACH = 20;
const LIVE_TIMEOUT_MS = 10_000;

/** What the gateway needs of an application with one subscription to one version under a plan with limits. */
const FIRST_KEY_WRITES = ['PUT consumers', 'PUT plugins', 'PUT key-auths', 'PUT acls'];
const FURTHER_KEY_WRITES = ['PUT key-auths'];

/** How long it takes from asking for a key to the first call that it opens, and what the gateway is written for it. */
export async function run(): Promise<Figure[]> {
  return withStops(async (later) => {
    const database = await startBenchDatabase();
    later(() => database.stop());
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
    const counter = await AdminCounter.start(adminUrl);
    later(() => counter.stop());
    const workerEnv = { ...env, PUBLIC_API_URL: api.url };
    const worker = await startProcess('apps/portal-api/src/main.worker.js', workerEnv, async () => true);
    later(() => worker.stop());
    const upstream = createServer((_request, response) => response.end('{}'));
    await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
    later(async () => void upstream.close());

    const client = await ApiClient.signInAsAdmin(api.url, env);
    const upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
    const applicationIds = await offerService(client, {
      gateway: { adminUrl: counter.url, proxyUrl },
      upstreamUrl,
      applications: APPLICATIONS,
    });
    const proxy = new LoadClient(proxyUrl, 1);
    later(async () => proxy.close());
    return measure(client, proxy, counter, applicationIds);
  });
}

async function measure(
  client: ApiClient,
  proxy: LoadClient,
  counter: AdminCounter,
  applicationIds: string[],
): Promise<Figure[]> {
  const timesMs: number[] = [];
  let wrongWrites = 0;
  for (const applicationId of applicationIds) {
    for (let nth = 0; nth < KEYS_EACH; nth++) {
      counter.writes.length = 0;
      timesMs.push(await issueAndCall(client, proxy, applicationId, nth));
      const expected = nth === 0 ? FIRST_KEY_WRITES : FURTHER_KEY_WRITES;
      if (counter.writes.join() !== expected.join()) wrongWrites++;
    }
  }
  const shares = [0.5, 0.9, 0.99, 1].map((share) => ({
    'of the keys': `${share * 100} %`,
    'live within ms': Math.round(percentile(timesMs, share)),
  }));
  printTable(shares);
  return [
    exactly('keys-with-other-writes-than-needed', wrongWrites, 0),
    atMost('ms-to-live-p99', percentile(timesMs, 0.99), 250),
  ];
}

/** Asks for a key and calls with it without a pause until it is let through; returns how long that took. */
async function issueAndCall(client: ApiClient, proxy: LoadClient, applicationId: string, nth: number): Promise<number> {
  const startedMs = performance.now();
  const path = `/v1/applications/${applicationId}/credentials`;
  const { key } = await client.post<{ key: string }>(path, { name: `key ${nth}`, environment: 'live' });
  for (;;) {
    const { status } = await proxy.send('/bench/v1/things', { headers: { apikey: key } });
    const tookMs = performance.now() - startedMs;
    if (status === 200) return tookMs;
    if (tookMs > LIVE_TIMEOUT_MS) throw new Error(`A key was still refused with ${status} after ${tookMs} ms.`);
  }
}
