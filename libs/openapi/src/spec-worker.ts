import { parentPort } from 'node:worker_threads';
import { Scale } from './json.js';
import { BATCH_CHARACTERS } from './limits.js';
import { readSpecHere } from './read-spec-here.js';
import type { ComponentRow, OperationRow, SpecReading } from './reference-model.js';
import { SpecFault, type SpecFaultCode } from './spec-fault.js';

/** What the caller sends: a document, then `next` for each part after the first. */
export type ToWorker = { bytes: Uint8Array } | 'next';

/** What the worker answers: the head, then the rows in batches, then `end`; or one refusal. */
export type FromWorker =
  | { kind: 'head'; head: SpecReading }
  | { kind: 'operations'; rows: OperationRow[] }
  | { kind: 'components'; rows: ComponentRow[] }
  | { kind: 'end' }
  | { kind: 'fault'; code: SpecFaultCode; message: string };

function* batches<Row extends object>(rows: readonly Row[]): Generator<Row[]> {
  const scale = new Scale();
  let batch: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    batch.push(row);
    characters += scale.weigh(row);
    if (characters < BATCH_CHARACTERS) continue;
    yield batch;
    batch = [];
    characters = 0;
  }
  if (batch.length > 0) yield batch;
}

function* partsOf(bytes: Uint8Array): Generator<FromWorker> {
  try {
    const { operations, components, ...head } = readSpecHere(bytes);
    yield { kind: 'head', head: { ...head, operations: [], components: [] } };
    for (const rows of batches(operations)) yield { kind: 'operations', rows };
    for (const rows of batches(components)) yield { kind: 'components', rows };
    yield { kind: 'end' };
  } catch (error) {
    if (!(error instanceof SpecFault)) throw error;
    yield { kind: 'fault', code: error.code, message: error.message };
  }
}

let parts: Generator<FromWorker> | null = null;

parentPort?.on('message', (message: ToWorker) => {
  if (message !== 'next') parts = partsOf(message.bytes);
  parentPort?.postMessage(parts?.next().value);
});
