import { randomBytes } from 'node:crypto';
import { freePort } from '#platform';
import { requestRate } from '../lib/load.js';
import { countStatements, startBenchDatabase } from '../lib/postgres.js';
import { startApi, startProcess, withStops } from '../lib/processes.js';
import { atLeast, atMost, exactly, type Figure, printTable } from '../lib/report.js';
import { interleaved, median } from '../lib/statistics.js';
import { seedServices, seedTeams } from './seed.js';

const CONNECTIONS = 16;
const ROUND_SECONDS = 2;
const PAIRS = 7;
const UNCACHED_PAGES = 5;

/** How fast the catalogue page comes for somebody who is not signed in, and what it asks of the database. */
export async function run(): Promise<Figure[]> {
  return withStops(async (later) => {
    const database = await startBenchDatabase();
    later(() => database.stop());
    const masterSecret = randomBytes(32).toString('hex');
    const api = await startApi(database.url, masterSecret);
    later(() => api.stop());
    await seedTeams(database.pool);
    await seedServices(database.pool, 100);
    const [webPort, rawPort] = [await freePort(), await freePort()];
    const [webUrl, rawUrl] = [`http://127.0.0.1:${webPort}/`, `http://127.0.0.1:${rawPort}/`];
    const settings = { MASTER_SECRET: masterSecret, PUBLIC_API_URL: api.url, WEB_PORT: String(webPort) };
    const web = await startProcess('apps/portal-web/src/main.js', settings, () => answers(`${webUrl}healthz`));
    later(() => web.stop());
    const statements = () => uncachedStatements(() => countStatements(database.pool, () => uncachedPages(webUrl)));

    const few = await statements();
    await seedServices(database.pool, 2_000);
    const some = await statements();
    const raw = { RAW_PAGE_URL: `${webUrl}?anew=${Date.now()}`, RAW_PORT: String(rawPort) };
    const baselineServer = await startProcess('bench/pages/raw-server.js', raw, () => answers(rawUrl));
    later(() => baselineServer.stop());
    const { baseline, ours, ratio } = await interleaved(
      PAIRS,
      () => requestRate(rawUrl, CONNECTIONS, ROUND_SECONDS),
      () => requestRate(webUrl, CONNECTIONS, ROUND_SECONDS),
    );
    printTable([
      { what: 'raw node:http', 'requests a second (median)': Math.round(median(baseline)) },
      { what: 'catalogue page', 'requests a second (median)': Math.round(median(ours)) },
    ]);
    await seedServices(database.pool, 100_000);
    const many = await statements();
    return [
      atMost('statements-at-2000-services', some, 4),
      exactly('statements-at-100-services', few, some),
      exactly('statements-at-100000-services', many, some),
      atLeast('rate-against-raw-node-http', ratio, 0.5),
    ];
  });
}

async function answers(url: string): Promise<boolean> {
  return (await fetch(url)).ok;
}

/** Every one at an address that was not asked before, so that no page comes out of a cache. */
async function uncachedPages(webUrl: string): Promise<void> {
  for (let page = 0; page < UNCACHED_PAGES; page++) {
    const response = await fetch(`${webUrl}?anew=${randomBytes(8).toString('hex')}`);
    const text = await response.text();
    if (!response.ok || !text.includes('Service 1')) throw new Error(`The page came with ${response.status}.`);
  }
}

async function uncachedStatements(count: () => Promise<number>): Promise<number> {
  return (await count()) / UNCACHED_PAGES;
}
