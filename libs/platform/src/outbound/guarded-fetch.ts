import type http from 'node:http';
import type { AllowedTargets } from './allowed-targets.js';
import { openConnection, type OutboundTime, withDeadline } from './outbound-connection.js';
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

export interface OutboundRequest extends OutboundTime {
  url: string;
  policy: OutboundPolicy;
  headers?: Record<string, string>;
  /** Of the body, on the line and decompressed. */
  maxBytes: number;
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

  get(request: OutboundRequest): Promise<OutboundAnswer> {
    return withDeadline(request, (signal) => this.follow(request, signal));
  }

  private async follow(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    let headers = { 'user-agent': 'gatehouse', 'accept-encoding': ACCEPTED_ENCODINGS, ...request.headers };
    let target = this.check(request.url, request.policy);
    for (let hop = 0; ; hop++) {
      const response = await openConnection(target, { method: 'GET', headers }, signal);
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
