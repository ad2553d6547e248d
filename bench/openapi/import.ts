import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { withStops } from '../lib/processes.js';
import { atMost, type Figure, printTable } from '../lib/report.js';
import { median, percentile } from '../lib/statistics.js';
import { type EventLoopDelay, latenciesDuring } from './import-meters.js';
import { ImportStage } from './import-stage.js';
import { LARGE_DOCUMENTS } from './large-documents.js';
import { measureTool } from './measured.js';

const ROUNDS = 5;
/** The slowest of a hundred says something of so many pages, and nothing of two hundred; as many are asked for beside nothing. */
const PAGES = 1_000;
const IDLE_MS = 2_000;
/** What a process does for the first times takes longer. */
const WARM_UPS = 4;

interface Row {
  [column: string]: string | number;
}

/** What was seen while something happened. */
interface Seen {
  latenciesMs: number[];
  loop: EventLoopDelay;
}

const nothingSeen = (): Seen => ({ latenciesMs: [], loop: { p99Ms: 0, maxMs: 0 } });

/** Large documents through the real API, while somebody else asks it for a small page. */
export async function measureImport(): Promise<Figure[]> {
  return withStops(async (later) => {
    const stage = await ImportStage.start(later);
    const rows: Row[] = [];
    const figures: Figure[] = [];
    const warmUp = await readFile(LARGE_DOCUMENTS[0]![1]);
    await latenciesDuring(stage.page, [() => warmUpWith(stage, warmUp)]);
    for (const [name, file] of LARGE_DOCUMENTS) figures.push(...(await measureOne(stage, name, file, rows)));
    printTable(rows);
    console.log(`The API had ${Math.round(await stage.apiPeakMb())} MB at most.`);
    return figures;
  });
}

async function warmUpWith(stage: ImportStage, document: Buffer): Promise<void> {
  for (let round = 0; round < WARM_UPS; round++) {
    await stage.send(await stage.newVersion(`warm-up-${round}`), Buffer.concat([document, Buffer.alloc(round, ' ')]));
    await stage.untilLinted();
  }
}

/**
 * In turn: parsing and walking, the page beside nothing else, beside the import, and beside the linting and indexing that
 * follow, so that whatever slows the machine down slows all of it.
 */
async function measureOne(stage: ImportStage, name: string, file: string, rows: Row[]): Promise<Figure[]> {
  const text = await readFile(file, 'utf8');
  const seconds = { walk: [] as number[], import: [] as number[] };
  const [idle, importing, linting] = [nothingSeen(), nothingSeen(), nothingSeen()];
  for (let round = 0; round < ROUNDS || importing.latenciesMs.length < PAGES; round++) {
    seconds.walk.push((JSON.parse((await measureTool('parse-and-walk', file)).output) as { seconds: number }).seconds);
    const address = await stage.newVersion(`${name}-${round}`);
    // The same document in other bytes, which are new to the database.
    const bytes = Buffer.from(text + ' '.repeat(round + 1));
    await watch(
      stage,
      [idle, importing, linting],
      [
        () => delay(IDLE_MS),
        async () => void seconds.import.push(await stage.send(address, bytes)),
        () => stage.untilLinted(),
      ],
    );
  }
  const [walk, imported] = [median(seconds.walk), median(seconds.import)];
  const both = together(importing, linting);
  const times = { 'parse and walk (s)': Number(walk.toFixed(2)), 'import (s)': Number(imported.toFixed(2)) };
  rows.push(rowOf('nothing else', idle), { ...rowOf(`import of ${name}`, importing), ...times });
  rows.push(rowOf('then its linting and indexing', linting), rowOf('both', both));
  return [
    atMost(`${name}-import-against-parse-and-walk`, imported / walk, 10),
    atMost(`${name}-page-p99-against-idle`, p99Of(both) / p99Of(idle), 1.5),
    atMost(`${name}-event-loop-delay-p99-ms`, both.loop.p99Ms, 50),
  ];
}

const p99Of = ({ latenciesMs }: Seen): number => percentile(latenciesMs, 0.99);

function together(one: Seen, other: Seen): Seen {
  const latenciesMs = [...one.latenciesMs, ...other.latenciesMs];
  const worse = (field: keyof EventLoopDelay): number => Math.max(one.loop[field], other.loop[field]);
  return { latenciesMs, loop: { p99Ms: worse('p99Ms'), maxMs: worse('maxMs') } };
}

/** Notes what was seen during each of the works. */
async function watch({ page, meter }: ImportStage, seen: Seen[], works: (() => Promise<unknown>)[]): Promise<void> {
  const metered = works.map((work, at) => async () => {
    await meter.read();
    await work();
    const { p99Ms, maxMs } = await meter.read();
    const { loop } = seen[at]!;
    seen[at]!.loop = { p99Ms: Math.max(loop.p99Ms, p99Ms), maxMs: Math.max(loop.maxMs, maxMs) };
  });
  for (const [at, latenciesMs] of (await latenciesDuring(page, metered)).entries())
    seen[at]!.latenciesMs.push(...latenciesMs);
}

function rowOf(meanwhile: string, { latenciesMs, loop }: Seen): Row {
  return {
    meanwhile,
    'pages asked': latenciesMs.length,
    'page p50 (ms)': Number(median(latenciesMs).toFixed(1)),
    'page p99 (ms)': Number(percentile(latenciesMs, 0.99).toFixed(1)),
    'event loop p99 (ms)': Number(loop.p99Ms.toFixed(1)),
    'event loop max (ms)': Number(loop.maxMs.toFixed(1)),
  };
}
