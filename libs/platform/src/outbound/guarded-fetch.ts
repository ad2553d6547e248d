import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { AllowedTargets } from './allowed-targets.js';
import { OutboundFault } from './outbound-fault.js';
import {
  checkTarget,
  type OutboundPolicy,
  type OutboundTarget,
  type Resolve,
  resolveBySystem,
} from './outbound-target.js';
import { ACCEPTED_ENCODINGS, readBody } from './read-body.js';

export const MAX_REDIRECTS = 3;

/** What a redirect to another origin is sent; whatever else there was may be a credential. */
const HEADERS_FOR_ALL: ReadonlySet<string> = new Set(['user-agent', 'accept', 'accept-encoding']);

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface OutboundRequest {
  url: string;
  policy: OutboundPolicy;
  headers?: Record<string, string>;
  /** For all of it: resolving, redirects and the last byte. */
  deadlineMs: number;
  /** Of the body, on the line and decompressed. */
  maxBytes: number;
  signal?: AbortSignal;
}

export interface OutboundAnswer {
  /** Where the answer came from in the end. */
  url: URL;
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

/**
 * GET for everything that the product asks of others over HTTP. It connects only to addresses that the policy permits and
 * that were checked after the name was resolved; `public` follows up to three redirects and checks each anew, `operator`
 * hands a redirect over as it is. Rejects with OutboundFault and with nothing else; any status is an answer.
 */
export class GuardedFetch {
  constructor(
    private readonly allowed: AllowedTargets,
    private readonly resolve: Resolve = resolveBySystem,
  ) {}

  async get(request: OutboundRequest): Promise<OutboundAnswer> {
    const stop = new AbortController();
    const seconds = Math.ceil(request.deadlineMs / 1000);
    const tooSlow = new OutboundFault('outbound.too_slow', `The answer was not complete within ${seconds} s.`);
    const aborted = new OutboundFault('outbound.aborted', 'The request was given up.');
    const timer = setTimeout(() => stop.abort(tooSlow), request.deadlineMs);
    const abort = (): void => stop.abort(aborted);
    request.signal?.addEventListener('abort', abort, { once: true });
    try {
      if (request.signal?.aborted) throw aborted;
      return await this.follow(request, stop.signal);
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : asFault(error);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', abort);
    }
  }

  private async follow(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    let headers = { 'user-agent': 'gatehouse', 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers };
    let target = this.check(request.url, request.policy);
    for (let hop = 0; ; hop++) {
      const response = await open(target, headers, signal);
      const status = response.statusCode ?? 0;
      const { location } = response.headers;
      if (request.policy === 'operator' || !REDIRECTS.has(status) || location === undefined)
        return {
          url: target.url,
          status,
          headers: response.headers,
          body: await readOrDrop(response, request.maxBytes),
        };
      response.destroy();
      if (hop === MAX_REDIRECTS) throw redirectRefused(`it leads on more than ${MAX_REDIRECTS} times.`);
      const next = redirectedUrl(target.url, location);
      if (next.origin !== target.url.origin) headers = headersForAll(headers);
      target = this.check(next.href, request.policy);
    }
  }

  private check(url: string, policy: OutboundPolicy): OutboundTarget {
    return checkTarget(url, policy, this.allowed, this.resolve);
  }
}

/** Sends the request over a connection of its own and waits for the head of the answer. */
function open(
  { url, lookup }: OutboundTarget,
  headers: Record<string, string>,
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const request: typeof http.request = url.protocol === 'https:' ? https.request : http.request;
  return new Promise((resolve, reject) => {
    request({ ...urlToHttpOptions(url), agent: false, lookup, headers, signal })
      .on('response', resolve)
      .on('error', reject)
      .end();
  });
}

/** However it ends, nothing more comes over the connection. */
async function readOrDrop(response: http.IncomingMessage, maxBytes: number): Promise<Buffer> {
  try {
    return await readBody(response, maxBytes);
  } finally {
    response.destroy();
  }
}

function headersForAll<H extends Record<string, string>>(headers: H): H {
  const kept = Object.entries(headers).filter(([name]) => HEADERS_FOR_ALL.has(name.toLowerCase()));
  return Object.fromEntries(kept) as H;
}

/** Where a redirect leads, unless that is less safe than where it came from. */
export function redirectedUrl(from: URL, location: string): URL {
  if (!URL.canParse(location, from.href)) throw redirectRefused('it leads to what is no URL.');
  const next = new URL(location, from);
  if (from.protocol === 'https:' && next.protocol === 'http:')
    throw redirectRefused('it leads from https:// to http://.');
  return next;
}

function redirectRefused(why: string): OutboundFault {
  return new OutboundFault('outbound.redirect_refused', `The redirect of this address is not followed: ${why}`);
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
