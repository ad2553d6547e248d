import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../lib/api-client.js';
import { type BenchDatabase, startBenchDatabase } from '../lib/postgres.js';
import { peakMemoryMb, startApi, startProcess } from '../lib/processes.js';
import { seedServices, seedTeams } from '../pages/seed.js';
import { EventLoopMeter, eventLoopSettings } from './import-meters.js';
import type { TeamDto } from '#contract';

const POLL_MS = 100;

/** An API and a worker to which documents are sent, and a small page that others ask for meanwhile. */
export class ImportStage {
  private constructor(
    private readonly database: BenchDatabase,
    private readonly client: ApiClient,
    private readonly apiPid: number,
    readonly page: string,
    readonly meter: EventLoopMeter,
  ) {}

  static async start(later: (stop: () => Promise<void>) => void): Promise<ImportStage> {
    const database = await startBenchDatabase();
    later(() => database.stop());
    const file = path.join(os.tmpdir(), `gatehouse-event-loop-${randomBytes(8).toString('hex')}`);
    later(() => rm(file, { force: true }));
    const env = { DATABASE_URL: database.url, MASTER_SECRET: randomBytes(32).toString('hex') };
    const api = await startApi(env.DATABASE_URL, env.MASTER_SECRET, eventLoopSettings(file));
    later(() => api.stop());
    const client = await ApiClient.signInAsAdmin(api.url, env);
    const team = await client.post<TeamDto>('/v1/teams', { name: 'Bench', kind: 'provider' });
    await client.post('/v1/services', { name: 'Bench', slug: 'bench', ownerTeamId: team.id });
    await seedTeams(database.pool);
    await seedServices(database.pool, 100);
    const worker = await startProcess('apps/portal-api/src/main.worker.js', env, async () => true);
    later(() => worker.stop());
    const meter = new EventLoopMeter(api.pid, file);
    return new ImportStage(database, client, api.pid, `${api.url}/v1/services`, meter);
  }

  /** Makes a version and gives the address to which its document is sent. */
  async newVersion(name: string): Promise<string> {
    await this.client.post('/v1/services/bench/versions', { name, upstreamUrl: 'http://127.0.0.1:9' });
    return `/v1/services/bench/versions/${name}/spec?fileName=${name}.json`;
  }

  /** Sends a document; seconds until the version has it. */
  async send(address: string, bytes: Buffer): Promise<number> {
    const startedMs = performance.now();
    await this.client.put(address, bytes);
    return (performance.now() - startedMs) / 1000;
  }

  /** Until the worker has linted and indexed what was sent. */
  async untilLinted(): Promise<void> {
    const waiting = `SELECT FROM graphile_worker.jobs WHERE task_identifier IN ('lint-spec', 'index-version')`;
    while (((await this.database.pool.query(waiting)).rowCount ?? 0) > 0) await delay(POLL_MS);
  }

  apiPeakMb(): Promise<number> {
    return peakMemoryMb(this.apiPid);
  }
}
