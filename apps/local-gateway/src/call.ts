import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Entity, PluginScope } from '#kong-admin';
import { splitUrl } from './request-path.js';

/** One connection to the upstream that was tried for a call. */
export interface Try {
  ip: string;
  port: number;
  startedAtMs: number;
  /** The status that a failed try counts as. */
  failedWith?: number;
}

/** One request on its way through the gateway. Plugins change what goes upstream and what comes back. */
export interface Call {
  req: IncomingMessage;
  res: ServerResponse;
  requestId: string;
  startedAtMs: number;
  method: string;
  url: string;
  path: string;
  query: string | undefined;
  /** Without the port, in lower case. */
  host: string;
  clientIp: string;
  /** What goes upstream, apart from the headers that only the forwarding adds. Names in lower case. */
  headers: IncomingHttpHeaders;
  /** Added to the answer, whoever gives it. Names in lower case. */
  responseHeaders: OutgoingHttpHeaders;
  route?: Entity;
  matchedPath: string;
  service?: Entity;
  consumer?: Entity;
  credential?: Entity;
  upstreamPath: string;
  tries: Try[];
  /** When the answer's head came from the upstream, or undefined while there is none. */
  answeredAtMs?: number;
  bytesWrittenBefore: number;
}

export function newCall(req: IncomingMessage, res: ServerResponse): Call {
  const url = req.url ?? '/';
  return {
    req,
    res,
    requestId: randomUUID().replaceAll('-', ''),
    startedAtMs: Date.now(),
    method: req.method ?? 'GET',
    url,
    ...splitUrl(url),
    host: (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase(),
    clientIp: (req.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    headers: { ...req.headers },
    responseHeaders: {},
    matchedPath: '',
    upstreamPath: '',
    tries: [],
    bytesWrittenBefore: req.socket.bytesWritten,
  };
}

export function scopeOf(call: Call): PluginScope {
  return { routeId: call.route?.id, serviceId: call.service?.id, consumerId: call.consumer?.id };
}
