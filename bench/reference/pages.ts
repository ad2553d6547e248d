import { randomBytes } from 'node:crypto';
import { freePort } from '#platform';
import { requestRate } from '../lib/load.js';
import { countStatements } from '../lib/postgres.js';
import { startProcess } from '../lib/processes.js';
import { atLeast, atMost, type Figure, printTable } from '../lib/report.js';
import { interleaved, median } from '../lib/statistics.js';
import type { PublishedDocument, ReferenceStage } from './stage.js';

const CONNECTIONS = 16;
const ROUND_SECONDS = 2;
const PAIRS = 7;
const MAX_HTML_BYTES = 100_000;

/** What pages of operations ask of the database, and how long they are; each at an address that no cache knows. */
export async function measurePages(stage: ReferenceStage, documents: PublishedDocument[]): Promise<Figure[]> {
  const rows: Record<string, string | number>[] = [];
  const figures: Figure[] = [];
  for (const { slug, operations } of documents) {
    const bytes: number[] = [];
    const statements = await countStatements(stage.database.pool, async () => {
      for (const address of operations) {
        const response = await fetch(`${stage.webUrl}${address}?anew=${randomBytes(8).toString('hex')}`);
        const text = await response.text();
        if (!response.ok) throw new Error(`${address} came with ${response.status}.`);
        bytes.push(Buffer.byteLength(text));
      }
    });
    const each = statements / operations.length;
    rows.push({
      document: slug,
      pages: operations.length,
      'statements a page': Number(each.toFixed(2)),
      'kB of HTML (median)': Math.round(median(bytes) / 1000),
      'kB of HTML (most)': Math.round(Math.max(...bytes) / 1000),
    });
    figures.push(
      atMost(`${slug}-statements-a-page`, each, 3),
      atMost(`${slug}-html-bytes`, Math.max(...bytes), MAX_HTML_BYTES),
    );
  }
  printTable(rows);
  return figures;
}

/** Pages of an operation a second from a server that is warm, against the same bytes from nothing but node:http. */
export async function measureRate(
  stage: ReferenceStage,
  address: string,
  later: (stop: () => Promise<void>) => void,
): Promise<Figure[]> {
  const [url, port] = [`${stage.webUrl}${address}`, await freePort()];
  const rawUrl = `http://127.0.0.1:${port}/`;
  const raw = { RAW_PAGE_URL: url, RAW_PORT: String(port) };
  const server = await startProcess('bench/pages/raw-server.js', raw, async () => (await fetch(rawUrl)).ok);
  later(() => server.stop());
  const { baseline, ours, ratio } = await interleaved(
    PAIRS,
    () => requestRate(rawUrl, CONNECTIONS, ROUND_SECONDS),
    () => requestRate(url, CONNECTIONS, ROUND_SECONDS),
  );
  printTable([
    { what: 'raw node:http', 'pages a second (median)': Math.round(median(baseline)) },
    { what: 'page of an operation', 'pages a second (median)': Math.round(median(ours)) },
  ]);
  return [atLeast('rate-against-raw-node-http', ratio, 0.5)];
}
