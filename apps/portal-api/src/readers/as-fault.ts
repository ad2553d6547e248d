import { Fault } from '#domain';
import { SpecFault } from '#openapi';

/** What was refused of a document, as a Fault; anything else as it is. */
export function asFault(error: unknown): unknown {
  return error instanceof SpecFault ? new Fault(error.code, error.message) : error;
}
