import type { ConsoleAnswerDto, ConsoleSessionDto } from '#contract';
import { keyDigests } from '#domain';
import { expectProblem, expectStatus, waitUntil } from '#testing';
import { ConsoleStage, header, KEY, PNG, query } from '../../test-support/console-stage.js';
import { AwaitKey } from './await-key.js';
import { MAX_ANSWER_BYTES } from './call-gateway.js';
import { MAX_SENT_BYTES } from './gateway-request.js';

let stage: ConsoleStage;
beforeAll(async () => {
  stage = await ConsoleStage.open();
});
beforeEach(() => {
  stage.seen = [];
  stage.strayed = 0;
});
afterAll(() => stage.close());

describe('a call', () => {
  it('goes to the gateway of the version with the key, and tells status, limits, time and size', async () => {
    const started = await stage.session();
    const answered = await stage.send(started, {
      path: '/orders/{id}',
      parameters: [{ in: 'path', name: 'id', value: 'a/b ü' }, query('q', 'x&y'), header('X-Trace', 't1')],
    });
    const { status, limits, body, headers, request, byteLength }: ConsoleAnswerDto = expectStatus(answered, 200);
    expect(status).toBe(200);
    expect(stage.seen).toHaveLength(1);
    expect(stage.seen[0]).toMatchObject({ method: 'GET', url: '/orders/v1/orders/a%2Fb%20%C3%BC?q=x%26y' });
    const { sha256 } = await stage.api.database.prisma.credential.findUniqueOrThrow({ where: { id: started.id } });
    expect(keyDigests(String(stage.seen[0]!.headers['apikey'])).sha256).toBe(sha256);
    expect(stage.seen[0]!.headers['x-trace']).toBe('t1');
    expect(limits).toEqual([{ window: 'minute', limit: 5, remaining: 4, resetSeconds: 37 }]);
    expect(body).toMatchObject({ kind: 'text', mediaType: 'application/json' });
    expect(byteLength).toBe(body.text!.length);
    expect(headers).toContainEqual({ name: 'x-echo', value: 'YOUR_KEY' });
    expect(request).toMatchObject({
      method: 'GET',
      url: `${stage.gatewayUrl}/orders/v1/orders/a%2Fb%20%C3%BC?q=x%26y`,
      headers: [
        { name: 'apikey', value: 'YOUR_KEY' },
        { name: 'X-Trace', value: 't1' },
      ],
    });
    expect(answered.text).not.toMatch(KEY);
    expect(answered.headers.get('cache-control')).toBe('no-store');
  });

  it('waits for the gateway to have the key', async () => {
    const started: ConsoleSessionDto = expectStatus(await stage.start(), 201);
    const answered = stage.send(started);
    await stage.confirm(started.id);
    expectStatus(await answered, 200);
    expect(stage.seen).toHaveLength(1);
  });

  it('says that nothing was sent when the gateway does not take the key, and calls where it took it unseen', async () => {
    const { id }: ConsoleSessionDto = expectStatus(await stage.start(), 201);
    const awaitKey = stage.api.app.get(AwaitKey);
    const { gatewayId } = stage.orders;
    const { signal } = new AbortController();
    await expect(awaitKey.run(id, gatewayId, signal, 1)).rejects.toMatchObject({ code: 'console.key_not_ready' });
    const data = { credentialId: id, gatewayId, takenAt: new Date() };
    await stage.api.database.prisma.credentialConfirmation.create({ data });
    await expect(awaitKey.run(id, gatewayId, signal, 1)).resolves.toBeUndefined();
  });

  it('shows a redirect and does not follow it', async () => {
    const { status, headers } = await stage.sent({ parameters: [query('q', 'redirect')] });
    expect(status).toBe(302);
    expect(headers).toContainEqual({ name: 'location', value: stage.elsewhereUrl });
    expect(stage.strayed).toBe(0);
  });

  it('shows the beginning of a huge answer and says so', async () => {
    const { truncated, byteLength } = await stage.sent({ parameters: [query('q', 'huge')] });
    expect({ truncated, byteLength }).toEqual({ truncated: true, byteLength: MAX_ANSWER_BYTES });
  });

  it('gives a binary answer byte for byte', async () => {
    const { body } = await stage.sent({ parameters: [query('q', 'png')] });
    expect(body).toEqual({ kind: 'binary', mediaType: 'image/png', text: null, base64: PNG.toString('base64') });
  });

  it('is given up with the person who waits for it', async () => {
    const { id, token } = await stage.session();
    const leaving = new AbortController();
    const typed = { service: 'orders', version: 'v1', method: 'GET', path: '/orders' };
    const answered = fetch(new URL(`/v1/console/sessions/${id}/calls`, stage.api.http.baseUrl), {
      method: 'POST',
      headers: { authorization: `Bearer ${stage.dana.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ token, ...typed, parameters: [query('q', 'silent')] }),
      signal: leaving.signal,
    });
    await waitUntil('the call to have come to the gateway', () => stage.seen.length === 1);
    leaving.abort();
    await expect(answered).rejects.toThrow();
    await waitUntil('the gateway to be left', () => stage.left === 1);
  });

  it('shows no key in the words of the status either', async () => {
    const { statusText } = await stage.sent({ parameters: [query('q', 'phrase')] });
    expect(statusText).toBe('YOUR_KEY');
  });

  it('tells that nothing came back', async () => {
    expectProblem(
      await stage.send(await stage.session(), { parameters: [query('q', 'broken')] }),
      502,
      'console.no_answer',
    );
  });

  it('sends JSON as it was typed, and a file with its name among the parts of a form', async () => {
    const started = await stage.session();
    const body = { mediaType: 'application/json', text: '{ "a": 1 }' };
    expectStatus(await stage.send(started, { method: 'POST', body }), 200);
    expect(stage.seen[0]).toMatchObject({ method: 'POST', headers: { 'content-type': 'application/json' } });
    expect(stage.seen[0]!.body.toString()).toBe('{ "a": 1 }');
    const file = { name: 'file', fileName: 'a"b.png', mediaType: 'image/png', base64: PNG.toString('base64') };
    const parts = [{ name: 'title', value: 'ü' }, file];
    expectStatus(await stage.send(started, { method: 'POST', body: { mediaType: 'multipart/form-data', parts } }), 200);
    const form = await new Response(new Uint8Array(stage.seen[1]!.body), {
      headers: { 'content-type': String(stage.seen[1]!.headers['content-type']) },
    }).formData();
    expect(form.get('title')).toBe('ü');
    const taken = form.get('file') as File;
    expect(taken.type).toBe('image/png');
    expect(Buffer.from(await taken.arrayBuffer())).toEqual(PNG);
    const raw = { mediaType: 'application/octet-stream', base64: PNG.toString('base64') };
    expectStatus(await stage.send(started, { method: 'PUT', body: raw }), 200);
    expect(stage.seen[2]!.body).toEqual(PNG);
  });

  it('takes 5 MiB and no more', async () => {
    const started = await stage.session();
    const body = (bytes: number) => ({
      mediaType: 'application/octet-stream',
      base64: Buffer.alloc(bytes).toString('base64'),
    });
    expectStatus(await stage.send(started, { method: 'PUT', body: body(MAX_SENT_BYTES) }), 200);
    expect(stage.seen[0]!.body.byteLength).toBe(MAX_SENT_BYTES);
    expectProblem(
      await stage.send(started, { method: 'PUT', body: body(MAX_SENT_BYTES + 1) }),
      413,
      'request.too_large',
    );
    expect(stage.seen).toHaveLength(1);
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
    const problem = expectProblem(await stage.send(await stage.session(), { parameters }), 400, 'request.invalid');
    expect(problem.errors).toMatchObject([{ field }]);
    expect(stage.seen).toEqual([]);
  });

  it.each(['text/plain\r\n; a=b', 'text/plain; a="\u2028"', 'text/plain\r\nX-Trace: 1'])(
    'refuses %j as a media type, of a body and of a part of one',
    async (mediaType) => {
      const part = { name: 'p', value: 'x', mediaType };
      const bodies = [
        { mediaType, text: 'x' },
        { mediaType: 'multipart/form-data', parts: [part] },
      ];
      const started = await stage.session();
      for (const body of bodies)
        expectProblem(await stage.send(started, { method: 'POST', body }), 400, 'request.invalid');
      expect(stage.seen).toEqual([]);
    },
  );

  it('is never one of a webhook, nor of a path without a slash, which would lead to another address', async () => {
    const definition = { parameters: [], requestBody: null, responses: [], security: [], servers: [] };
    const row = { versionId: stage.orders.versionId, since: 1, definition, digest: '' };
    const operations = [
      { ...row, position: 20, method: 'WEBHOOK POST', path: '.evil.example/' },
      { ...row, position: 21, method: 'GET', path: '0/orders' },
    ];
    await stage.api.database.prisma.operation.createMany({ data: operations });
    const started = await stage.session();
    for (const { method, path } of operations)
      expectProblem(await stage.send(started, { method, path }), 404, 'request.not_found');
    expect(stage.seen).toEqual([]);
  });

  it.each(['', '.', '..'])('refuses %j in the path, which would lead elsewhere', async (value) => {
    const typed = { path: '/orders/{id}', parameters: [{ in: 'path' as const, name: 'id', value }] };
    const problem = expectProblem(await stage.send(await stage.session(), typed), 400, 'request.invalid');
    expect(problem.errors).toMatchObject([{ field: 'path.id' }]);
    expect(stage.seen).toEqual([]);
  });

  it('stays at the gateway, whatever is typed into the path', async () => {
    for (const value of ['@evil.example/', '//evil.example', '\\evil.example', '?x', '#x', '%2e%2e', 'x/../../..']) {
      const { request } = await stage.sent({
        path: '/orders/{id}',
        parameters: [{ in: 'path', name: 'id', value }],
      });
      expect(request.url).toBe(`${stage.gatewayUrl}/orders/v1/orders/${encodeURIComponent(value)}`);
    }
  });

  it('knows no operation but those of the version', async () => {
    expectProblem(await stage.send(await stage.session(), { method: 'DELETE' }), 404, 'request.not_found');
    expectProblem(await stage.send(await stage.session(), { path: '/admin' }), 404, 'request.not_found');
    expect(stage.seen).toEqual([]);
  });
});
