import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import { OutboundFault } from './outbound-fault.js';
import type { OutboundTarget } from './outbound-target.js';

/** How long one request may take, and who may end it before. */
export interface OutboundTime {
  /** For all of it: resolving, redirects and the last byte. */
  deadlineMs: number;
  signal?: AbortSignal;
}

/** What is sent over one connection. */
export interface OutboundMessage {
  method: string;
  headers: Record<string, string>;
  body?: Buffer;
}

/** Runs a request with a signal that ends it in time. Rejects with OutboundFault and with nothing else. */
export async function withDeadline<T>(
  { deadlineMs, signal }: OutboundTime,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const seconds = Math.ceil(deadlineMs / 1000);
  const tooSlow = new OutboundFault('outbound.too_slow', `The answer was not complete within ${seconds} s.`);
  const aborted = new OutboundFault('outbound.aborted', 'The request was given up.');
  const timer = setTimeout(() => stop.abort(tooSlow), deadlineMs);
  const abort = (): void => stop.abort(aborted);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    if (signal?.aborted) throw aborted;
    return await run(stop.signal);
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : asFault(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Sends the request over a connection of its own and waits for the head of the answer. */
export function openConnection(
  { url, lookup }: OutboundTarget,
  { method, headers, body }: OutboundMessage,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const request: typeof http.request = url.protocol === 'https:' ? https.request : http.request;
  return new Promise((resolve, reject) => {
    request({ ...urlToHttpOptions(url), agent: false, lookup, method, headers, signal })
      .on('response', resolve)
      .on('error', reject)
      // An answer that changes the protocol ends the connection without a response and without an error.
      .on('close', () => reject(new OutboundFault('outbound.answer_unreadable', 'The answer is no response.')))
      .end(body);
  });
}

/** Faults of the network and of what came over it; codes such as ECONNREFUSED say enough. */
function asFault(error: unknown): OutboundFault {
  if (error instanceof OutboundFault) return error;
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (code.startsWith('Z_') || (code.startsWith('ERR_') && !/^ERR_(TLS|SSL)/.test(code)) || code.startsWith('HPE_'))
    return new OutboundFault(
      'outbound.answer_unreadable',
      'The answer is no HTTP that can be read, or is damaged.',
      error,
    );
  const shown = /^[A-Z_]{2,40}$/.test(code) ? ` (${code})` : '';
  return new OutboundFault('outbound.unreachable', `The address cannot be reached${shown}.`, error);
}
