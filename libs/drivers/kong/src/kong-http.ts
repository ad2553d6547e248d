import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { CallableAddress, CheckAddress } from '#gateway';

/** Shorter than what servers and balancers keep an idle connection for, so that few are cut under a request. */
const IDLE_CONNECTION_MS = 4_000;

export interface KongRequest {
  method: string;
  /** Begins with a slash. */
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** For all of it, from connecting to the last byte. */
  timeoutMs: number;
  maxBodyBytes: number;
}

export interface KongReply {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/** An answer was longer than allowed. */
export class BodyTooLong extends Error {}

interface Line {
  agent: http.Agent;
  request: typeof http.request;
  target: http.RequestOptions;
  basePath: string;
}

/**
 * HTTP to one base URL over connections that are kept; whether the address may be called is asked before the first
 * request, and again for each new connection. Node's own client and not fetch, which takes five times the processor time
 * for each of very many small writes. Follows no redirect and decompresses nothing.
 */
export class KongHttp {
  private line: Line | undefined;

  constructor(
    private readonly baseUrl: string,
    private readonly checkAddress: CheckAddress,
  ) {}

  send({ method, path, headers, body, timeoutMs, maxBodyBytes }: KongRequest): Promise<KongReply> {
    return new Promise((resolve, reject) => {
      const line = (this.line ??= openLine(this.checkAddress(this.baseUrl)));
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
      const request = line.request({
        ...line.target,
        agent: line.agent,
        method,
        path: line.basePath + path,
        headers: { ...headers, ...length },
      });
      const timer = setTimeout(() => request.destroy(tooLate(request)), timeoutMs);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      request.on('error', fail);
      request.on('response', (response) => {
        readBounded(response, maxBodyBytes, (text) => {
          clearTimeout(timer);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        }).on('error', fail);
      });
      request.end(body);
    });
  }
}

function openLine({ url, lookup }: CallableAddress): Line {
  const { Agent, request } = url.protocol === 'https:' ? https : http;
  return {
    agent: new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS, lookup }),
    request,
    target: urlToHttpOptions(url),
    basePath: url.pathname.replace(/\/+$/, ''),
  };
}

function readBounded(
  response: http.IncomingMessage,
  maxBytes: number,
  onText: (text: string) => void,
): http.IncomingMessage {
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) response.destroy(new BodyTooLong());
    else chunks.push(chunk);
  });
  return response.on('end', () => onText(Buffer.concat(chunks).toString('utf8')));
}

/** Nothing can have been written over a connection that was never made. */
function tooLate({ socket }: http.ClientRequest): Error {
  const neverConnected = socket === null || socket.connecting;
  const error = Object.assign(new Error('no answer in time'), neverConnected ? { code: 'EHOSTUNREACH' } : {});
  error.name = 'TimeoutError';
  return error;
}
