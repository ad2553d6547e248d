import { Worker } from 'node:worker_threads';
import { MAX_SPEC_BYTES, MAX_SPEC_WORKERS, READ_DEADLINE_MS, WORKER_HEAP_MB, WORKER_IDLE_MS } from './limits.js';
import type { SpecReading } from './reference-model.js';
import { SpecFault, tooComplex } from './spec-fault.js';
import type { FromWorker, ToWorker } from './spec-worker.js';

/** Threads run built files: where this file is a source (in a spec), the worker is the one that the build left. */
const WORKER_URL = import.meta.url.endsWith('.ts')
  ? new URL('../../../dist/libs/openapi/src/spec-worker.js', import.meta.url)
  : new URL('./spec-worker.js', import.meta.url);

const idle: Worker[] = [];
const waiting: (() => void)[] = [];
let busy = 0;

/**
 * Reads an OpenAPI 2.0, 3.0 or 3.1 document, JSON or YAML, in a worker thread. Rejects with SpecFault: too large, no
 * text, no OpenAPI, or not done with it `deadlineMs` after a worker took it.
 */
export async function readSpec(
  bytes: Uint8Array,
  { deadlineMs = READ_DEADLINE_MS }: { deadlineMs?: number } = {},
): Promise<SpecReading> {
  if (bytes.byteLength > MAX_SPEC_BYTES)
    throw new SpecFault('spec.too_large', `A document may have ${MAX_SPEC_BYTES / 1024 / 1024} MiB at most.`);
  await takeTurn();
  const worker = idle.pop() ?? startWorker();
  let isUsable = false;
  try {
    const reading = await readIn(worker, bytes, deadlineMs);
    isUsable = true;
    return reading;
  } catch (error) {
    isUsable = error instanceof WorkerRefusal;
    throw error instanceof WorkerRefusal ? error.fault : error;
  } finally {
    if (isUsable) rest(worker);
    else await worker.terminate();
    passTurn();
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

async function takeTurn(): Promise<void> {
  if (busy < MAX_SPEC_WORKERS) busy++;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function passTurn(): void {
  const next = waiting.shift();
  if (next === undefined) busy--;
  else next();
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

function readIn(worker: Worker, bytes: Uint8Array, deadlineMs: number): Promise<SpecReading> {
  worker.ref();
  worker.removeAllListeners();
  return new Promise<SpecReading>((resolve, reject) => {
    const seconds = Math.ceil(deadlineMs / 1000);
    const timer = setTimeout(() => {
      reject(tooComplex(`Reading this document takes longer than ${seconds} s. Split it into several documents.`));
    }, deadlineMs);
    const send = (message: ToWorker): void => worker.postMessage(message);
    let reading: SpecReading | null = null;
    worker.on('message', (part: FromWorker) => {
      if (part.kind === 'head') reading = part.head;
      else if (part.kind === 'operations') reading?.operations.push(...part.rows);
      else if (part.kind === 'components') reading?.components.push(...part.rows);
      else clearTimeout(timer);
      if (part.kind === 'fault') reject(new WorkerRefusal(new SpecFault(part.code, part.message)));
      else if (part.kind === 'end' && reading !== null) resolve(reading);
      else send('next');
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      reject(
        isMemory ? tooComplex('Reading this document takes too much memory. Split it into several documents.') : error,
      );
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      reject(new Error('The thread that read the document ended.'));
    });
    send({ bytes });
  });
}
