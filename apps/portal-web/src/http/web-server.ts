import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { PageCache } from './page-cache.js';

const requestTimeoutMs = 60_000;
const keepAliveTimeoutMs = 65_000;

/** A node:http server that lets the page cache answer first, and Fastify everything else. */
export function webServer(cache: PageCache) {
  return (handler: (request: IncomingMessage, response: ServerResponse) => void): Server =>
    createServer({ requestTimeout: requestTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs }, (request, response) => {
      if (!cache.serve(request, response)) handler(request, response);
    });
}
