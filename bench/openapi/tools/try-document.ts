import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { compareSpecs, lintSpec, readKept, SpecFault } from '#openapi';
import type { TaskName, TriedTask } from '../tried.js';

/** What is told of a document when a task came to its end. */
const run: Record<TaskName, (bytes: Buffer) => Promise<Partial<TriedTask>> | Partial<TriedTask>> = {
  read: (bytes) => ({ operations: readKept(bytes).operations.length }),
  compare: (bytes) => {
    const { counts } = compareSpecs(bytes, bytes);
    return { changes: counts.breaking + counts.dangerous + counts.safe };
  },
  lint: async (bytes) => {
    await lintSpec(bytes, { rules: {} });
    return {};
  },
};

async function tryDocument(task: TaskName, bytes: Buffer): Promise<TriedTask> {
  const startedMs = performance.now();
  let told: Partial<TriedTask>;
  try {
    told = await run[task](bytes);
  } catch (error) {
    const code = error instanceof SpecFault ? error.code : 'crash';
    told = { failure: { code, message: (error as Error).message } };
  }
  return { ...told, seconds: (performance.now() - startedMs) / 1000 };
}

/** Does the task with the document that each line of its standard input names, and writes a line about it: `try-document FOLDER`. */
const folder = process.argv[2] ?? '';
for await (const line of createInterface({ input: process.stdin })) {
  const { task, document } = JSON.parse(line) as { task: TaskName; document: string };
  console.log(JSON.stringify(await tryDocument(task, readFileSync(path.join(folder, document)))));
}
