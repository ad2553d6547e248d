import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AdminRequest } from './admin-exchange.js';
import { answerWith, type Fault } from './admin-fault.js';
import { readAdminRequest, sendAdminResponse, tooLarge } from './admin-listener.js';
import { KongAdminModel, type ModelOptions } from './kong-admin-model.js';

/** One request that the fake has seen, in order of arrival. */
export interface SeenRequest {
  method: string;
  path: string;
  body: string;
  headers: AdminRequest['headers'];
  /** The fault that struck it, if any. */
  fault?: Fault['kind'];
}

/** What arrived and what was answered since the start or the last reset. */
export interface SeenRequests {
  count: number;
  /** How many of each method. */
  methods: Record<string, number>;
  /** Of the bodies that arrived. */
  bytes: number;
  /** Of the bodies of the answers. */
  responseBytes: number;
  /** Empty when nothing is remembered. */
  log: SeenRequest[];
  reset(): void;
}

export interface FakeAdminOptions extends ModelOptions {
  /** Asked once per request: the fault that strikes it, or nothing. It may be replaced at any time as `plan`. */
  plan?: (request: AdminRequest, index: number) => Fault | undefined;
  /** False remembers no request, so that many of them do not fill the memory. Default true. */
  log?: boolean;
}

export interface FakeAdmin {
  url: string;
  model: KongAdminModel;
  requests: SeenRequests;
  plan: FakeAdminOptions['plan'];
  close(): Promise<void>;
}

/** The model behind a real loopback socket, with faults on demand. For tests. */
export async function startFakeAdmin(options: FakeAdminOptions = {}): Promise<FakeAdmin> {
  const { plan, log = true, ...modelOptions } = options;
  const model = new KongAdminModel(modelOptions);
  const server = createServer((req, res) => {
    serve(req, res).catch(() => res.destroy());
  });
  const serve = async (req: IncomingMessage, res: ServerResponse) => {
    const request = await readAdminRequest(req);
    if (request) await answer(fake, request, res, log);
    else sendAdminResponse(res, tooLarge());
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeAdmin = {
    url: `http://127.0.0.1:${port}`,
    model,
    requests: countRequests(),
    plan,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

function countRequests(): SeenRequests {
  const nothing = () => ({ count: 0, methods: {}, bytes: 0, responseBytes: 0, log: [] });
  const requests: SeenRequests = { ...nothing(), reset: () => Object.assign(requests, nothing()) };
  return requests;
}

async function answer(fake: FakeAdmin, request: AdminRequest, res: ServerResponse, log: boolean): Promise<void> {
  const { requests, model } = fake;
  const fault = fake.plan?.(request, requests.count);
  requests.count += 1;
  requests.methods[request.method] = (requests.methods[request.method] ?? 0) + 1;
  requests.bytes += Buffer.byteLength(request.body);
  if (log) requests.log.push({ ...request, fault: fault?.kind });
  const bytes = await answerWith(fault, request, res, () => model.handle(request));
  requests.responseBytes += bytes;
}
