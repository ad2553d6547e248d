import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { json, type AdminRequest, type AdminResponse } from './admin-exchange.js';
import { sendAdminResponse } from './admin-listener.js';
import { nextPage, offsetAfter } from './lists.js';

/** What goes wrong with one request. Each kind says whether the model sees the request all the same. */
export type Fault =
  /** The answer comes late. */
  | { kind: 'delay'; delayMs: number }
  /** The answer comes when this is over. */
  | { kind: 'wait'; until: Promise<unknown> }
  /** The request is not applied and answered with this status. */
  | { kind: 'refuse'; status: number; retryAfterSeconds?: number }
  /** The request is applied; the answer breaks off in the middle of its body. */
  | { kind: 'half-answer' }
  /** The request is applied; the line is cut without an answer. */
  | { kind: 'apply-and-cut' }
  /** The request is not applied; the line is cut without an answer. */
  | { kind: 'cut' }
  /** The request is not applied and never answered; the line stays open. */
  | { kind: 'hold' }
  /** The request is applied and never answered; the line stays open. */
  | { kind: 'apply-and-hold' }
  /** The request is applied; the answer is an internal error. */
  | { kind: 'apply-and-fail' }
  /** The request is not applied; the answer is JSON of this many megabytes. `Infinity` never ends. */
  | { kind: 'drip'; megabytes: number }
  /** The request is not applied; the answer is 200 with text that is no JSON. */
  | { kind: 'garbage' }
  /** The request is applied; the page of a list names itself as the next one. */
  | { kind: 'endless-pages' };

/** Answers a request as its fault has it. Gives how many bytes of a body were sent. */
export async function answerWith(
  fault: Fault | undefined,
  request: AdminRequest,
  res: ServerResponse,
  apply: () => AdminResponse,
): Promise<number> {
  switch (fault?.kind) {
    case 'refuse':
      return sendAdminResponse(res, refusal(fault));
    case 'cut':
      return cut(res);
    case 'delay':
      await wait(fault.delayMs, undefined, { ref: false });
      return sendAdminResponse(res, apply());
    case 'wait':
      await fault.until;
      return sendAdminResponse(res, apply());
    case 'half-answer':
      return sendHalf(res, apply());
    case 'apply-and-cut':
      apply();
      return cut(res);
    case 'hold':
      return 0;
    case 'apply-and-hold':
      apply();
      return 0;
    case 'apply-and-fail':
      apply();
      return sendAdminResponse(res, json(500, { message: 'An unexpected error occurred' }));
    case 'drip':
      return drip(res, fault.megabytes);
    case 'garbage':
      return sendGarbage(res);
    case 'endless-pages':
      return sendAdminResponse(res, pointingToItself(request, apply()));
    default:
      return sendAdminResponse(res, apply());
  }
}

function cut(res: ServerResponse): number {
  res.destroy();
  return 0;
}

function refusal(fault: Extract<Fault, { kind: 'refuse' }>): AdminResponse {
  const response = json(fault.status, { message: 'An unexpected error occurred' });
  if (fault.retryAfterSeconds !== undefined) response.headers['Retry-After'] = String(fault.retryAfterSeconds);
  return response;
}

function sendHalf(res: ServerResponse, response: AdminResponse): number {
  const body = Buffer.from(JSON.stringify(response.body ?? {}));
  const half = body.subarray(0, Math.ceil(body.length / 2));
  res.writeHead(response.status, { ...response.headers, 'Content-Length': String(body.length + 1) });
  res.write(half, () => res.destroy());
  return half.length;
}

const CHUNK = Buffer.alloc(64 * 1024, 'x');

/** One long string, as fast as it is read, until its end or until nobody listens. */
async function drip(res: ServerResponse, megabytes: number): Promise<number> {
  let bytes = 0;
  res.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  res.write('{"message":"');
  const isGone = new Promise((resolve) => res.once('close', resolve));
  while (bytes < megabytes * 1024 * 1024 && !res.destroyed) {
    bytes += CHUNK.length;
    if (!res.write(CHUNK)) await Promise.race([isGone, new Promise((resolve) => res.once('drain', resolve))]);
  }
  res.end('"}');
  return bytes;
}

function sendGarbage(res: ServerResponse): number {
  const body = '<html><body>It works!</body></html>';
  res.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': String(body.length) }).end(body);
  return body.length;
}

/** Before every id: the page after it is the first one. */
const FIRST_OFFSET = offsetAfter('00000000-0000-0000-0000-000000000000');

function pointingToItself(request: AdminRequest, response: AdminResponse): AdminResponse {
  const url = new URL(`http://admin${request.path}`);
  const offset = url.searchParams.get('offset') ?? FIRST_OFFSET;
  return { ...response, body: { ...response.body, offset, next: nextPage(url.pathname, url.searchParams, offset) } };
}
