import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConsoleAnswerDto, ConsoleCallRequest, ConsoleSessionDto } from '#contract';
import { keyDigests } from '#domain';
import { expectProblem, expectStatus, type HttpAnswer } from '#testing';
import { addGateway, addOfferedService, type OfferedService } from '../../test-support/offered-service.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';
import { MAX_ANSWER_BYTES } from './call-gateway.js';
import { MAX_SENT_BYTES } from './gateway-request.js';
import { MAX_CONSOLE_KEYS } from './start-session.js';

const KEY = /gh[a-z][0-9A-Za-z]{46}/;
const PNG = Buffer.from('89504e470d0a1a0a00ff', 'hex');

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

let api: TestApp;
let orders: OfferedService;
let dana: TestUser;
let stranger: TestUser;
let application: string;
let gateway: Server;
let elsewhere: Server;
let seen: Seen[];
let strayed: number;

beforeAll(async () => {
  api = await startTestApp();
  orders = await addOfferedService(api, 'orders');
  dana = await api.addUser('dana');
  stranger = await api.addUser('stranger');
  application = await newApplication('Till');
  await subscribe(application);
  elsewhere = await listening((_request, response) => {
    strayed += 1;
    response.end('elsewhere');
  });
  gateway = await listening(answer);
  await api.database.prisma.gateway.update({ where: { id: orders.gatewayId }, data: { proxyUrl: urlOf(gateway) } });
  for (const method of ['POST', 'PUT'])
    await api.database.prisma.operation.create({
      data: {
        versionId: orders.versionId,
        position: method === 'POST' ? 10 : 11,
        since: 1,
        method,
        path: '/orders',
        definition: { parameters: [], requestBody: null, responses: [], security: [], servers: [] },
        digest: '',
      },
    });
});
beforeEach(() => {
  seen = [];
  strayed = 0;
});
afterAll(async () => {
  for (const server of [gateway, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
  await api.stop();
});

async function listening(listener: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Stands for the gateway and what is behind it; `q` says how to answer. */
function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    seen.push({ method, url, headers, body: Buffer.concat(chunks) });
    const how = new URL(url, 'http://gateway').searchParams.get('q');
    if (how === 'redirect') return response.writeHead(302, { location: `${urlOf(elsewhere)}/` }).end();
    if (how === 'huge') return response.end(Buffer.alloc(MAX_ANSWER_BYTES + 1, 'x'));
    if (how === 'png') return response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    if (how === 'broken') return response.destroy();
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'ratelimit-limit': '5',
      'ratelimit-remaining': '4',
      'ratelimit-reset': '37',
      'x-ratelimit-limit-minute': '5',
      'x-ratelimit-remaining-minute': '4',
      'x-echo': headers['apikey'] ?? '',
    });
    return response.end(JSON.stringify({ url, headers }));
  });
}

const post = (user: TestUser, path: string, body: object) => api.http.post(path, { token: user.token, body });

async function newApplication(name: string, user = dana): Promise<string> {
  return expectStatus(await post(user, '/v1/applications', { name }), 201).id;
}

async function subscribe(applicationId: string, plan = 'free'): Promise<void> {
  expectStatus(await post(dana, `/v1/applications/${applicationId}/subscriptions`, { service: 'orders', plan }), 201);
}

const place = () => ({ applicationId: application, environment: 'live', service: 'orders', version: 'v1' });
const start = (more: object = {}, user = dana) => post(user, '/v1/console/sessions', { ...place(), ...more });

/** A session whose key the gateway has, as far as the database knows. */
async function session(): Promise<ConsoleSessionDto> {
  const started: ConsoleSessionDto = expectStatus(await start(), 201);
  await confirm(started.id);
  return started;
}

async function confirm(credentialId: string): Promise<void> {
  const ids = { credentialId, gatewayId: orders.gatewayId };
  await api.database.prisma.credentialConfirmation.create({
    data: { ...ids, takenAt: new Date(), liveAt: new Date() },
  });
}

type Typed = Partial<Omit<ConsoleCallRequest, 'token'>>;

function send({ id, token }: ConsoleSessionDto, typed: Typed = {}, user = dana): Promise<HttpAnswer> {
  const operation = { service: 'orders', version: 'v1', method: 'GET', path: '/orders', parameters: [] };
  return post(user, `/v1/console/sessions/${id}/calls`, { token, ...operation, ...typed });
}

async function sent(typed: Typed): Promise<ConsoleAnswerDto> {
  return expectStatus(await send(await session(), typed), 200);
}

const header = (name: string, value: string) => ({ in: 'header' as const, name, value });
const query = (name: string, value: string) => ({ in: 'query' as const, name, value });

describe('a session of the console', () => {
  it('has a key of its own for fifteen minutes, which nobody is shown', async () => {
    const started = await start();
    expect(started.text).not.toMatch(KEY);
    const { id, expiresAt } = expectStatus(started, 201);
    const row = await api.database.prisma.credential.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ purpose: 'console', applicationId: application, createdBy: dana.id, revokedAt: null });
    expect(row.expiresAt!.getTime() - row.createdAt.getTime()).toBe(15 * 60_000);
    expect(expiresAt).toBe(row.expiresAt!.toISOString());
    const audit = await api.database.prisma.auditEntry.findMany({ where: { subjectId: id } });
    expect(audit).toMatchObject([{ action: 'credential.issued', actorId: dana.id, after: { name: 'Console' } }]);
  });

  it('shows no key among those of the application, and leaves it all its own', async () => {
    await start();
    const { items } = expectStatus(
      await api.http.get(`/v1/applications/${application}/credentials`, { token: dana.token }),
      200,
    );
    expect(items).toEqual([]);
  });

  it(`keeps at most ${MAX_CONSOLE_KEYS} keys of a person and an application: the oldest makes room`, async () => {
    const own = await newApplication('Limited');
    await subscribe(own);
    const ids: string[] = [];
    for (let count = 0; count <= MAX_CONSOLE_KEYS; count++)
      ids.push(expectStatus(await start({ applicationId: own }), 201).id);
    const active = await api.database.prisma.credential.findMany({
      where: { applicationId: own, revokedAt: null },
      orderBy: { id: 'asc' },
    });
    expect(active.map(({ id }) => id)).toEqual(ids.slice(1));
  });

  it('is nothing for an application of others, and needs a role that may issue keys', async () => {
    expectProblem(await start({}, stranger), 404, 'request.not_found');
    const viewer = await api.addUser('viewer');
    const data = { teamId: dana.personalTeamId, userId: viewer.id, role: 'viewer' as const };
    await api.database.prisma.membership.create({ data });
    expectProblem(await start({}, viewer), 403, 'request.forbidden');
  });

  it('says what is missing: a subscription, its approval, a gateway', async () => {
    const own = await newApplication('Without');
    expect(expectProblem(await start({ applicationId: own }), 409, 'console.not_subscribed').detail).toContain(
      'Get a key',
    );
    await subscribe(own, 'gold');
    expect(expectProblem(await start({ applicationId: own }), 409, 'console.not_subscribed').detail).toContain(
      'waits for approval',
    );
    await addGateway(api, 'test-gateway', 'test');
    expect(expectProblem(await start({ environment: 'test' }), 409, 'console.not_deployed').detail).toContain(
      'Choose another environment',
    );
    expectProblem(await start({ environment: 'mars' }), 400, 'request.invalid');
    expectProblem(await start({ version: 'v9' }), 404, 'request.not_found');
  });

  it('ends when it is said to: the key is revoked, audited and of no more use', async () => {
    const started = await session();
    const end = () => api.http.call('DELETE', `/v1/console/sessions/${started.id}`, { token: dana.token });
    expectProblem(
      await api.http.call('DELETE', `/v1/console/sessions/${started.id}`, { token: stranger.token }),
      404,
      'request.not_found',
    );
    expectStatus(await end(), 204);
    expectStatus(await end(), 204);
    const row = await api.database.prisma.credential.findUniqueOrThrow({ where: { id: started.id } });
    expect(row.revokedAt).not.toBeNull();
    const audit = await api.database.prisma.auditEntry.findMany({ where: { subjectId: started.id } });
    expect(audit.map(({ action }) => action)).toEqual(['credential.issued', 'credential.revoked']);
    expectProblem(await send(started), 409, 'console.session_ended');
    expect(seen).toEqual([]);
  });

  it('is of no use to anybody else, nor with the token of another one', async () => {
    const [one, other] = [await session(), await session()];
    expectProblem(await send(one, {}, stranger), 404, 'request.not_found');
    expectProblem(await send({ ...one, token: other.token }), 404, 'request.not_found');
    expectProblem(await send({ ...one, token: `${one.token.slice(0, -4)}AAAA` }), 404, 'request.not_found');
    expect(seen).toEqual([]);
  });
});

describe('a call', () => {
  it('goes to the gateway of the version with the key, and tells status, limits, time and size', async () => {
    const started = await session();
    const answered = await send(started, {
      path: '/orders/{id}',
      parameters: [{ in: 'path', name: 'id', value: 'a/b ü' }, query('q', 'x&y'), header('X-Trace', 't1')],
    });
    const { status, limits, body, headers, request, byteLength }: ConsoleAnswerDto = expectStatus(answered, 200);
    expect(status).toBe(200);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'GET', url: '/orders/v1/orders/a%2Fb%20%C3%BC?q=x%26y' });
    const { sha256 } = await api.database.prisma.credential.findUniqueOrThrow({ where: { id: started.id } });
    expect(keyDigests(String(seen[0]!.headers['apikey'])).sha256).toBe(sha256);
    expect(seen[0]!.headers['x-trace']).toBe('t1');
    expect(limits).toEqual([{ window: 'minute', limit: 5, remaining: 4, resetSeconds: 37 }]);
    expect(body).toMatchObject({ kind: 'text', mediaType: 'application/json' });
    expect(byteLength).toBe(body.text!.length);
    expect(headers).toContainEqual({ name: 'x-echo', value: 'YOUR_KEY' });
    expect(request).toMatchObject({
      method: 'GET',
      url: `${urlOf(gateway)}/orders/v1/orders/a%2Fb%20%C3%BC?q=x%26y`,
      headers: [
        { name: 'apikey', value: 'YOUR_KEY' },
        { name: 'X-Trace', value: 't1' },
      ],
    });
    expect(answered.text).not.toMatch(KEY);
    expect(answered.headers.get('cache-control')).toBe('no-store');
  });

  it('waits for the gateway to have the key', async () => {
    const started: ConsoleSessionDto = expectStatus(await start(), 201);
    const answered = send(started);
    await confirm(started.id);
    expectStatus(await answered, 200);
    expect(seen).toHaveLength(1);
  });

  it('shows a redirect and does not follow it', async () => {
    const { status, headers } = await sent({ parameters: [query('q', 'redirect')] });
    expect(status).toBe(302);
    expect(headers).toContainEqual({ name: 'location', value: `${urlOf(elsewhere)}/` });
    expect(strayed).toBe(0);
  });

  it('shows the beginning of a huge answer and says so', async () => {
    const { truncated, byteLength } = await sent({ parameters: [query('q', 'huge')] });
    expect({ truncated, byteLength }).toEqual({ truncated: true, byteLength: MAX_ANSWER_BYTES });
  });

  it('gives a binary answer byte for byte', async () => {
    const { body } = await sent({ parameters: [query('q', 'png')] });
    expect(body).toEqual({ kind: 'binary', mediaType: 'image/png', text: null, base64: PNG.toString('base64') });
  });

  it('tells that nothing came back', async () => {
    expectProblem(await send(await session(), { parameters: [query('q', 'broken')] }), 502, 'console.no_answer');
  });

  it('sends JSON as it was typed, and a file with its name among the parts of a form', async () => {
    const started = await session();
    const body = { mediaType: 'application/json', text: '{ "a": 1 }' };
    expectStatus(await send(started, { method: 'POST', body }), 200);
    expect(seen[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(seen[0]!.body.toString()).toBe('{ "a": 1 }');
    const file = { name: 'file', fileName: 'a"b.png', mediaType: 'image/png', base64: PNG.toString('base64') };
    const parts = [{ name: 'title', value: 'ü' }, file];
    expectStatus(await send(started, { method: 'POST', body: { mediaType: 'multipart/form-data', parts } }), 200);
    const form = await new Response(new Uint8Array(seen[1]!.body), {
      headers: { 'content-type': String(seen[1]!.headers['content-type']) },
    }).formData();
    expect(form.get('title')).toBe('ü');
    const taken = form.get('file') as File;
    expect(taken.type).toBe('image/png');
    expect(Buffer.from(await taken.arrayBuffer())).toEqual(PNG);
    const raw = { mediaType: 'application/octet-stream', base64: PNG.toString('base64') };
    expectStatus(await send(started, { method: 'PUT', body: raw }), 200);
    expect(seen[2]!.body).toEqual(PNG);
  });

  it('takes 5 MiB and no more', async () => {
    const started = await session();
    const body = (bytes: number) => ({
      mediaType: 'application/octet-stream',
      base64: Buffer.alloc(bytes).toString('base64'),
    });
    expectStatus(await send(started, { method: 'PUT', body: body(MAX_SENT_BYTES) }), 200);
    expect(seen[0]!.body.byteLength).toBe(MAX_SENT_BYTES);
    expectProblem(await send(started, { method: 'PUT', body: body(MAX_SENT_BYTES + 1) }), 413, 'request.too_large');
    expect(seen).toHaveLength(1);
  });

  it.each([
    ['another host', [header('Host', 'evil.example')], 'header.Host'],
    ['the key', [header('APIKey', 'mine')], 'header.APIKey'],
    ['a connection header', [header('Connection', 'close')], 'header.Connection'],
    ['another framing', [header('Transfer-Encoding', 'chunked')], 'header.Transfer-Encoding'],
    ['an address to be believed', [header('X-Forwarded-For', '10.0.0.1')], 'header.X-Forwarded-For'],
    ['a line break in a value', [header('X-Trace', 'a\r\nHost: evil')], 'header.X-Trace'],
    ['a line break in a name', [header('X: y\r\nHost', 'evil')], 'header.X: y\r\nHost'],
    ['a cookie that is another', [{ in: 'cookie' as const, name: 'a=b; c', value: 'd' }], 'cookie.a=b; c'],
  ])('refuses %s', async (_name, parameters, field) => {
    const problem = expectProblem(await send(await session(), { parameters }), 400, 'request.invalid');
    expect(problem.errors).toMatchObject([{ field }]);
    expect(seen).toEqual([]);
  });

  it.each(['', '.', '..'])('refuses %j in the path, which would lead elsewhere', async (value) => {
    const typed = { path: '/orders/{id}', parameters: [{ in: 'path' as const, name: 'id', value }] };
    const problem = expectProblem(await send(await session(), typed), 400, 'request.invalid');
    expect(problem.errors).toMatchObject([{ field: 'path.id' }]);
    expect(seen).toEqual([]);
  });

  it('stays at the gateway, whatever is typed into the path', async () => {
    for (const value of ['@evil.example/', '//evil.example', '\\evil.example', '?x', '#x', '%2e%2e', 'x/../../..']) {
      const { request } = await sent({
        path: '/orders/{id}',
        parameters: [{ in: 'path', name: 'id', value }],
      });
      expect(request.url).toBe(`${urlOf(gateway)}/orders/v1/orders/${encodeURIComponent(value)}`);
    }
  });

  it('knows no operation but those of the version', async () => {
    expectProblem(await send(await session(), { method: 'DELETE' }), 404, 'request.not_found');
    expectProblem(await send(await session(), { path: '/admin' }), 404, 'request.not_found');
    expect(seen).toEqual([]);
  });
});

describe('the history', () => {
  const history = async (user = dana, filter = '') =>
    expectStatus(await api.http.get(`/v1/console/history${filter}`, { token: user.token }), 200).items;

  it('keeps what was typed without secrets, for this person alone, until it is deleted', async () => {
    await api.http.call('DELETE', '/v1/console/history', { token: dana.token });
    const body = { mediaType: 'application/json', text: '{"user":{"password":"hush","name":"Ada"}}' };
    const cookie = { in: 'cookie' as const, name: 'sid', value: 'hush' };
    const parameters = [header('Authorization', 'Bearer hush-hush'), header('X-Trace', 't1'), cookie];
    const { historyId } = await sent({ method: 'POST', parameters, body });
    await sent({});
    const items = await history(dana, '?method=POST&path=/orders&service=orders&version=v1');
    expect(items).toMatchObject([
      {
        id: historyId,
        status: 200,
        environment: 'live',
        typed: {
          parameters: [
            { name: 'Authorization', value: '[masked]' },
            { name: 'X-Trace', value: 't1' },
            { name: 'sid', value: '[masked]' },
          ],
          mediaType: 'application/json',
        },
      },
    ]);
    expect(JSON.parse(items[0].typed.text)).toEqual({ user: { password: '[masked]', name: 'Ada' } });
    expect(JSON.stringify(await history())).not.toMatch(/hush|gh[a-z][0-9A-Za-z]{46}/);
    expect(await history(stranger)).toEqual([]);
    const forget = (user: TestUser) =>
      api.http.call('DELETE', `/v1/console/history/${historyId}`, { token: user.token });
    expectProblem(await forget(stranger), 404, 'request.not_found');
    expectStatus(await forget(dana), 204);
    expect(await history()).toHaveLength(1);
  });
});

it('tells with which applications and where a version can be tried', async () => {
  const { applications, environments, keyHeader } = expectStatus(
    await api.http.get('/v1/console?service=orders&version=v1', { token: dana.token }),
    200,
  );
  expect(applications[0]).toMatchObject({ subscription: 'active' });
  expect(applications).toContainEqual(expect.objectContaining({ name: 'Without', subscription: 'pending' }));
  expect(environments).toEqual([{ slug: 'live', name: 'Live', callUrl: `${urlOf(gateway)}/orders/v1` }]);
  expect(keyHeader).toBe('apikey');
});

it('writes no key and no token to the log', () => {
  expect(api.logs.join('\n')).not.toMatch(KEY);
  expect(api.logs.join('\n')).not.toContain('hush');
});
