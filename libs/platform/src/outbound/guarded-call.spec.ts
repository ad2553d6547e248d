import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { GuardedCall, type OutboundCall } from './guarded-call.js';

const guarded = new GuardedCall();
const MAX_BYTES = 1000;

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const send = (url: string, more: Partial<OutboundCall> = {}) =>
  guarded.send({ url, method: 'GET', headers: {}, maxBytes: MAX_BYTES, deadlineMs: 10_000, ...more });

it('sends method, headers and body as they are given', async () => {
  const url = await serve((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, headers } = request;
      response.end(JSON.stringify({ method, type: headers['content-type'], body: Buffer.concat(chunks).toString() }));
    });
  });
  const { body } = await send(url, { method: 'PATCH', headers: { 'Content-Type': 'text/x' }, body: Buffer.from('ü') });
  expect(JSON.parse(body.toString())).toEqual({ method: 'PATCH', type: 'text/x', body: 'ü' });
});

it('hands a redirect over instead of following it', async () => {
  const url = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/elsewhere' }).end('there');
  });
  const answer = await send(url);
  expect(answer).toMatchObject({ status: 302, statusText: 'Found', isCut: false });
  expect(answer.headers).toContainEqual({ name: 'location', value: 'http://127.0.0.1:1/elsewhere' });
});

it.each([
  ['plain', (text: string) => Buffer.from(text), {}],
  ['compressed', (text: string) => gzipSync(text), { 'content-encoding': 'gzip' }],
])('gives the first bytes of a body that is too long and says so: %s', async (_name, encode, headers) => {
  const url = await serve((_request, response) => {
    response.writeHead(200, headers).end(encode('x'.repeat(MAX_BYTES + 1)));
  });
  const answer = await send(url);
  expect(answer).toMatchObject({ isCut: true, body: Buffer.from('x'.repeat(MAX_BYTES)) });
});

it('gives a body that is just as long as it may be whole', async () => {
  const url = await serve((_request, response) => response.end('x'.repeat(MAX_BYTES)));
  const answer = await send(url);
  expect(answer).toMatchObject({ isCut: false, body: Buffer.from('x'.repeat(MAX_BYTES)) });
});

it.each([
  ['HEAD', 200],
  ['GET', 204],
  ['GET', 304],
])('reads no body where there is none: %s %i', async (method, status) => {
  const url = await serve((_request, response) => response.writeHead(status, { 'content-encoding': 'gzip' }).end());
  expect(await send(url, { method })).toMatchObject({ status, body: Buffer.alloc(0) });
});

it('gives up an answer that does not come in time', async () => {
  const url = await serve((_request, response) => response.write('beginning'));
  await expect(send(url, { deadlineMs: 50 })).rejects.toMatchObject({ code: 'outbound.too_slow' });
});

it('does not wait for ever for the answer of a server that changes the protocol', async () => {
  const url = await serve((request) => {
    request.socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  });
  await expect(send(url)).rejects.toMatchObject({ code: 'outbound.answer_unreadable' });
});

it.each(['http://169.254.169.254/', 'http://127.0.0.1:6379/', 'file:///etc/passwd'])('calls no %s', async (url) => {
  await expect(send(url)).rejects.toMatchObject({ code: 'outbound.address_refused' });
});
