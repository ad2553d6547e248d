import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import {
  foreignId,
  KONG_VERSION,
  PluginIndex,
  RouteIndex,
  type Entity,
  type EntityChange,
  type KongAdminModel,
} from '#kong-admin';
import { refusal, upstreamFailure, type Answer } from './answer.js';
import { newCall, scopeOf, type Call } from './call.js';
import { Forwarder, VIA } from './forward.js';
import { HttpLogQueues, type HttpLogConfig } from './http-log-queue.js';
import { logEntry } from './log-entry.js';
import { acl } from './plugins/acl.js';
import { cors } from './plugins/cors.js';
import { keyAuth } from './plugins/key-auth.js';
import { postFunction, preFunction } from './plugins/functions.js';
import { rateLimiting } from './plugins/rate-limiting.js';
import { requestTermination } from './plugins/request-termination.js';
import { transformRequest, transformResponse } from './plugins/transform-headers.js';
import { RateLimitCounters } from './rate-limit-counters.js';
import { joinUpstreamPath } from './request-path.js';

type Step = [name: string, run: (call: Call, plugin: Entity) => Answer | undefined];

/** What the gateway does with calls: find the route, run its plugins in Kong's order, forward, log. */
export class DataPlane {
  private readonly plugins = new PluginIndex();
  private routes?: RouteIndex;
  private readonly counters = new RateLimitCounters();
  private readonly logs: HttpLogQueues;
  private readonly forwarder: Forwarder;
  private readonly steps: Step[];

  constructor(
    private readonly model: KongAdminModel,
    options: { proxyPort: () => number; warn: (message: string) => void; nowMs: () => number; roll: () => number },
  ) {
    this.logs = new HttpLogQueues(options.warn);
    this.forwarder = new Forwarder(options.proxyPort);
    this.steps = [
      ['pre-function', preFunction],
      ['cors', cors],
      ['key-auth', (call, plugin) => keyAuth(call, plugin, model)],
      ['acl', (call, plugin) => acl(call, plugin, model)],
      ['rate-limiting', (call, plugin) => rateLimiting(call, plugin, this.counters, options.nowMs())],
      ['request-transformer', transformRequest],
      ['request-termination', requestTermination],
      ['post-function', (_call, plugin) => postFunction(plugin, options.nowMs(), options.roll)],
    ];
    for (const plugin of model.all('plugins')) this.plugins.put(plugin);
    model.onChange((change) => this.follow(change));
  }

  /** Answers one request; never throws. */
  handle(req: IncomingMessage, res: ServerResponse): void {
    const call = newCall(req, res);
    res.on('close', () => this.log(call));
    this.serve(call)
      .catch(() => this.answer(call, refusal(call, 500, 'An unexpected error occurred')))
      .catch(() => res.destroy());
  }

  /** Delivers the log entries that are left. */
  async close(): Promise<void> {
    await this.logs.close();
    this.forwarder.close();
  }

  private follow({ kind, before, after }: EntityChange): void {
    if (kind === 'routes' || kind === 'services') this.routes = undefined;
    if (kind !== 'plugins') return;
    if (before) this.plugins.remove(before);
    if (after) this.plugins.put(after);
  }

  private async serve(call: Call): Promise<void> {
    this.findRoute(call);
    if (!call.route) return this.answer(call, refusal(call, 404, 'no Route matched with those values'));
    for (const [name, run] of this.steps) {
      const plugin = this.plugins.find(name, scopeOf(call));
      const answer = plugin && run(call, plugin);
      if (answer) return this.answer(call, answer);
    }
    if (!call.service) return this.answer(call, refusal(call, 503, 'no Service found with those values'));
    call.upstreamPath += call.query === undefined ? '' : `?${call.query}`;
    const outcome = await this.forwarder.send(call, call.service);
    if (typeof outcome === 'number') return this.answer(call, upstreamFailure(call, outcome));
    this.relay(call, outcome);
  }

  private findRoute(call: Call): void {
    this.routes ??= new RouteIndex(this.servedRoutes());
    const match = this.routes.match(call);
    if (!match) return;
    call.route = match.route;
    call.matchedPath = match.matchedPath;
    call.service = this.serviceOf(match.route);
    const base = (call.service?.['path'] as string | null | undefined) ?? '/';
    call.upstreamPath = joinUpstreamPath(base, call.path, call.matchedPath, match.route['strip_path'] === true);
  }

  /** A route whose service is switched off is as good as absent. */
  private *servedRoutes(): Generator<Entity> {
    for (const route of this.model.all('routes')) {
      if (this.serviceOf(route)?.['enabled'] !== false) yield route;
    }
  }

  private serviceOf(route: Entity): Entity | undefined {
    const id = foreignId(route, 'service');
    return id === undefined ? undefined : this.model.get('services', id);
  }

  private relay(call: Call, upstream: IncomingMessage): void {
    call.answeredAtMs = Date.now();
    const { connection: _connection, 'keep-alive': _keepAlive, ...headers } = upstream.headers as OutgoingHttpHeaders;
    if (headers['transfer-encoding'] !== undefined) delete headers['content-length'];
    headers['via'] = VIA;
    const startedAtMs = call.tries.at(-1)?.startedAtMs ?? call.startedAtMs;
    headers['x-kong-upstream-latency'] = String(call.answeredAtMs - startedAtMs);
    headers['x-kong-proxy-latency'] = String(startedAtMs - call.startedAtMs);
    this.finishHeaders(call, headers);
    call.res.writeHead(upstream.statusCode ?? 502, headers);
    upstream.on('error', () => call.res.destroy());
    upstream.pipe(call.res);
  }

  private answer(call: Call, answer: Answer): void {
    if (call.res.headersSent || call.res.destroyed) return;
    const headers: OutgoingHttpHeaders = {
      ...answer.headers,
      'content-length': String(Buffer.byteLength(answer.body)),
      server: `kong/${KONG_VERSION}`,
      'x-kong-response-latency': String(Date.now() - call.startedAtMs),
    };
    this.finishHeaders(call, headers);
    call.res.writeHead(answer.status, headers);
    call.res.end(call.method === 'HEAD' ? undefined : answer.body);
  }

  private finishHeaders(call: Call, headers: OutgoingHttpHeaders): void {
    Object.assign(headers, call.responseHeaders);
    headers['x-kong-request-id'] = call.requestId;
    const transformer = this.plugins.find('response-transformer', scopeOf(call));
    if (transformer) transformResponse(headers, transformer);
    call.responseHeaders = headers;
  }

  /** A client that went away before the answer's end is logged with 499. */
  private log(call: Call): void {
    const plugin = this.plugins.find('http-log', scopeOf(call));
    if (!plugin) return;
    const status = call.res.writableFinished ? call.res.statusCode : 499;
    const config = plugin['config'] as unknown as HttpLogConfig;
    const droppedPaths = Object.keys(config.custom_fields_by_lua ?? {});
    this.logs.push(logEntry(call, status, call.responseHeaders, droppedPaths), config);
  }
}
