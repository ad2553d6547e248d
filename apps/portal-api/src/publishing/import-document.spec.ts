import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expectProblem, expectStatus } from '#testing';
import { addProvider, addPublished, orders, type TestProvider } from '../../test-support/catalogue.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let slug: string;
let server: Server;
let address: string;
let asked: string[] = [];
let answer: RequestListener;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  address = `http://127.0.0.1:${port}`;
  api = await startTestApp({ env: { OUTBOUND_ALLOWED: `127.0.0.1:${port}` } });
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  slug = await addPublished(api, owner, 'Orders');
});
beforeEach(() => (asked = []));
afterAll(async () => {
  server.close().closeAllConnections();
  await api.stop();
});

const importFrom = (url: string, { token }: TestUser = owner) =>
  api.http.post(`/v1/services/${slug}/versions/v1/spec/import`, { token, body: { url } });

it('takes the bytes as they come, decompressed, and remembers where they came from without the query', async () => {
  answer = (_, response) => response.setHeader('content-encoding', 'gzip').end(gzipSync(orders('Fetched')));
  const version = expectStatus(await importFrom(`${address}/v2/orders%20now.json?token=secret#x`), 200);
  expect(version.spec).toMatchObject({ title: 'Fetched', format: 'json', byteLength: orders('Fetched').length });
  expect(version.revisions[0]).toMatchObject({ fileName: 'orders now.json' });
  const revision = await api.database.prisma.specRevision.findFirst({ where: { specHash: version.spec.hash } });
  expect(revision?.sourceUrl).toBe(`${address}/v2/orders%20now.json`);
  expect(asked).toEqual(['/v2/orders%20now.json?token=secret']);
  expect(api.logs.join('')).not.toContain('token=secret');
});

it('follows a redirect, and checks where it leads', async () => {
  let location = '/there';
  answer = (request, response) =>
    request.url === '/there' ? response.end(orders('There')) : response.writeHead(302, { location }).end();
  expect(expectStatus(await importFrom(`${address}/here`), 200).spec.title).toBe('There');
  location = `${address.replace('127.0.0.1', 'localhost')}/there`;
  expectProblem(await importFrom(`${address}/here`), 422, 'spec.not_fetched');
  expect(asked).toEqual(['/here', '/there', '/here']);
});

it('calls nothing for somebody who may not change the version', async () => {
  expectProblem(await importFrom(address, stranger), 403, 'request.forbidden');
  expect(asked).toEqual([]);
});

it.each([
  'http://127.0.0.1/',
  'http://localhost:1/',
  'http://169.254.169.254/latest/meta-data',
  'http://[::ffff:7f00:1]/',
  'file:///etc/passwd',
  'gopher://specs.example/',
  'no address',
])('refuses %s', async (url) => {
  expectProblem(await importFrom(url), 422, 'spec.not_fetched');
  expect(asked).toEqual([]);
});

it('says which setting opens the way to a machine of your own', async () => {
  const problem = expectProblem(await importFrom('http://localhost:8080/openapi.yaml'), 422, 'spec.not_fetched');
  expect(problem.detail).toContain('An admin can allow it by the setting OUTBOUND_ALLOWED, as host:port.');
});

it('refuses what has no address at all, or too long a one', async () => {
  for (const url of ['', 'http://' + 'a'.repeat(2000), 7, null, ['http://a/']])
    expectProblem(await importFrom(url as string), 400, 'request.invalid');
});

it('says what came instead of a document, and never shows it', async () => {
  const words = 'secret of the inside';
  answer = (_, response) => response.writeHead(403).end(words);
  expect(expectProblem(await importFrom(address), 422, 'spec.not_fetched').detail).toContain('status 403');
  answer = (_, response) => response.end(`<p>${words}</p>`);
  const page = await importFrom(address);
  expectProblem(page, 422, 'spec.not_openapi');
  expect(JSON.stringify(page.json)).not.toContain(words);
  answer = (_, response) => response.end();
  expectProblem(await importFrom(address), 422, 'spec.not_fetched');
  answer = (request) => request.socket.destroy();
  expectProblem(await importFrom(address), 422, 'spec.not_fetched');
});

it('refuses a document that is too large, packed or not, with what is kept staying as it is', async () => {
  const before = expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1`), 200).spec.hash;
  answer = (_, response) => response.writeHead(200, { 'content-length': 100_000_000 }).flushHeaders();
  expectProblem(await importFrom(address), 413, 'spec.too_large');
  const bomb = gzipSync(Buffer.alloc(200_000_000, ' '));
  answer = (_, response) => response.setHeader('content-encoding', 'gzip').end(bomb);
  expectProblem(await importFrom(address), 413, 'spec.too_large');
  expect(expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1`), 200).spec.hash).toBe(before);
});
