import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ConsoleAnswerDto, ConsoleStartDto } from '#contract';
import { createLogger, Secret } from '#platform';
import { createApp } from '../../create-app.js';
import { operation } from '../../samples/reference.dto.js';

const publicPortalUrl = 'https://portal.example.com';
const PAGE = '/services/orders/v2/console/post/files';
const PNG = Buffer.from('89504e470d0a1a0a00ff', 'hex');
const far = '2099-01-01T00:00:00Z';
const session = {
  ...{ accessToken: 'access', accessTokenExpiresAt: far, refreshToken: 'refresh', refreshTokenExpiresAt: far },
  user: { id: 'u', email: 'dana@example.com', displayName: 'Dana', platformRole: 'member' },
};
const start: ConsoleStartDto = {
  applications: [{ id: 'a1', name: 'Till', subscription: 'active' }],
  environments: [{ slug: 'live', name: 'Live', callUrl: 'https://api.example.com' }],
  keyHeader: 'apikey',
};
const schema = {
  type: 'object',
  properties: { title: { type: 'string' }, file: { type: 'string', format: 'binary' } },
};
const files = {
  ...operation,
  ...{ method: 'POST', path: '/files' },
  definition: {
    ...operation.definition,
    parameters: [],
    requestBody: {
      ...{ description: '', required: true },
      contents: [{ mediaType: 'multipart/form-data', schema, samples: [] }],
    },
  },
};
const answer: ConsoleAnswerDto = {
  ...{ status: 200, statusText: 'OK', headers: [], timeMs: 5, requestBytes: 10, byteLength: 10, truncated: false },
  body: { kind: 'binary', mediaType: 'image/png', text: null, base64: PNG.toString('base64') },
  limits: [],
  request: { method: 'POST', url: 'https://api.example.com/files', headers: [], body: null, parts: [] },
  ...{ curl: 'curl', historyId: 'h1' },
};

let api: Server;
let app: NestFastifyApplication;
let address: string;
let cookie: string;
let asked: { route: string; body: Record<string, unknown> }[];
/** How calls are refused, one after the other; then they are answered. */
let refusals: [number, object][];
let sessions: number;

beforeAll(async () => {
  api = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const [path = ''] = (request.url ?? '').split('?');
      const [status, found] = answerTo(`${request.method} ${path}`, body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(found));
    });
  });
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const publicApiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
  const masterSecret = new Secret('a-master-secret-of-the-spec-0123456789abcdef');
  const config = { masterSecret, publicPortalUrl, publicApiUrl, trustProxy: false as const };
  app = await createApp(config, createLogger('spec', 'silent'));
  await app.listen(0, '127.0.0.1');
  address = await app.getUrl();
});
beforeEach(async () => {
  [asked, refusals, sessions] = [[], [], 0];
  cookie = await signedIn();
});
afterAll(async () => {
  await app.close();
  api.close();
});

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function answerTo(route: string, body: Record<string, unknown>): [number, object] {
  if (route.startsWith('POST /v1/console') || route.startsWith('DELETE')) asked.push({ route, body });
  if (route === 'POST /v1/sessions') return [201, session];
  if (route === 'GET /v1/services/orders/versions/v2/reference/operation') return [200, files];
  if (route === 'GET /v1/console') return [200, start];
  if (route === 'GET /v1/console/history') return [200, { items: [] }];
  if (route === 'POST /v1/console/sessions') {
    sessions += 1;
    return [201, { id: `s${sessions}`, token: `sealed${sessions}`, expiresAt: far }];
  }
  if (/^POST \/v1\/console\/sessions\/s\d\/calls$/.test(route)) return refusals.shift() ?? [200, answer];
  if (route.startsWith('DELETE /v1/console/sessions/')) return [204, {}];
  return [404, { detail: 'Nothing here.' }];
}

const nameAndValue = (written = '') => written.split(';', 1)[0]!;

async function signedIn(): Promise<string> {
  const page = await fetch(`${address}/sign-in`);
  const form = nameAndValue(page.headers.getSetCookie()[0]);
  const body = new URLSearchParams({ email: 'dana@example.com', password: 'x', _csrf: csrfOf(await page.text()) });
  const headers = { cookie: form, origin: publicPortalUrl };
  const done = await fetch(`${address}/sign-in`, { method: 'POST', redirect: 'manual', headers, body });
  return nameAndValue(done.headers.getSetCookie().find((written) => written.startsWith('__Host-gatehouse=')));
}

const csrfOf = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function open(): Promise<string> {
  return (await fetch(`${address}${PAGE}`, { headers: { cookie } })).text();
}

async function send(fields: Record<string, string | Blob>, path = PAGE): Promise<{ status: number; html: string }> {
  const body = new FormData();
  body.set('_csrf', csrfOf(await open()));
  for (const [name, value] of Object.entries(fields))
    if (typeof value === 'string') body.set(name, value);
    else body.set(name, value, 'a.png');
  const headers = { cookie, origin: publicPortalUrl };
  const sent = await fetch(`${address}${path}`, { method: 'POST', headers, body });
  return { status: sent.status, html: await sent.text() };
}

const upload = { content: '0', 'body.0.title': 'T', 'body.0.file': new Blob([PNG], { type: 'image/png' }) };

it('leads who is not signed in through it and back', async () => {
  const { status, headers } = await fetch(`${address}${PAGE}`, { redirect: 'manual' });
  expect([status, headers.get('location')]).toEqual([303, `/sign-in?back=${encodeURIComponent(PAGE)}`]);
});

it('sends a file with its fields, and shows a picture that comes back and a way to store it', async () => {
  const { status, html } = await send(upload);
  expect(status).toBe(200);
  expect(asked.map(({ route }) => route)).toEqual(['POST /v1/console/sessions', 'POST /v1/console/sessions/s1/calls']);
  expect(asked[0]!.body).toEqual({ service: 'orders', version: 'v2', applicationId: 'a1', environment: 'live' });
  expect(asked[1]!.body).toMatchObject({
    token: 'sealed1',
    method: 'POST',
    path: '/files',
    body: {
      mediaType: 'multipart/form-data',
      parts: [
        { name: 'title', value: 'T' },
        { name: 'file', fileName: 'a.png', mediaType: 'image/png', base64: PNG.toString('base64') },
      ],
    },
  });
  const shown = html.replaceAll('&#x3D;', '=');
  expect(shown).toContain(`src="data:image/png;base64,${PNG.toString('base64')}"`);
  expect(shown).toMatch(/href="data:application\/octet-stream;base64,[^"]+" download="files.png"/);
  expect(shown).toContain('name="token" value="sealed1"');
  expect(shown).toMatch(/name="body.0.title"[^>]* value="T"/);
});

it('goes on with the key of the page, and takes another one where that has ended', async () => {
  const kept = { session: 's7', token: 'sealed7', expiresAt: far, sessionOf: 'a1 live' };
  await send({ ...upload, ...kept });
  refusals = [[409, { code: 'console.session_ended', detail: 'Ended.' }]];
  const { status, html } = await send({ ...upload, ...kept });
  expect(status).toBe(200);
  expect(asked.map(({ route }) => route)).toEqual([
    'POST /v1/console/sessions/s7/calls',
    'POST /v1/console/sessions/s7/calls',
    'POST /v1/console/sessions',
    'POST /v1/console/sessions/s1/calls',
  ]);
  expect(html).toContain('sealed1');
});

it('ends a key of another application when it takes one for this', async () => {
  await send({ ...upload, session: 's7', token: 'sealed7', expiresAt: far, sessionOf: 'a2 live' });
  expect(asked[0]).toMatchObject({ route: 'DELETE /v1/console/sessions/s7' });
  expect(asked[1]).toMatchObject({ route: 'POST /v1/console/sessions' });
});

it('shows what the API refused above the form, with all that was typed', async () => {
  refusals = [[502, { code: 'console.no_answer', detail: 'The gateway cannot be reached.' }]];
  const { status, html } = await send(upload);
  expect(status).toBe(502);
  expect(html).toContain('The gateway cannot be reached.');
  expect(html).toMatch(/name="body.0.title"[^>]* value="T"/);
});

it('ends the key when a page says that it is left, and only for a form of ours', async () => {
  const token = csrfOf(await open());
  const end = (form: Record<string, string>) =>
    fetch(`${address}/console/end`, {
      method: 'POST',
      headers: { cookie, origin: publicPortalUrl },
      body: new URLSearchParams({ session: 's7', ...form }),
    });
  expect((await end({})).status).toBe(403);
  expect(asked).toEqual([]);
  expect((await end({ _csrf: token })).status).toBe(204);
  expect(asked.map(({ route }) => route)).toEqual(['DELETE /v1/console/sessions/s7']);
});

it.each([PAGE, PAGE.replace('console', '%63onsole')])(
  'refuses more than %s can send before it is read',
  async (path) => {
    const { status } = await send({ ...upload, 'body.0.file': new Blob([Buffer.alloc(9 * 1024 * 1024)]) }, path);
    expect(status).toBe(413);
    expect(asked).toEqual([]);
  },
);
