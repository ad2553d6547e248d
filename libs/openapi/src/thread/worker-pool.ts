import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { MAX_SPEC_WORKERS, WORKER_HEAP_MB, WORKER_IDLE_MS } from '../limits.js';
import { SpecFault, tooComplex } from '../spec-fault.js';
import type { FromWorker, ToWorker } from './spec-worker.js';
import { Turns } from './turns.js';
import type { PieceOf, TaskName, Tasks } from './tasks.js';

/** Threads run built files: where this file is a source (in a spec), the worker is the one that the build left. */
const WORKER_URL = import.meta.url.endsWith('.ts')
  ? new URL('../../../../dist/libs/openapi/src/thread/spec-worker.js', import.meta.url)
  : new URL('./spec-worker.js', import.meta.url);

/** Some milliseconds of work, most of which are for memory that is used for the first time. */
const COPIED_AT_ONCE_BYTES = 4 * 1024 * 1024;

const idle: Worker[] = [];
const turns = new Turns(MAX_SPEC_WORKERS);

export interface ThreadOptions {
  /** What a refusal says takes too long or too much memory: `Linting this document`. */
  doing: string;
  /** From the moment a worker takes the task. */
  deadlineMs: number;
  /** Whoever asked has gone: the task leaves the line, or its thread is ended. */
  signal?: AbortSignal;
}

/**
 * Does a task in a worker thread, when it is its turn, and hands over its pieces in order, each in a turn of the event
 * loop of its own. Rejects with SpecFault: the task's own refusals, not done in time, too little memory, or too many wait;
 * with the signal's reason when that is aborted.
 */
export async function inThread<Name extends TaskName>(
  task: Name,
  input: Parameters<Tasks[Name]>,
  options: ThreadOptions,
  take: (piece: PieceOf<Name>) => void,
): Promise<void> {
  await turns.take(options.signal);
  const worker = idle.pop() ?? startWorker();
  let isUsable = false;
  try {
    const copies = await copiesOf(input);
    await runIn(worker, { task, input: copies }, options, (piece) => take(piece as PieceOf<Name>));
    isUsable = true;
  } catch (error) {
    isUsable = error instanceof WorkerRefusal;
    throw error instanceof WorkerRefusal ? error.fault : error;
  } finally {
    if (isUsable) rest(worker);
    else await worker.terminate();
    turns.pass();
  }
}

/** Ends the threads that wait for work. */
export async function closeSpecWorkers(): Promise<void> {
  await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
}

/** The worker looked at the document, refused it and is well. */
class WorkerRefusal extends Error {
  constructor(readonly fault: SpecFault) {
    super(fault.message);
  }
}

function startWorker(): Worker {
  return new Worker(WORKER_URL, { resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB }, execArgv: [], env: {} });
}

/** Keeps the worker for the next document; neither it nor its timer keeps the process alive. */
function rest(worker: Worker): void {
  const retire = (): void => {
    const at = idle.indexOf(worker);
    if (at < 0) return;
    idle.splice(at, 1);
    void worker.terminate();
  };
  worker.unref();
  worker.once('error', retire);
  setTimeout(retire, WORKER_IDLE_MS).unref();
  idle.push(worker);
}

function runIn(
  worker: Worker,
  task: ToWorker,
  { doing, deadlineMs, signal }: ThreadOptions,
  take: (piece: unknown) => void,
): Promise<void> {
  worker.ref();
  worker.removeAllListeners();
  return new Promise<void>((resolve, reject) => {
    const seconds = Math.ceil(deadlineMs / 1000);
    const timer = setTimeout(() => {
      reject(tooComplex(`${doing} takes longer than ${seconds} s. Split it into several documents.`));
    }, deadlineMs);
    const giveUp = (): void => reject(signal?.reason as Error);
    const settled = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    const send = (message: ToWorker): void => worker.postMessage(message, message === 'next' ? [] : buffersOf(message));
    worker.on('message', (answer: FromWorker) => {
      if (answer.kind === 'piece') {
        take(answer.piece);
        send('next');
        return;
      }
      settled();
      if (answer.kind === 'end') resolve();
      else reject(new WorkerRefusal(new SpecFault(answer.code, answer.message)));
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      settled();
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(isMemory ? tooComplex(`${doing} takes too much memory. Split it into several documents.`) : error);
    });
    worker.on('exit', () => {
      settled();
      reject(new Error('The thread that worked on the document ended.'));
    });
    signal?.throwIfAborted();
    signal?.addEventListener('abort', giveUp, { once: true });
    send(task);
  });
}

/**
 * Documents are copied in pieces and then handed over: a clone of a large one would hold up everybody. What lies in shared
 * memory is read where it is.
 */
async function copiesOf(input: readonly unknown[]): Promise<unknown[]> {
  const copies: unknown[] = [];
  for (const value of input) copies.push(value instanceof Uint8Array && !isShared(value) ? await copyOf(value) : value);
  return copies;
}

function isShared({ buffer }: Uint8Array): boolean {
  return buffer instanceof SharedArrayBuffer;
}

async function copyOf(bytes: Uint8Array): Promise<Uint8Array> {
  const copy = new Uint8Array(bytes.byteLength);
  for (let start = 0; start < bytes.byteLength; start += COPIED_AT_ONCE_BYTES) {
    if (start > 0) await nextTurn();
    copy.set(bytes.subarray(start, start + COPIED_AT_ONCE_BYTES), start);
  }
  return copy;
}

function buffersOf({ input }: { input: readonly unknown[] }): ArrayBuffer[] {
  return input.flatMap((value) =>
    value instanceof Uint8Array && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );
}
