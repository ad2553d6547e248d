import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiClient } from '../lib/api-client.js';
import { startBenchDatabase } from '../lib/postgres.js';
import { peakMemoryMb, startApi, withStops } from '../lib/processes.js';
import { atMost, type Figure, printTable } from '../lib/report.js';
import { interleaved, median, percentile } from '../lib/statistics.js';
import { type EventLoopDelay, EventLoopMeter, eventLoopSettings, latenciesDuring } from './import-meters.js';
import { seedServices, seedTeams } from '../pages/seed.js';
import { LARGE_DOCUMENTS } from './large-documents.js';
import { measureTool } from './measured.js';
import type { TeamDto } from '#contract';

const ROUNDS = 3;
const WARM_UP_MS = 3_000;
const IDLE_MS = 10_000;

interface Row {
  [column: string]: string | number;
}

/** Large documents through the real API, while somebody else asks it for a small page. */
export async function measureImport(): Promise<Figure[]> {
  return withStops(async (later) => {
    const database = await startBenchDatabase();
    later(() => database.stop());
    const file = path.join(os.tmpdir(), `gatehouse-event-loop-${randomBytes(8).toString('hex')}`);
    later(() => rm(file, { force: true }));
    const masterSecret = randomBytes(32).toString('hex');
    const api = await startApi(database.url, masterSecret, eventLoopSettings(file));
    later(() => api.stop());
    const client = await ApiClient.signInAsAdmin(api.url, { DATABASE_URL: database.url, MASTER_SECRET: masterSecret });
    const team = await client.post<TeamDto>('/v1/teams', { name: 'Bench', kind: 'provider' });
    await client.post('/v1/services', { name: 'Bench', slug: 'bench', ownerTeamId: team.id });
    // What a process does for the first time takes longer: the page is asked for before it is timed, and so is this.
    await client.put(await newVersion(client, 'warm-up'), await readFile(LARGE_DOCUMENTS[0]![1]));
    const meter = new EventLoopMeter(api.pid, file);
    await seedTeams(database.pool);
    await seedServices(database.pool, 100);
    const page = `${api.url}/v1/services`;
    await latenciesDuring(page, () => delay(WARM_UP_MS));
    await meter.read();
    const idle = await latenciesDuring(page, () => delay(IDLE_MS));
    const rows: Row[] = [rowOf('nothing else', idle, await meter.read())];
    const figures: Figure[] = [];
    for (const document of LARGE_DOCUMENTS)
      figures.push(...(await measureOne(document, client, page, meter, idle, rows)));
    printTable(rows);
    console.log(`The API had ${Math.round(await peakMemoryMb(api.pid))} MB at most.`);
    return figures;
  });
}

async function measureOne(
  [name, file]: [name: string, file: string],
  client: ApiClient,
  page: string,
  meter: EventLoopMeter,
  idle: number[],
  rows: Row[],
): Promise<Figure[]> {
  const text = await readFile(file, 'utf8');
  const latencies: number[] = [];
  const loop: EventLoopDelay = { p99Ms: 0, maxMs: 0 };
  const importOnce = async (round: number): Promise<number> => {
    const address = await newVersion(client, `${name}-${round}`);
    // The same document in other bytes, which are new to the database.
    const bytes = Buffer.from(text + ' '.repeat(round + 1));
    let seconds = 0;
    await meter.read();
    const asked = await latenciesDuring(page, async () => {
      const startedMs = performance.now();
      await client.put(address, bytes);
      seconds = (performance.now() - startedMs) / 1000;
    });
    const held = await meter.read();
    latencies.push(...asked);
    loop.p99Ms = Math.max(loop.p99Ms, held.p99Ms);
    loop.maxMs = Math.max(loop.maxMs, held.maxMs);
    return seconds;
  };
  const { baseline, ours, ratio } = await interleaved(
    ROUNDS,
    async () => (JSON.parse((await measureTool('parse-and-walk', file)).output) as { seconds: number }).seconds,
    importOnce,
  );
  // The slowest of a hundred says as much as it does of the pages that were asked for before.
  for (let round = ROUNDS; latencies.length < idle.length; round++) await importOnce(round);
  rows.push({
    ...rowOf(`import of ${name}`, latencies, loop),
    'parse and walk (s)': Number(median(baseline).toFixed(2)),
    'import (s)': Number(median(ours).toFixed(2)),
  });
  return [
    atMost(`${name}-import-against-parse-and-walk`, ratio, 10),
    atMost(`${name}-page-p99-against-idle`, percentile(latencies, 0.99) / percentile(idle, 0.99), 1.5),
    atMost(`${name}-event-loop-delay-p99-ms`, loop.p99Ms, 50),
  ];
}

/** The address to which its document is sent. */
async function newVersion(client: ApiClient, name: string): Promise<string> {
  await client.post('/v1/services/bench/versions', { name, upstreamUrl: 'http://127.0.0.1:9' });
  return `/v1/services/bench/versions/${name}/spec?fileName=${name}.json`;
}

function rowOf(meanwhile: string, latencies: number[], loop: EventLoopDelay): Row {
  return {
    meanwhile,
    'pages asked': latencies.length,
    'page p50 (ms)': Number(median(latencies).toFixed(1)),
    'page p99 (ms)': Number(percentile(latencies, 0.99).toFixed(1)),
    'event loop p99 (ms)': Number(loop.p99Ms.toFixed(1)),
    'event loop max (ms)': Number(loop.maxMs.toFixed(1)),
  };
}
