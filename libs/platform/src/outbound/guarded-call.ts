import { AllowedTargets } from './allowed-targets.js';
import { openConnection, type OutboundMessage, type OutboundTime, withDeadline } from './outbound-connection.js';
import { checkTarget, type Resolve, resolveBySystem } from './outbound-target.js';
import { ACCEPTED_ENCODINGS, readStart } from './read-body.js';

const NO_OTHER_TARGETS = new AllowedTargets();
/** RFC 9110, 6.4.1: answers with these have no body, whatever their headers say of one. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** A request of any method to an address that an admin registered. */
export interface OutboundCall extends OutboundMessage, OutboundTime {
  url: string;
  /** Of the body, on the line and decompressed: what comes after it is left out. */
  maxBytes: number;
}

export interface OutboundCallAnswer {
  status: number;
  statusText: string;
  /** In the order in which they came. */
  headers: { name: string; value: string }[];
  /** Decompressed. */
  body: Buffer;
  /** There was more of it than `maxBytes`. */
  isCut: boolean;
}

/**
 * Sends one request with a method, headers and a body of the caller's choice, over a connection of its own and under the
 * policy `operator`. A redirect is an answer like any other. Rejects with OutboundFault and with nothing else.
 */
export class GuardedCall {
  constructor(private readonly resolve: Resolve = resolveBySystem) {}

  send(call: OutboundCall): Promise<OutboundCallAnswer> {
    return withDeadline(call, async (signal) => {
      const target = checkTarget(call.url, 'operator', NO_OTHER_TARGETS, this.resolve);
      const headers = { ...call.headers, 'accept-encoding': ACCEPTED_ENCODINGS };
      const response = await openConnection(target, { ...call, headers }, signal);
      try {
        const { statusCode: status = 0, statusMessage: statusText = '', rawHeaders } = response;
        const isEmpty = call.method === 'HEAD' || WITHOUT_BODY.has(status);
        const read = isEmpty ? { body: Buffer.alloc(0), isCut: false } : await readStart(response, call.maxBytes);
        return { status, statusText, headers: pairsOf(rawHeaders), ...read };
      } finally {
        response.destroy();
      }
    });
  }
}

function pairsOf(raw: string[]): { name: string; value: string }[] {
  return raw.flatMap((name, index) => (index % 2 === 0 ? [{ name, value: raw[index + 1] ?? '' }] : []));
}
