import { randomInt } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { adminListener, type KongAdminModel } from '#kong-admin';
import { DataPlane } from './data-plane.js';
import { forPrograms } from './for-programs.js';
import { loadModel, StateFile } from './state-file.js';

export interface LocalGatewayOptions {
  /** 0 takes a free port. */
  proxyPort: number;
  /** 0 takes a free port. */
  adminPort: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Where the configuration outlives a restart; without it the memory is all. */
  statePath?: string;
  /** Hears of what goes wrong beside the calls, such as a log receiver that does not answer. */
  warn?: (message: string) => void;
  /** The clock of rate limits and brown-outs, in milliseconds since 1970. */
  nowMs?: () => number;
  /** The dice of brown-outs: a whole number from 1 to 100. */
  roll?: () => number;
}

export interface LocalGateway {
  proxyUrl: string;
  adminUrl: string;
  model: KongAdminModel;
  /** Takes no more requests, lets those under way end, delivers the log entries and writes the state. */
  close(): Promise<void>;
}

/** An idle client connection is kept this long. */
const KEEP_ALIVE_MS = 60_000;

/** Calls under way may take this long when the gateway is closed. */
const DRAIN_MS = 5_000;

/** Starts the gateway: its proxy on one port, Kong's Admin API on another. For development and tests. */
export async function startLocalGateway(options: LocalGatewayOptions): Promise<LocalGateway> {
  const { host = '127.0.0.1', warn = () => undefined, nowMs = Date.now, roll = () => randomInt(1, 101) } = options;
  const model = loadModel(options.statePath);
  const stateFile = options.statePath === undefined ? undefined : new StateFile(options.statePath, model, warn);
  const dataPlane = new DataPlane(model, { warn, nowMs, roll, proxyPort: () => portOf(proxy) });
  const proxy = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (req, res) => dataPlane.handle(req, res));
  const admin = await listen(forPrograms(adminListener(model)), options.adminPort, host);
  await startListening(proxy, options.proxyPort, host).catch(async (error: unknown) => {
    await stop(admin);
    throw error;
  });
  return {
    proxyUrl: `http://${host}:${portOf(proxy)}`,
    adminUrl: `http://${host}:${portOf(admin)}`,
    model,
    close: async () => {
      await Promise.all([stop(proxy), stop(admin)]);
      await dataPlane.close();
      await stateFile?.close();
    },
  };
}

async function listen(listener: RequestListener, port: number, host: string): Promise<Server> {
  const server = createServer(listener);
  await startListening(server, port, host);
  return server;
}

function startListening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
