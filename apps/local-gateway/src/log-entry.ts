import type { OutgoingHttpHeaders } from 'node:http';
import type { Entity } from '#kong-admin';
import type { Call } from './call.js';

/** There is one workspace; open-source Kong names it in every entry. */
const WORKSPACE_ID = '00000000-0000-4000-8000-000000000000';

/** The entry of the http-log plugin for a call that is over, in Kong's shape, without the fields at the dropped paths. */
export function logEntry(
  call: Call,
  status: number,
  responseHeaders: OutgoingHttpHeaders,
  droppedPaths: string[],
): object {
  const entry = wholeEntry(call, status, responseHeaders);
  for (const path of droppedPaths) dropField(entry, path.split('.'));
  return entry;
}

function dropField(entry: object, [name = '', ...below]: string[]): void {
  const holder = entry as Record<string, unknown>;
  const value = Object.hasOwn(holder, name) ? holder[name] : undefined;
  if (below.length === 0) delete holder[name];
  else if (typeof value === 'object' && value !== null) dropField(value, below);
}

function wholeEntry(call: Call, status: number, responseHeaders: OutgoingHttpHeaders): object {
  const endedAtMs = Date.now();
  const { host = '' } = call.req.headers;
  const isFromUpstream = call.answeredAtMs !== undefined;
  return {
    request: {
      id: call.requestId,
      method: call.method,
      uri: call.url,
      url: `http://${host}${call.url}`,
      querystring: querystringOf(call.url),
      headers: redacted(call),
      size: requestBytes(call),
    },
    response: { status, headers: { ...responseHeaders }, size: call.req.socket.bytesWritten - call.bytesWrittenBefore },
    upstream_uri: call.route ? call.upstreamPath : '',
    upstream_status: upstreamStatus(call, status),
    source: isFromUpstream ? 'upstream' : 'kong',
    latencies: latencies(call, endedAtMs),
    ...(call.route && { tries: call.tries.map(triedConnection) }),
    ...(call.route && { route: { ...withoutNulls(call.route), ws_id: WORKSPACE_ID } }),
    ...(call.service && { service: { ...withoutNulls(call.service), ws_id: WORKSPACE_ID } }),
    ...(call.consumer && { consumer: withoutNulls(call.consumer) }),
    ...(call.credential && { authenticated_entity: { id: call.credential.id } }),
    client_ip: call.clientIp,
    started_at: call.startedAtMs,
    workspace: WORKSPACE_ID,
    workspace_name: 'default',
  };
}

function querystringOf(url: string): object {
  const at = url.indexOf('?');
  return at < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(at + 1)));
}

/** Headers as the plugins left them, without what logs a person in. */
function redacted(call: Call): object {
  const { authorization, 'proxy-authorization': proxyAuthorization, ...headers } = call.headers;
  return {
    ...headers,
    ...(authorization !== undefined && { authorization: 'REDACTED' }),
    ...(proxyAuthorization !== undefined && { 'proxy-authorization': 'REDACTED' }),
  };
}

function requestBytes(call: Call): number {
  const lineBytes = call.method.length + call.url.length + ' HTTP/1.1\r\n\r\n'.length + 1;
  const headerBytes = call.req.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
  return lineBytes + headerBytes + Number(call.req.headers['content-length'] ?? 0);
}

function upstreamStatus(call: Call, status: number): string {
  if (call.answeredAtMs !== undefined) return String(status);
  return call.tries.map((attempt) => attempt.failedWith ?? status).join(', ');
}

/** Milliseconds: `proxy` waiting for the upstream (-1 when it was not asked), `kong` in here, `receive` for the body. */
function latencies(call: Call, endedAtMs: number): object {
  const request = endedAtMs - call.startedAtMs;
  const first = call.tries[0];
  if (!first) return { request, kong: request, proxy: -1, receive: 0 };
  const answeredAtMs = call.answeredAtMs ?? endedAtMs;
  const kong = first.startedAtMs - call.startedAtMs;
  return { request, kong, proxy: answeredAtMs - first.startedAtMs, receive: endedAtMs - answeredAtMs };
}

function triedConnection({ ip, port, startedAtMs, failedWith }: Call['tries'][number]): object {
  return {
    ip,
    port,
    balancer_start: startedAtMs,
    balancer_latency: 0,
    ...(failedWith !== undefined && { state: 'failed', code: failedWith }),
  };
}

function withoutNulls(entity: Entity): object {
  return Object.fromEntries(Object.entries(entity).filter(([, value]) => value !== null));
}
