import http, { type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer as a test looks at it. */
export interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Sends one request with exactly these headers (and `Host`). */
export function send(
  base: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = http.request(base + path, { method, headers, agent: false }, (response) => {
      buffer(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: bytes.toString() }),
        reject,
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

/** Sends JSON to an Admin API and fails unless it is taken. */
export async function configure(adminUrl: string, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' };
  const { status, text } = await send(adminUrl, method, path, headers, body && JSON.stringify(body));
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

export interface TestServer {
  port: number;
  url: string;
  close(): Promise<void>;
}

/** A loopback server on a free port. */
export async function serve(listener: http.RequestListener): Promise<TestServer> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the echoing upstream tells of a request. */
export interface Echo {
  method: string;
  path: string;
  headers: [string, string][];
  body: string;
}

/** An upstream that answers with what it was asked. */
export function serveEcho(): Promise<TestServer> {
  return serve((req, res) => {
    void buffer(req).then((bytes) => {
      const headers = req.rawHeaders.flatMap((name, at): [string, string][] =>
        at % 2 === 0 ? [[name, req.rawHeaders[at + 1] as string]] : [],
      );
      const echo: Echo = { method: req.method ?? '', path: req.url ?? '', headers, body: bytes.toString() };
      res.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(echo));
    });
  });
}
