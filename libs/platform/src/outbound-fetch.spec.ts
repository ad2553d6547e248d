import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { outboundFetch, type OutboundError } from './outbound-fetch.js';
import { freePort } from './ports.js';

const limits = { timeoutMs: 5_000, maxBodyBytes: 1_000 };
const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function failure(url: string, request = limits): Promise<OutboundError> {
  return outboundFetch(url, request).then(
    () => Promise.reject(new Error('answered')),
    (error: OutboundError) => error,
  );
}

describe('outboundFetch', () => {
  it('sends method, headers and body, and gives status, headers and body back', async () => {
    const url = await serve((request, response) => {
      request.on('data', (chunk) => response.writeHead(201, { 'x-method': request.method }).end(`got ${chunk}`));
    });
    const answer = await outboundFetch(url, { ...limits, method: 'PUT', body: 'this' });
    expect(answer).toMatchObject({ status: 201, body: Buffer.from('got this') });
    expect(answer.headers.get('x-method')).toBe('PUT');
  });

  it('does not follow a redirect', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.url);
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect((await outboundFetch(`${url}/here`, limits)).status).toBe(302);
    expect(seen).toEqual(['/here']);
  });

  it('ends an exchange that takes too long, also in the middle of the body', async () => {
    const silent = await serve(() => undefined);
    expect(await failure(silent, { ...limits, timeoutMs: 50 })).toMatchObject({ reason: 'timeout' });
    const slow = await serve((_request, response) => void response.write('begin'));
    expect(await failure(slow, { ...limits, timeoutMs: 50 })).toMatchObject({ reason: 'timeout' });
  });

  it('stops receiving at the bound', async () => {
    const url = await serve((_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
        response.once('drain', more);
      };
      more();
    });
    expect(await failure(url)).toMatchObject({ reason: 'too_large' });
    const exact = await serve((_request, response) => response.end('x'.repeat(1_000)));
    expect((await outboundFetch(exact, limits)).body).toHaveLength(1_000);
  });

  it('says that a server cannot be reached, without the path and the query', async () => {
    const port = await freePort();
    const error = await failure(`http://127.0.0.1:${port}/canary?token=canary`);
    expect(error).toMatchObject({
      reason: 'unreachable',
      message: `http://127.0.0.1:${port} cannot be reached: ECONNREFUSED`,
    });
  });
});
