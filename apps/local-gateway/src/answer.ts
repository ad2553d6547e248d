import type { OutgoingHttpHeaders } from 'node:http';
import type { Call } from './call.js';

/** An answer that the gateway gives itself. */
export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: string;
}

/** A refusal of the gateway or of a plugin, in Kong's form. */
export function refusal(call: Call, status: number, message: string, headers: OutgoingHttpHeaders = {}): Answer {
  return jsonAnswer(status, { message, request_id: call.requestId }, headers);
}

export function jsonAnswer(status: number, body: object, headers: OutgoingHttpHeaders = {}): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

const UPSTREAM_MESSAGES: Record<number, string> = {
  502: 'An invalid response was received from the upstream server',
  503: 'The upstream server is currently unavailable',
  504: 'The upstream server is timing out',
};

/** What is said when the upstream gave no answer: JSON for who accepts it, plain text for who names no type. */
export function upstreamFailure(call: Call, status: number): Answer {
  const message = UPSTREAM_MESSAGES[status] ?? 'An unexpected error occurred';
  if (/json|\*\/\*/.test(call.req.headers.accept ?? '')) return refusal(call, status, message);
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: `${message}\nrequest_id: ${call.requestId}\n`,
  };
}
