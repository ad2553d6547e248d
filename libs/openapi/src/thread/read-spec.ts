import type { KeptReading } from '../kept-reading.js';
import { MAX_SPEC_BYTES, READ_DEADLINE_MS } from '../limits.js';
import { SpecFault } from '../spec-fault.js';
import { inThread } from './worker-pool.js';

/**
 * Reads an OpenAPI 2.0, 3.0 or 3.1 document, JSON or YAML, in a worker thread, and gives what is stored of it. Rejects
 * with SpecFault: too large, no text, no OpenAPI, or not done with it `deadlineMs` after a worker took it.
 */
export async function readSpec(
  bytes: Uint8Array,
  { deadlineMs = READ_DEADLINE_MS }: { deadlineMs?: number } = {},
): Promise<KeptReading> {
  if (bytes.byteLength > MAX_SPEC_BYTES)
    throw new SpecFault('spec.too_large', `A document may have ${MAX_SPEC_BYTES / 1024 / 1024} MiB at most.`);
  const reading: Partial<KeptReading> & Pick<KeptReading, 'operations' | 'operationTags' | 'components'> = {
    operations: [],
    operationTags: [],
    components: [],
  };
  await inThread('read', [bytes], { doing: 'Reading this document', deadlineMs }, (piece) => {
    if ('head' in piece) Object.assign(reading, piece.head);
    else if ('gzip' in piece) reading.gzip = piece.gzip;
    else if ('operations' in piece) reading.operations.push(...piece.operations);
    else if ('operationTags' in piece) reading.operationTags.push(...piece.operationTags);
    else reading.components.push(...piece.components);
  });
  return reading as KeptReading;
}
