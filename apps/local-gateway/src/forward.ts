import http, { type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import https from 'node:https';
import type { Entity } from '#kong-admin';
import type { Call, Try } from './call.js';

/** Headers that belong to one connection and are not handed on. */
const HOP_BY_HOP = [
  'connection',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export const VIA = '1.1 kong/3.9.3';

/** Sends calls to upstreams over kept connections. */
export class Forwarder {
  private readonly agents = {
    http: new http.Agent({ keepAlive: true, maxFreeSockets: 256 }),
    https: new https.Agent({ keepAlive: true, maxFreeSockets: 256 }),
  };

  constructor(private readonly proxyPort: () => number) {}

  /**
   * The answer of the upstream, or the status to answer with when there is none: 502 when it refuses or breaks off, 503
   * when its name is unknown, 504 when it is too slow. A call without a body is tried again up to `retries` times.
   */
  async send(call: Call, service: Entity): Promise<IncomingMessage | number> {
    const hasBody = call.req.headers['content-length'] !== undefined || 'transfer-encoding' in call.req.headers;
    const mayRetry = !hasBody && ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(call.method);
    const attempts = mayRetry ? 1 + (service['retries'] as number) : 1;
    let request: ClientRequest | undefined;
    call.res.on('close', () => request?.destroy());
    for (let left = attempts; ; left -= 1) {
      const attempt: Try = { ip: service['host'] as string, port: service['port'] as number, startedAtMs: Date.now() };
      call.tries.push(attempt);
      request = this.request(call, service);
      const outcome = await answerTo(request, hasBody ? call.req : undefined).catch(statusOf);
      if (typeof outcome !== 'number') return outcome;
      attempt.failedWith = outcome;
      if (left <= 1 || outcome === 503 || call.res.destroyed) return outcome;
    }
  }

  close(): void {
    this.agents.http.destroy();
    this.agents.https.destroy();
  }

  private request(call: Call, service: Entity): ClientRequest {
    const isHttps = service['protocol'] === 'https';
    const request = (isHttps ? https : http).request({
      agent: isHttps ? this.agents.https : this.agents.http,
      host: service['host'] as string,
      port: service['port'] as number,
      method: call.method,
      path: call.upstreamPath,
      headers: this.headersFor(call, service),
      timeout: service['read_timeout'] as number,
      rejectUnauthorized: service['tls_verify'] === true,
    });
    request.on('timeout', () => request.destroy(new UpstreamTimeout()));
    limitConnecting(request, service['connect_timeout'] as number);
    return request;
  }

  private headersFor(call: Call, service: Entity): OutgoingHttpHeaders {
    const headers: OutgoingHttpHeaders = { ...call.headers };
    for (const name of HOP_BY_HOP) delete headers[name];
    const { host = '', 'x-forwarded-for': forwardedFor } = call.req.headers;
    if (call.req.headers['transfer-encoding'] !== undefined) delete headers['content-length'];
    const defaultPort = service['protocol'] === 'https' ? 443 : 80;
    const isDefaultPort = service['port'] === defaultPort;
    const upstreamHost = `${service['host']}${isDefaultPort ? '' : `:${service['port']}`}`;
    headers['host'] = call.route?.['preserve_host'] === true ? host : upstreamHost;
    headers['via'] = VIA;
    headers['x-forwarded-for'] =
      forwardedFor === undefined ? call.clientIp : `${String(forwardedFor)}, ${call.clientIp}`;
    headers['x-forwarded-proto'] = 'http';
    headers['x-forwarded-host'] = host.replace(/:\d+$/, '');
    headers['x-forwarded-port'] = String(this.proxyPort());
    headers['x-forwarded-path'] = call.path;
    delete headers['x-forwarded-prefix'];
    if (call.route?.['strip_path'] === true && call.matchedPath !== '')
      headers['x-forwarded-prefix'] = call.matchedPath;
    headers['x-real-ip'] = call.clientIp;
    headers['x-kong-request-id'] = call.requestId;
    return headers;
  }
}

class UpstreamTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

function answerTo(request: ClientRequest, body: IncomingMessage | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', resolve);
    if (body) body.pipe(request);
    else request.end();
  });
}

function limitConnecting(request: ClientRequest, timeoutMs: number): void {
  request.on('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => request.destroy(new UpstreamTimeout()), timeoutMs);
    socket.once('connect', () => clearTimeout(timer));
    socket.once('close', () => clearTimeout(timer));
  });
}

function statusOf(error: NodeJS.ErrnoException): number {
  if (error.code === 'ETIMEDOUT') return 504;
  return error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN' ? 503 : 502;
}
