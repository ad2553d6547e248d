import { Fault } from '#domain';
import { type KeptReading, readSpec, SpecFault } from '#openapi';

/** Reads a document in a worker thread. Throws the Faults `spec.*`, and the signal's reason when that is aborted. */
export async function readDocument(bytes: Uint8Array, signal?: AbortSignal): Promise<KeptReading> {
  try {
    return await readSpec(bytes, { signal });
  } catch (error) {
    throw asFault(error);
  }
}

/** What a thread refused, as a Fault; anything else as it is. */
export function asFault(error: unknown): unknown {
  return error instanceof SpecFault ? new Fault(error.code, error.message) : error;
}
