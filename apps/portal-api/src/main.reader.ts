import { once } from 'node:events';
import { Socket } from 'node:net';
import { Fault } from '#domain';
import { READ_DEADLINE_MS } from '#openapi';
import { createPool, Secret } from '#platform';
import { asFault } from './readers/as-fault.js';
import { type Answer, BYTES_FD, type DocumentHead, type Order } from './readers/reader-messages.js';
import { ReaderTasks } from './readers/reader-tasks.js';

/** Started by an API, which it reads documents for: one order at a time. */
const pool = createPool(
  { databaseUrl: new Secret(process.env['DATABASE_URL'] ?? ''), databasePoolSize: 1 },
  { statementTimeoutMs: READ_DEADLINE_MS },
);
const tasks = new ReaderTasks(pool);
const pipe = new Socket({ fd: BYTES_FD, readable: true, writable: false });

process.on('message', (order: Order) => void carryOut(order).then((answer) => process.send?.(answer)));
// Without the API nobody is there who would end it.
process.on('disconnect', () => process.exit());
// A signal to all processes at once: the API answers what is in flight, and ends its readers then.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);

async function carryOut(order: Order): Promise<Answer> {
  try {
    return { kind: 'done', head: await run(order) };
  } catch (error) {
    const fault = asFault(error);
    if (fault instanceof Fault) return { kind: 'fault', code: fault.code, message: fault.message };
    const { message, stack, code } = error as NodeJS.ErrnoException;
    return { kind: 'error', message, stack, code };
  }
}

async function run(order: Order): Promise<DocumentHead | undefined> {
  switch (order.task) {
    case 'read':
      return tasks.read(await receive(order.byteLength));
    case 'store':
      return tasks.store(await receive(order.byteLength), order.unless);
    case 'write':
      await tasks.write(order.hash, order.versionId, order.present);
      return undefined;
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
