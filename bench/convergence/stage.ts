import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { GatewayDto } from '#contract';
import { hasWorkerSign } from '#platform';
import { ApiClient } from '../lib/api-client.js';
import { type BenchDatabase, copyDatabase } from '../lib/postgres.js';
import { type BenchProcess, startApi, startProcess, withStops } from '../lib/processes.js';
import { FakeGateway } from './fake-client.js';
import { joinTeam } from './seed.js';

const STALLED_AFTER_MS = 180_000;
const POLL_MS = 25;
/** Nothing comes after a change for so long: then its watermark was written as well. */
const QUIET_MS = 1_500;

/** A catalogue, the API, a gateway with nothing on it, and the means to start the worker. */
export interface Stage {
  database: BenchDatabase;
  client: ApiClient;
  gateway: FakeGateway;
  startWorker(): Promise<BenchProcess>;
  /** Registers the gateway over the API; returns its id. */
  register(): Promise<string>;
  /** As the API shows it. */
  registered(): Promise<GatewayDto>;
  /** Waits until the API says that nothing waits any more, or only what no retry will heal. */
  converged(): Promise<GatewayDto>;
  /** Waits until nothing comes to the gateway any more. */
  quiet(): Promise<void>;
}

/** Gives `work` a stage with a copy of the database, and takes it down. */
export async function onStage<T>(original: BenchDatabase, work: (stage: Stage) => Promise<T>): Promise<T> {
  return withStops(async (later) => {
    const database = await copyDatabase(original);
    later(() => database.stop());
    const gateway = await FakeGateway.start();
    later(() => gateway.stop());
    const masterSecret = randomBytes(32).toString('hex');
    const env = { DATABASE_URL: database.url, MASTER_SECRET: masterSecret };
    const api = await startApi(database.url, masterSecret);
    later(() => api.stop());
    const client = await ApiClient.signInAsAdmin(api.url, env);
    await joinTeam(database.pool);
    let id = '';
    const registered = (): Promise<GatewayDto> => client.get<GatewayDto>(`/v1/gateways/${id}`);
    const workerEnv = { ...env, PUBLIC_API_URL: api.url, SWEEP_EVERY_MINUTES: '1440' };
    return work({
      database,
      client,
      gateway,
      async startWorker() {
        const worker = await startProcess('apps/portal-api/src/main.worker.js', workerEnv, () =>
          hasWorkerSign(database.pool),
        );
        later(() => worker.stop());
        return worker;
      },
      async register() {
        const { adminUrl, nodeUrl: proxyUrl } = gateway;
        const body = { name: 'Bench', kind: 'kong', environment: 'live', adminUrl, proxyUrl };
        ({ id } = await client.post<GatewayDto>('/v1/gateways', body));
        return id;
      },
      registered,
      converged: () => untilConverged(registered),
      quiet: async () => void (await gateway.quiet(QUIET_MS)),
    });
  });
}

async function untilConverged(read: () => Promise<GatewayDto>): Promise<GatewayDto> {
  let last = '';
  let changedMs = Date.now();
  for (;;) {
    const gateway = await read();
    if (gateway.pending === gateway.failed && gateway.failures.every(({ retryAt }) => retryAt === null)) return gateway;
    const now = `${gateway.pending} ${gateway.failed} ${gateway.objects}`;
    if (now !== last) [last, changedMs] = [now, Date.now()];
    else if (Date.now() - changedMs > STALLED_AFTER_MS)
      throw new Error(`The gateway stays as it is: pending, failed and objects are ${now}.`);
    await delay(POLL_MS);
  }
}
