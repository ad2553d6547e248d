import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { KONG_VERSION, type KongAdminModel } from './kong-admin-model.js';
import { answerCall } from './node-call.js';
import { NodeView, type NodeLag } from './node-view.js';

export interface FakeNodeOptions {
  /** What the Admin API of this node's Kong holds. Several nodes may share one. */
  model: KongAdminModel;
  /** Default: sees everything at once. */
  lag?: Partial<NodeLag>;
  /** The clock of the lag, in milliseconds. */
  nowMs?: () => number;
}

export interface FakeNode {
  /** The proxy address. */
  url: string;
  lag: NodeLag;
  /** How many calls were answered. */
  calls: number;
  /** While it is true every connection is reset. */
  away: boolean;
  /** Everything that changed so far takes effect now, whatever the lag. */
  propagate(): void;
  close(): Promise<void>;
}

/**
 * One proxy node of a Kong on a real loopback socket. It answers calls as Kong's data plane would for the routes, keys,
 * groups and terminations in the model, as late as its lag says; what would reach an upstream is answered with 200 and
 * the names of route, service and consumer. For tests.
 */
export async function startFakeNode({ model, lag = {}, nowMs = Date.now }: FakeNodeOptions): Promise<FakeNode> {
  const nodeLag: NodeLag = { credentialsMs: 0, routesMs: 0, cachedMisses: true, ...lag };
  const view = new NodeView(model, nodeLag, nowMs);
  let isAway = false;
  const server = createServer((req, res) => {
    node.calls += 1;
    answer(view, req, res);
  });
  server.on('connection', (socket) => isAway && socket.resetAndDestroy());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const node: FakeNode = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lag: nodeLag,
    calls: 0,
    get away() {
      return isAway;
    },
    set away(isAwayNow) {
      isAway = isAwayNow;
      if (isAway) server.closeAllConnections();
    },
    propagate: () => view.propagate(),
    close: () =>
      new Promise((resolve) => {
        view.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return node;
}

function answer(view: NodeView, req: IncomingMessage, res: ServerResponse): void {
  view.catchUp();
  const path = (req.url ?? '/').split('?')[0] as string;
  const host = (req.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
  const { status, headers, body } = answerCall(view, { method: req.method ?? 'GET', path, host, headers: req.headers });
  const length = String(Buffer.byteLength(body));
  res.writeHead(status, { ...headers, 'Content-Length': length, Server: `kong/${KONG_VERSION}` });
  res.end(req.method === 'HEAD' ? undefined : body);
  req.resume();
}
