import { connect } from 'node:net';
import { once } from 'node:events';
import { expectProblem, expectStatus } from '#testing';
import { MAX_BODY_VALUES } from './body-limits.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

let api: TestApp;
let user: TestUser;
beforeAll(async () => {
  api = await startTestApp();
  user = await api.addUser('edge');
});
afterAll(() => api.stop());

describe('errors', () => {
  it('answers an unknown route with a problem document', async () => {
    const problem = expectProblem(await api.http.get('/v1/nothing'), 404, 'request.not_found');
    expect(problem).toEqual({
      type: 'urn:gatehouse:problem:request.not_found',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this address.',
      code: 'request.not_found',
      requestId: expect.any(String),
    });
  });

  it.each(['/', '/v1', '/nothing/at/all', '/v1/users/../../x', `/v1/teams/${'x'.repeat(101)}`])(
    'answers %s as unknown',
    async (path) => {
      expectProblem(await api.http.get(path), 404, 'request.not_found');
    },
  );

  it('answers a method that a route does not have as unknown', async () => {
    expectProblem(await api.http.delete('/v1/me', { token: user.token }), 404, 'request.not_found');
    expectProblem(await api.http.call('PROPFIND', '/v1/me'), 404, 'request.not_found');
  });

  it('refuses an address that cannot be decoded', async () => {
    const answer = await api.http.get('/v1/teams/%E0%A4%A');
    const { requestId } = expectProblem(answer, 400, 'request.invalid');
    expect(answer.headers.get('x-request-id')).toBe(requestId);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses a NUL in an address', async () => {
    expectProblem(await api.http.get('/v1/teams/%00', { token: user.token }), 400, 'request.invalid');
  });

  const json = { 'content-type': 'application/json' };
  it.each([
    ['no JSON', json, '{"email":'],
    ['another content type', { 'content-type': 'text/plain' }, '{}'],
    ['no content type', {}, new Uint8Array([123, 125])],
    ['a prototype key', json, '{"__proto__":{"email":"a"}}'],
    ['a NUL in a text', json, '{"email":"a\\u0000b","password":"x"}'],
    ['half a character in a text', json, '{"email":"a\\ud800b","password":"x"}'],
    ['nesting of 100,000', json, '['.repeat(100_000) + ']'.repeat(100_000)],
    ['an array', json, '[]'],
    ['null', json, 'null'],
    ['a text', json, '"x"'],
    ['no body', json, ''],
  ])('refuses a body with %s', async (_, headers: Record<string, string>, body) => {
    expectProblem(await api.http.post('/v1/sessions', { headers, body }), 400, 'request.invalid');
  });

  it('names every wrong field, and refuses what it does not know', async () => {
    const body = { email: 'nobody', displayName: '', password: 'short', platformRole: 'admin' };
    const problem = expectProblem(await api.http.post('/v1/users', { body }), 400, 'request.invalid');
    expect(problem.errors.map(({ field }: { field: string }) => field).sort()).toEqual([
      'displayName',
      'email',
      'password',
      'platformRole',
    ]);
    expect(problem.errors).toContainEqual({ field: 'platformRole', message: 'is not known here' });
  });

  it('refuses a body of more than 1 MiB by its length, without reading it', async () => {
    const { port } = new URL(api.http.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1048577\r\n\r\n',
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
    expect(answer.toString()).toContain('"code":"request.too_large"');
  });

  it('refuses a body of very many values before it checks each of them', async () => {
    const many = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`k${n}`, 1]));
    const body = { email: 'a', password: 'b', ...many };
    expectProblem(await api.http.post('/v1/sessions', { body }), 413, 'request.too_large');
    const list = Array.from({ length: MAX_BODY_VALUES - 5 }, () => 'a');
    expectProblem(
      await api.http.post('/v1/sessions', { body: { email: list, password: 'b' } }),
      400,
      'request.invalid',
    );
  });

  it('refuses a body that grows beyond 1 MiB without having said so', async () => {
    const { port } = new URL(api.http.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write('POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
    socket.write('Transfer-Encoding: chunked\r\n\r\n');
    socket.write(`${(1_048_577).toString(16)}\r\n${'x'.repeat(1_048_577)}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
  });

  it.each(['garbage', 'GET / HTTP/9.9'])('answers %s that is no HTTP and goes on', async (line) => {
    const { port } = new URL(api.http.baseUrl);
    const socket = connect(Number(port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`${line}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    expect(answer.toString()).toMatch(/^HTTP\/1.1 (400|505) /);
    expectStatus(await api.http.get('/healthz'), 200);
  });
});

describe('headers', () => {
  it.each(['/v1/me', '/v1/nothing', '/healthz'])('of %s protect the answer', async (path) => {
    const { headers } = await api.http.get(path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('name each request, in the header as in the problem', async () => {
    const answer = await api.http.get('/v1/nothing', { headers: { 'x-request-id': 'chosen by a stranger' } });
    expect(answer.headers.get('x-request-id')).toBe(answer.json.requestId);
    expect(answer.json.requestId).toMatch(/^[0-9a-f-]{36}$/);
    const again = await api.http.get('/v1/nothing');
    expect(again.json.requestId).not.toBe(answer.json.requestId);
  });

  it('let no other site read the answer', async () => {
    const { headers } = await api.http.get('/v1/me', { headers: { origin: 'https://evil.example' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the log', () => {
  it('has one line for a request, without its query and its token', async () => {
    const answer = await api.http.get('/v1/teams?cursor=canary-in-query', { token: user.token });
    const lines = api.logs.filter((line) => line.includes(answer.headers.get('x-request-id')!));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ method: 'GET', path: '/v1/teams', status: 400, ip: '127.0.0.1' }),
    ]);
    expect(api.logs.join('')).not.toContain('canary-in-query');
    expect(api.logs.join('')).not.toContain(user.token);
  });

  it('never holds a password', async () => {
    const body = { email: 'log@example.com', displayName: 'Log', password: 'canary password 93' };
    await api.http.post('/v1/users', { body });
    await api.http.post('/v1/sessions', { body: { email: body.email, password: body.password } });
    expect(api.logs.join('')).not.toContain(body.password);
  });
});
