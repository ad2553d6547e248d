import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { AdminRequest, AdminResponse } from './admin-exchange.js';
import { readAdminRequest, sendAdminResponse } from './admin-listener.js';
import { KongAdminModel, type ModelOptions } from './kong-admin-model.js';

/** What goes wrong with one request. `apply` says whether the model sees the request all the same. */
export type Fault =
  /** The answer comes late. */
  | { kind: 'delay'; delayMs: number }
  /** The request is not applied and answered with this status. */
  | { kind: 'refuse'; status: number; retryAfterSeconds?: number }
  /** The request is applied; the answer breaks off in the middle of its body. */
  | { kind: 'half-answer' }
  /** The request is applied; the line is cut without an answer. */
  | { kind: 'apply-and-cut' }
  /** The request is not applied; the line is cut without an answer. */
  | { kind: 'cut' }
  /** The request is applied; the answer is an internal error. */
  | { kind: 'apply-and-fail' };

/** One request that the fake has seen, in order of arrival. */
export interface SeenRequest {
  method: string;
  path: string;
  body: string;
  headers: AdminRequest['headers'];
  /** The fault that struck it, if any. */
  fault?: Fault['kind'];
}

export interface FakeAdminOptions extends ModelOptions {
  /** Asked once per request: the fault that strikes it, or nothing. It may be replaced at any time as `plan`. */
  plan?: (request: AdminRequest, index: number) => Fault | undefined;
}

export interface FakeAdmin {
  url: string;
  model: KongAdminModel;
  /** What arrived so far: how many requests, how many body bytes, and each of them. */
  requests: { count: number; bytes: number; log: SeenRequest[]; reset(): void };
  plan: FakeAdminOptions['plan'];
  close(): Promise<void>;
}

/** The model behind a real loopback socket, with faults on demand. For tests. */
export async function startFakeAdmin(options: FakeAdminOptions = {}): Promise<FakeAdmin> {
  const { plan, ...modelOptions } = options;
  const model = new KongAdminModel(modelOptions);
  const requests: FakeAdmin['requests'] = {
    count: 0,
    bytes: 0,
    log: [],
    reset: () => Object.assign(requests, { count: 0, bytes: 0, log: [] }),
  };
  const server = createServer((req, res) => {
    readAdminRequest(req)
      .then((request) => (request ? answer(fake, request, res) : res.destroy()))
      .catch(() => res.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeAdmin = {
    url: `http://127.0.0.1:${port}`,
    model,
    requests,
    plan,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

async function answer(fake: FakeAdmin, request: AdminRequest, res: ServerResponse): Promise<unknown> {
  const { requests, model } = fake;
  const fault = fake.plan?.(request, requests.count);
  requests.count += 1;
  requests.bytes += Buffer.byteLength(request.body);
  requests.log.push({ ...request, fault: fault?.kind });
  switch (fault?.kind) {
    case 'refuse':
      return sendAdminResponse(res, refusal(fault));
    case 'cut':
      return res.destroy();
    case 'delay':
      await wait(fault.delayMs, undefined, { ref: false });
      return sendAdminResponse(res, model.handle(request));
    case 'half-answer':
      return sendHalf(res, model.handle(request));
    case 'apply-and-cut':
      model.handle(request);
      return res.destroy();
    case 'apply-and-fail':
      model.handle(request);
      return sendAdminResponse(res, json(500, 'An unexpected error occurred'));
    default:
      return sendAdminResponse(res, model.handle(request));
  }
}

function json(status: number, message: string): AdminResponse {
  return { status, headers: { 'Content-Type': 'application/json; charset=utf-8' }, body: { message } };
}

function refusal(fault: Extract<Fault, { kind: 'refuse' }>): AdminResponse {
  const response = json(fault.status, 'An unexpected error occurred');
  if (fault.retryAfterSeconds !== undefined) response.headers['Retry-After'] = String(fault.retryAfterSeconds);
  return response;
}

function sendHalf(res: ServerResponse, response: AdminResponse): void {
  const body = Buffer.from(JSON.stringify(response.body ?? {}));
  res.writeHead(response.status, { ...response.headers, 'Content-Length': String(body.length + 1) });
  res.write(body.subarray(0, Math.ceil(body.length / 2)), () => res.destroy());
}
