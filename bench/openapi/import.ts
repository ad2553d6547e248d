import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { withStops } from '../lib/processes.js';
import { atMost, type Figure, printTable } from '../lib/report.js';
import { median, percentile } from '../lib/statistics.js';
import { type EventLoopDelay, latenciesDuring } from './import-meters.js';
import { ImportStage } from './import-stage.js';
import { LARGE_DOCUMENTS } from './large-documents.js';
import { measureTool } from './measured.js';

const ROUNDS = 3;
/** The slowest of a hundred says something of so many pages, and nothing of two hundred. */
const PAGES = 1_000;
const IDLE_MS = 3_000;

/** What happens while the page is asked for, and how long that took. */
const MOMENTS = ['nothing else', 'import', 'lint'] as const;

interface Seen {
  latenciesMs: number[];
  loop: EventLoopDelay;
}

/** Large documents through the real API, while somebody else asks it for a small page. */
export async function measureImport(): Promise<Figure[]> {
  return withStops(async (later) => {
    const stage = await ImportStage.start(later);
    // What a process does for the first time takes longer.
    await stage.send(await stage.newVersion('warm-up'), await readFile(LARGE_DOCUMENTS[0]![1]));
    await stage.untilLinted();
    const figures: Figure[] = [];
    for (const [name, file] of LARGE_DOCUMENTS) figures.push(...(await measureOne(stage, name, file)));
    console.log(`The API had ${Math.round(await stage.apiPeakMb())} MB at most.`);
    return figures;
  });
}

/**
 * In turn: parsing and walking, the page beside nothing else, beside the import, and beside what the worker does then; so
 * whatever slows the machine down slows all of it.
 */
async function measureOne(stage: ImportStage, name: string, file: string): Promise<Figure[]> {
  const text = await readFile(file, 'utf8');
  const seconds = { walk: [] as number[], import: [] as number[] };
  const seen = MOMENTS.map((): Seen => ({ latenciesMs: [], loop: { p99Ms: 0, maxMs: 0 } }));
  const [idle, importing, linting] = seen as [Seen, Seen, Seen];
  for (let round = 0; round < ROUNDS || seen.some(({ latenciesMs }) => latenciesMs.length < PAGES); round++) {
    seconds.walk.push((JSON.parse((await measureTool('parse-and-walk', file)).output) as { seconds: number }).seconds);
    const address = await stage.newVersion(`${name}-${round}`);
    // The same document in other bytes, which are new to the database.
    const bytes = Buffer.from(text + ' '.repeat(round + 1));
    await stage.untilSettled();
    await watch(stage, seen, [
      () => delay(IDLE_MS),
      async () => void seconds.import.push(await stage.send(address, bytes)),
      () => stage.untilLinted(),
    ]);
  }
  printTable(seen.map((one, at) => rowOf(`${MOMENTS[at]!} (${name})`, one)));
  const [walk, imported] = [median(seconds.walk), median(seconds.import)];
  console.log(`${name}: imported in ${imported.toFixed(2)} s, parsed and walked in ${walk.toFixed(2)} s.`);
  const idleMs = percentile(idle.latenciesMs, 0.99);
  return [
    atMost(`${name}-import-against-parse-and-walk`, imported / walk, 10),
    atMost(`${name}-page-p99-against-idle`, percentile(importing.latenciesMs, 0.99) / idleMs, 1.5),
    atMost(`${name}-page-p99-while-linted-against-idle`, percentile(linting.latenciesMs, 0.99) / idleMs, 1.5),
    atMost(`${name}-event-loop-delay-p99-ms`, Math.max(importing.loop.p99Ms, linting.loop.p99Ms), 50),
  ];
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

function rowOf(meanwhile: string, { latenciesMs, loop }: Seen): Record<string, string | number> {
  return {
    meanwhile,
    'pages asked': latenciesMs.length,
    'page p50 (ms)': Number(median(latenciesMs).toFixed(1)),
    'page p99 (ms)': Number(percentile(latenciesMs, 0.99).toFixed(1)),
    'event loop p99 (ms)': Number(loop.p99Ms.toFixed(1)),
    'event loop max (ms)': Number(loop.maxMs.toFixed(1)),
  };
}
