import { Injectable } from '@nestjs/common';
import { Fault } from '#domain';
import { GuardedCall, type OutboundCallAnswer, OutboundFault, type OutboundFaultCode } from '#platform';
import type { GatewayRequest } from './gateway-request.js';

/** Of an answer so many bytes are shown. */
export const MAX_ANSWER_BYTES = 5 * 1024 * 1024;
export const CALL_DEADLINE_MS = 30_000;

const WORDS: Partial<Record<OutboundFaultCode, string>> = {
  'outbound.too_slow': 'The answer was not complete within 30 seconds; the console waits no longer.',
  'outbound.unreachable': 'The gateway cannot be reached. Nothing came back; try again, or ask who runs it.',
  'outbound.answer_unreadable': 'What came back is no HTTP that can be read, or is damaged.',
};

/** Sends a request through a gateway and tells in plain words what went wrong on the way. */
@Injectable()
export class CallGateway {
  constructor(private readonly outbound: GuardedCall) {}

  async run(
    { method, url, headers, body }: GatewayRequest,
    signal: AbortSignal,
  ): Promise<OutboundCallAnswer & { timeMs: number }> {
    const startedMs = performance.now();
    try {
      const limits = { maxBytes: MAX_ANSWER_BYTES, deadlineMs: CALL_DEADLINE_MS, signal };
      const answer = await this.outbound.send({ method, url, headers, body, ...limits });
      return { ...answer, timeMs: Math.round(performance.now() - startedMs) };
    } catch (error) {
      if (!(error instanceof OutboundFault)) throw error;
      throw new Fault('console.no_answer', WORDS[error.code] ?? error.message, { cause: error });
    }
  }
}
