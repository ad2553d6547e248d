import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expectProblem, expectStatus, HttpHarness } from './http-harness.js';

let server: Server;
let http: HttpHarness;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/problem') {
      response.writeHead(409, { 'content-type': 'application/problem+json' });
      return response.end('{"status":409,"code":"version.not_draft"}');
    }
    if (request.url === '/moved') return response.writeHead(303, { location: '/' }).end();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { authorization, 'content-type': type, 'x-extra': extra } = request.headers;
      const body = Buffer.concat(chunks).toString();
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ method: request.method, authorization, type, extra, body }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  http = new HttpHarness(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('HttpHarness', () => {
  it('sends a body as JSON, a token and headers', async () => {
    const answer = await http.post('/', { body: { a: 1 }, token: 't', headers: { 'x-extra': 'x' } });
    const sent = { method: 'POST', authorization: 'Bearer t', type: 'application/json', extra: 'x', body: '{"a":1}' };
    expect(expectStatus(answer, 200)).toEqual(sent);
  });

  it('sends a text as it is', async () => {
    const { json } = await http.put('/', { body: 'openapi: 3.1.0', headers: { 'content-type': 'application/yaml' } });
    expect(json).toMatchObject({ method: 'PUT', type: 'application/yaml', body: 'openapi: 3.1.0' });
  });

  it('shows a redirect instead of following it', async () => {
    expect((await http.get('/moved')).headers.get('location')).toBe('/');
  });
});

describe('expectations', () => {
  it('pass and give the document', async () => {
    expect(expectProblem(await http.get('/problem'), 409, 'version.not_draft')).toMatchObject({ status: 409 });
  });

  it('fail with what was answered', async () => {
    const [fine, problem] = [await http.get('/'), await http.get('/problem')];
    expect(() => expectStatus(fine, 201)).toThrow(/Expected 201, got 200: \{"method":"GET"/);
    expect(() => expectProblem(fine, 200, 'x')).toThrow(/Expected a problem document, got 200 application\/json/);
    expect(() => expectProblem(problem, 400, 'version.not_draft')).toThrow(/Expected 400, got 409/);
    expect(() => expectProblem(problem, 409, 'plan.slug_taken')).toThrow(
      /Expected the code plan.slug_taken, got version.not_draft/,
    );
  });
});
