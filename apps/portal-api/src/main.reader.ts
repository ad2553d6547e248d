import { once } from 'node:events';
import { Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { Fault } from '#domain';
import { READ_DEADLINE_MS, SpecFault } from '#openapi';
import { createPool, Secret } from '#platform';
import { type Answer, BYTES_FD, type Order, type Outcome } from './readers/reader-messages.js';
import { ReaderTasks } from './readers/reader-tasks.js';

/** One that has more memory than this is not left waiting for the next document. */
const LEAN_BYTES = 256 * 1024 * 1024;
const PARENT_LOOK_MS = 1_000;

/** Started by an API or a worker, which it works on documents for: one order at a time. */
const pool = createPool(
  { databaseUrl: new Secret(process.env['DATABASE_URL'] ?? ''), databasePoolSize: 1 },
  { statementTimeoutMs: READ_DEADLINE_MS },
);
const tasks = new ReaderTasks(pool);
const pipe = new Socket({ fd: BYTES_FD, readable: true, writable: false });

process.on('message', (order: Order) => void answer(order));
// Without who started it nobody is there who would end it.
process.on('disconnect', () => process.exit());
endWithParent();
// A signal to all processes at once: the API answers what is in flight, and ends its readers then.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

/** While it works on a document it hears of no event, and a pattern may keep it at work for ever: another thread looks. */
function endWithParent(): void {
  const look = `() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL')`;
  new Worker(`setInterval(${look}, ${PARENT_LOOK_MS})`, { eval: true, env: {}, execArgv: [] }).unref();
}

async function answer(order: Order): Promise<void> {
  const outcome = await outcomeOf(order);
  const answered: Answer = { ...outcome, keeps: tasks.keeps, isLean: process.memoryUsage.rss() < LEAN_BYTES };
  process.send?.(answered);
}

async function outcomeOf({ task, input, byteLength }: Order): Promise<Outcome> {
  try {
    const run = tasks[task].bind(tasks) as (input: object) => unknown;
    return {
      kind: 'done',
      result: await run(byteLength === null ? input : { ...input, bytes: await receive(byteLength) }),
    };
  } catch (error) {
    if (error instanceof SpecFault) return { kind: 'fault', code: error.code, message: error.message };
    const { message, stack, code } = error as NodeJS.ErrnoException;
    if (!(error instanceof Fault)) return { kind: 'error', message, stack, code };
    const { retryAfterSeconds, cause } = error.options;
    return { kind: 'fault', code: error.code, message, retryAfterSeconds, cause: (cause as Error | undefined)?.stack };
  }
}

/** The bytes of a document, put where they stay as they come. */
async function receive(byteLength: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(byteLength);
  for (let received = 0; received < byteLength;) {
    const chunk = pipe.read() as Buffer | null;
    if (chunk === null) {
      await once(pipe, 'readable');
      continue;
    }
    bytes.set(chunk, received);
    received += chunk.byteLength;
  }
  return bytes;
}
