import type { KeptComponent, KeptOperation, KeptReading, KeptTag } from '../kept-reading.js';
import { KeptRows } from '../kept-rows.js';
import { MAX_SPEC_BYTES, READ_DEADLINE_MS } from '../limits.js';
import { SpecFault } from '../spec-fault.js';
import { inThread } from './worker-pool.js';

/**
 * Reads an OpenAPI 2.0, 3.0 or 3.1 document, JSON or YAML, in a worker thread, and gives what is stored of it. Rejects
 * with SpecFault: too large, no text, no OpenAPI, or not done with it `deadlineMs` after a worker took it. Rejects
 * with the signal's reason when that is aborted.
 */
export async function readSpec(
  bytes: Uint8Array,
  { deadlineMs = READ_DEADLINE_MS, signal }: { deadlineMs?: number; signal?: AbortSignal } = {},
): Promise<KeptReading> {
  if (bytes.byteLength > MAX_SPEC_BYTES)
    throw new SpecFault('spec.too_large', `A document may have ${MAX_SPEC_BYTES / 1024 / 1024} MiB at most.`);
  const operations = new KeptRows<KeptOperation>();
  const components = new KeptRows<KeptComponent>();
  const rows = { operations, components };
  const reaches: Int32Array[] = [];
  const operationTags: KeptTag[] = [];
  const reading: Partial<KeptReading> = { ...rows, reaches, operationTags };
  const options = { doing: 'Reading this document', deadlineMs, signal };
  await inThread('read', [bytes], options, (piece) => {
    if ('head' in piece) Object.assign(reading, piece.head);
    else if ('gzip' in piece) reading.gzip = piece.gzip;
    else if ('rowsOf' in piece) rows[piece.rowsOf].add(piece.piece);
    else if ('reaches' in piece) reaches.push(...piece.reaches);
    else operationTags.push(...piece.operationTags);
  });
  return reading as KeptReading;
}
