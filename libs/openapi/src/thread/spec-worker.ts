import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { SpecFault, type SpecFaultCode } from '../spec-fault.js';
import { type TaskName, TASKS } from './tasks.js';

/** What the caller sends: a task, then `next` for each piece after the first. */
export type ToWorker = { task: TaskName; input: readonly unknown[] } | 'next';

/** What the worker answers: the pieces one by one, then `end`; or one refusal. */
export type FromWorker =
  { kind: 'piece'; piece: unknown } | { kind: 'end' } | { kind: 'fault'; code: SpecFaultCode; message: string };

async function* answersOf(task: TaskName, input: readonly unknown[]): AsyncGenerator<FromWorker> {
  try {
    const run = TASKS[task] as (...input: readonly unknown[]) => Iterable<unknown> | AsyncIterable<unknown>;
    for await (const piece of run(...input)) yield { kind: 'piece', piece };
    yield { kind: 'end' };
  } catch (error) {
    if (!(error instanceof SpecFault)) throw error;
    yield { kind: 'fault', code: error.code, message: error.message };
  }
}

/** A third of the weight of other threads: less, and a busy machine would never come to the end of a document. */
const PRIORITY = 5;

// Whoever asks for a page goes first. On Linux that concerns this thread alone, elsewhere it would the whole process.
if (process.platform === 'linux') setPriority(PRIORITY);

let answers: AsyncGenerator<FromWorker> | null = null;

async function answer(message: ToWorker): Promise<void> {
  if (message !== 'next') answers = answersOf(message.task, message.input);
  const { value } = (await answers?.next()) ?? {};
  parentPort?.postMessage(value);
}

// A rejection is no refusal: it ends the thread, and the caller hears of it.
parentPort?.on('message', (message: ToWorker) => void answer(message));
