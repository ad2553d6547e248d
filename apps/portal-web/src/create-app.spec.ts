import { once } from 'node:events';
import http, { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, Secret } from '#platform';
import { createApp } from './create-app.js';

const publicPortalUrl = 'https://portal.example.com';
const session = {
  accessToken: 'access',
  accessTokenExpiresAt: '2099-01-01T00:00:00Z',
  refreshToken: 'refresh',
  refreshTokenExpiresAt: '2099-02-01T00:00:00Z',
  user: { id: 'u', email: 'dana@example.com', displayName: 'Dana', platformRole: 'member' },
};

describe('the portal', () => {
  let api: Server;
  let app: NestFastifyApplication;
  let address: string;
  /** What the API was asked last, by method and path. */
  const heard = new Map<string, IncomingHttpHeaders>();

  beforeAll(async () => {
    api = createServer((request, response) => {
      const answers: Record<string, [number, object]> = {
        'POST /v1/sessions': [201, session],
        'GET /v1/services/orders': [200, { slug: 'orders', name: 'Orders', editable: true }],
        'GET /v1/me': request.headers.authorization ? [200, { memberships: [] }] : [401, { detail: 'Sign in first.' }],
      };
      heard.set(`${request.method} ${request.url}`, request.headers);
      const [status, body] = answers[`${request.method} ${request.url}`] ?? [404, { detail: 'Nothing here.' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const publicApiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const masterSecret = new Secret('a-master-secret-of-the-spec-0123456789abcdef');
    app = await createApp(
      { masterSecret, publicPortalUrl, publicApiUrl, trustProxy: false },
      createLogger('spec', 'silent'),
    );
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    await new Promise((resolve) => api.close(resolve));
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${address}${path}`, { headers, redirect: 'manual' });

  async function openForm() {
    const page = await get('/sign-in');
    const cookie = page.headers.getSetCookie()[0] ?? '';
    return { cookie, token: /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '' };
  }

  const send = (form: Record<string, string>, cookie: string, origin?: string) =>
    fetch(`${address}/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookie.split(';', 1)[0]!, ...(origin === undefined ? {} : { origin }) },
      body: new URLSearchParams({ email: 'dana@example.com', password: 'x', ...form }),
    });

  it('marks its cookies so that only this host, over TLS, without scripts, gets them', async () => {
    const { cookie } = await openForm();
    expect(cookie).toMatch(/^__Host-gatehouse-form=\S+; Max-Age=7200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('signs in with the right form and leads only to paths of its own', async () => {
    const { token, cookie } = await openForm();
    const answer = await send({ _csrf: token, back: '//evil.example' }, cookie, publicPortalUrl);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const [written = ''] = answer.headers.getSetCookie();
    expect(written).toMatch(/^__Host-gatehouse=\S+; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Lax$/);
    expect(written).not.toContain('access');
    const page = await get('/sign-up', { cookie: written.split(';', 1)[0]! });
    expect(page.status).toBe(303);
  });

  it('tells the API for whom and from which address it asks, whatever the visitor claims', async () => {
    const { token, cookie } = await openForm();
    const answer = await send({ _csrf: token }, cookie, publicPortalUrl);
    expect(heard.get('POST /v1/sessions')).toMatchObject({ 'x-forwarded-for': '127.0.0.1' });
    expect(heard.get('POST /v1/sessions')).not.toHaveProperty('authorization');
    const [written = ''] = answer.headers.getSetCookie();
    await get('/applications', { cookie: written.split(';', 1)[0]!, 'x-forwarded-for': '203.0.113.9' });
    expect(heard.get('GET /v1/applications?limit=50')).toMatchObject({
      authorization: 'Bearer access',
      'x-forwarded-for': '127.0.0.1',
    });
  });

  it('leads to signing in and back where a page needs it', async () => {
    const answer = await get('/account?x=1', {});
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?back=%2Faccount%3Fx%3D1']);
    const page = await (await get('/sign-in?back=%2Faccount')).text();
    expect(page.replaceAll('&#x3D;', '=')).toContain('href="/sign-up?back=%2Faccount"');
  });

  it('offers the ways in with the way back', async () => {
    const html = (await (await get('/nothing?x=1')).text()).replaceAll('&#x3D;', '=');
    for (const way of ['/sign-in', '/sign-up']) expect(html).toContain(`href="${way}?back=%2Fnothing%3Fx%3D1"`);
  });

  it.each([
    ['no Origin', undefined],
    ['the Origin of another site', 'https://evil.example'],
    ['the Origin of a sub-domain', 'https://x.portal.example.com'],
    ['the Origin null', 'null'],
  ])('refuses a form with %s', async (_name, origin) => {
    const { token, cookie } = await openForm();
    expect((await send({ _csrf: token }, cookie, origin)).status).toBe(403);
  });

  /** A form with a document, as somebody who is signed in sends it. */
  async function upload(fields: Record<string, string | Blob>) {
    const form = await openForm();
    const signedIn = await send({ _csrf: form.token }, form.cookie, publicPortalUrl);
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    const page = await (await get('/publish/orders/versions/new', { cookie })).text();
    const body = new FormData();
    body.set('_csrf', /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? '');
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const headers = { cookie, origin: publicPortalUrl };
    return fetch(`${address}/publish/orders/versions/new`, { method: 'POST', headers, body });
  }

  it('refuses a text that is too long to be taken whole', async () => {
    const answer = await upload({ documentText: 'x'.repeat(2 * 1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
    const html = await answer.text();
    expect(html).toContain('50 MiB as a file and 2 MiB as pasted text');
    expect(html).toContain('href="/publish/orders/versions/new">Back to the form');
  });

  it('keeps what was typed when the file is larger than the API takes', async () => {
    const answer = await upload({ document: new Blob([Buffer.alloc(50 * 1024 * 1024 + 1, ' ')]), name: 'v7' });
    expect(answer.status).toBe(413);
    const html = await answer.text();
    expect(html).toContain('The file has more than 50 MiB.');
    expect(html).toContain('value="v7"');
  });

  it('refuses a document of somebody who is not signed in before it reads it', async () => {
    const request = http.request(`${address}/publish/orders/versions/new`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 1_000_000 },
    });
    request.flushHeaders();
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(401);
    request.destroy();
  });

  it('refuses a form without a token, with a wrong one, and with that of another visitor', async () => {
    const { cookie } = await openForm();
    const other = await openForm();
    for (const form of [{}, { _csrf: 'x' }, { _csrf: other.token }] as Record<string, string>[])
      expect((await send(form, cookie, publicPortalUrl)).status).toBe(403);
  });

  it('says what to do on a page that does not exist, with the reference', async () => {
    const answer = await get('/nothing');
    const html = await answer.text();
    expect(answer.status).toBe(404);
    expect(html).toContain('There is no such page');
    expect(html).toMatch(/Reference <span class="mono">[0-9a-f-]{36}/);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('remembers the theme and goes back to the page, never elsewhere', async () => {
    const answer = await get('/theme?to=dark&back=https://evil.example');
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^theme=dark;/);
    const page = await get('/sign-in', { cookie: 'theme=dark' });
    expect(await page.text()).toContain('data-theme="dark"');
  });

  it('takes a session cookie that somebody made up for none', async () => {
    const answer = await get('/sign-in', { cookie: '__Host-gatehouse=abcdef12.AAAA' });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Host-gatehouse=;/);
  });

  it('serves its files for good', async () => {
    const page = await get('/sign-in');
    const styles = /href="(\/assets\/portal[^"]+)"/.exec(await page.text())?.[1] ?? '';
    const answer = await get(styles, { 'accept-encoding': 'br' });
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await answer.text()).toContain('--accent');
  });
});
