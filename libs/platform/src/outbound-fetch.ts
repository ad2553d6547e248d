import { maskText } from './masking.js';

export interface OutboundRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** The whole exchange, to the last byte of the answer, ends within this time. */
  timeoutMs: number;
  /** A longer answer is refused. */
  maxBodyBytes: number;
}

export interface OutboundResponse {
  status: number;
  headers: Headers;
  body: Buffer;
}

export type OutboundReason = 'timeout' | 'too_large' | 'unreachable';

/** No usable answer came. The message names the origin, never the rest of the address. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError';

  constructor(
    readonly reason: OutboundReason,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/**
 * The one way to call another server: with a deadline, a bound on the answer, and no redirect followed (a redirect is
 * returned as it is, because following it would send headers to whom they are not meant for). Throws `OutboundError`.
 */
export async function outboundFetch(url: string, request: OutboundRequest): Promise<OutboundResponse> {
  const { timeoutMs, maxBodyBytes, ...init } = request;
  const { origin } = new URL(url);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const body = await readBounded(response, maxBodyBytes, origin);
    return { status: response.status, headers: response.headers, body };
  } catch (error) {
    if (error instanceof OutboundError) throw error;
    if (signal.aborted) throw new OutboundError('timeout', `${origin} gave no answer within ${timeoutMs} ms`, error);
    throw new OutboundError('unreachable', `${origin} cannot be reached: ${reasonOf(error)}`, error);
  }
}

async function readBounded(response: Response, maxBodyBytes: number, origin: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream, so the rest is not received.
    if (length > maxBodyBytes)
      throw new OutboundError('too_large', `${origin} answered more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** fetch says only "fetch failed"; what failed stands in the cause. */
function reasonOf(error: unknown): string {
  const cause = (error as { cause?: { code?: string; message?: string } }).cause;
  return cause?.code ?? maskText(cause?.message ?? (error instanceof Error ? error.message : String(error)));
}
