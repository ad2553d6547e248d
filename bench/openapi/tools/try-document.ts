import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { closeSpecWorkers, compareSpecs, GAVE_UP_RULE, lintSpec, readKept, SpecFault } from '#openapi';
import { TASKS, type TaskName, type Tried } from '../tried.js';

/** How each task went: a number that is told of the document. */
const tasks: Record<TaskName, (bytes: Buffer) => Promise<Partial<Tried>>> = {
  read: async (bytes) => ({ operations: readKept(bytes).operations.length }),
  compare: async (bytes) => {
    const { counts } = await compareSpecs(bytes, bytes);
    return { changes: counts.breaking + counts.dangerous + counts.safe };
  },
  lint: async (bytes) => {
    const { findings } = await lintSpec(bytes, { rules: {} });
    const gaveUp = findings.find(({ rule }) => rule === GAVE_UP_RULE);
    if (gaveUp !== undefined) throw new SpecFault('spec.too_complex', gaveUp.message);
    return {};
  },
};

async function tryDocument(document: string, bytes: Buffer): Promise<Tried> {
  const tried: Tried = { document, bytes: bytes.byteLength, operations: 0, changes: 0, seconds: {}, failures: [] };
  for (const task of TASKS) {
    const startedMs = performance.now();
    try {
      Object.assign(tried, await tasks[task](bytes));
    } catch (error) {
      const code = error instanceof SpecFault ? error.code : 'crash';
      tried.failures.push({ task, code, message: (error as Error).message });
    }
    tried.seconds[task] = (performance.now() - startedMs) / 1000;
    // What cannot be read is neither compared nor linted.
    if (task === 'read' && tried.failures.length > 0) break;
  }
  return tried;
}

/**
 * Reads each document that is named on a line of its standard input, compares it with itself and lints it, in threads with
 * the limits of the product, and writes a line about it: `try-document FOLDER`.
 */
const folder = process.argv[2] ?? '';
for await (const document of createInterface({ input: process.stdin }))
  console.log(JSON.stringify(await tryDocument(document, readFileSync(path.join(folder, document)))));
await closeSpecWorkers();
