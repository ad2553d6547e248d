import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, Secret } from '#platform';
import { createApp } from '../../create-app.js';
import { hugeOperation } from '../../samples/huge-operation.dto.js';
import { operationOfManyParts } from '../../samples/many-parts.dto.js';
import * as dto from '../../samples/reference.dto.js';

const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>[x](javascript:alert(1)) {{constructor}}`;

/** The sample operation with a hostile text wherever a document may put one. */
function hostileOperation(): object {
  const isOurs = /^(GET|POST|PATCH|DELETE|WEBHOOK POST|path|query|header|cookie|oauth2|published|draft|deprecated)$/;
  const spoil = (value: unknown): unknown => {
    if (typeof value === 'string') return isOurs.test(value) || value.startsWith('#/') ? value : `${value}${hostile}`;
    if (Array.isArray(value)) return value.map(spoil);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, spoil(inner)]));
  };
  const { definition, components, summary, tags, requests, nav, ...rest } = dto.operation;
  const spoilt = spoil({ definition, components, summary, tags, requests, nav }) as typeof dto.operation;
  const change = {
    type: 'object',
    description: hostile,
    properties: { [hostile]: { type: 'string', enum: [hostile] } },
  };
  return { ...rest, ...spoilt, components: { ...spoilt.components, '#/components/schemas/OrderChange': change } };
}

const treePointer = '#/components/schemas/Tree';

/** A component that contains itself, at once and by way of another. */
function treeComponent(): object {
  const tree = { $ref: treePointer };
  const branch = '#/components/schemas/Branch';
  const schema = { properties: { next: tree, branches: { type: 'array', items: { $ref: branch } } } };
  const components = { [treePointer]: schema, [branch]: { allOf: [{ properties: { back: { allOf: [tree] } } }] } };
  return { ...dto.component, pointer: treePointer, name: 'Tree', schema, components };
}

describe('the pages of a reference', () => {
  let api: Server;
  let app: NestFastifyApplication;
  let address: string;
  const heard: string[] = [];

  beforeAll(async () => {
    const answers = (url: URL): object | undefined => {
      const at = url.pathname.replace('/v1/services/orders/versions/v2/', '');
      const [path, name] = [url.searchParams.get('path'), url.searchParams.get('name')];
      if (at === 'reference') return dto.start;
      if (at === 'operations') return { items: dto.operations, nextCursor: null };
      if (at === 'timeline') return { items: [] };
      if (at === 'reference/operation' && path === '/orders/{orderId}') return dto.operation;
      if (at === 'reference/operation' && path === '/readme.md') return { ...dto.operation, path };
      if (at === 'reference/operation' && path === 'order.shipped') return dto.webhook;
      if (at === 'reference/operation' && path === '/huge') return hugeOperation();
      if (at === 'reference/operation' && path === '/many') return operationOfManyParts();
      if (at === 'spec') return { openapi: '3.1.0' };
      if (at === 'reference/operation' && path === '/hostile') return hostileOperation();
      if (at === 'reference/tag' && name === 'Orders') return dto.tagPage;
      if (at === 'reference/tag' && name === '') return { ...dto.tagPage, tag: { ...dto.tagPage.tag, name } };
      if (at === 'reference/component' && url.searchParams.get('pointer') === treePointer) return treeComponent();
      if (at === 'reference/component') return dto.component;
      if (url.pathname === '/v1/services')
        return {
          items: [{ slug: 'orders', name: 'Orders', summary: 'Of *all* things', versions: dto.place.versions }],
          nextCursor: null,
        };
      return undefined;
    };
    api = createServer((request, response) => {
      heard.push(request.url ?? '');
      const answer = answers(new URL(request.url ?? '', 'http://api'));
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { detail: 'Nothing here.' }));
    });
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const publicApiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const masterSecret = new Secret('a-master-secret-of-the-spec-0123456789abcdef');
    const publicPortalUrl = 'https://portal.example.com';
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

  const get = (path: string) => fetch(`${address}/services/orders/v2${path}`, { redirect: 'manual' });

  it('makes the page of an operation of one question to the API', async () => {
    heard.length = 0;
    const answer = await get('/patch/orders/%7BorderId%7D');
    const html = await answer.text();
    expect([answer.status, heard.length]).toEqual([200, 1]);
    for (const id of ['path-orderId', 'query-expand', 'header-if-match', 'body.address', 'response-200.customer'])
      expect(html).toContain(`id="${id}"`);
    expect(html).toContain(
      'rel="alternate" type="text/markdown" href="/services/orders/v2/patch/orders/%7BorderId%7D.md"',
    );
    expect(html).toContain('You call it as <a href="/applications/a1">Parcels app</a> under Basic: 60 calls a minute.');
  });

  it('gives every place an anchor of its own', async () => {
    const html = await (await get('/patch/orders/%7BorderId%7D')).text();
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([
    ['/patch/orders/%7BorderId%7D.md', 'text/markdown', '# Change an order'],
    ['/webhook/post/order.shipped.md', 'text/markdown', 'the service calls you'],
    ['/tags.md', 'text/markdown', '# Without a tag'],
    ['/tags/Orders.md', 'text/markdown', '(https://portal.example.com/services/orders/v2/get/orders/%7BorderId%7D.md)'],
    ['/schemas/Order.md', 'text/markdown', '- `customer` (Customer): Who has ordered.'],
    ['.md', 'text/markdown', '[Returns](https://portal.example.com/services/orders/v2/tags/Returns.md): 14 operations'],
    ['/llms.txt', 'text/plain', '# Orders v2'],
  ])('gives %s to programs that read', async (path, type, text) => {
    const answer = await get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, `${type}; charset=utf-8`]);
    expect(await answer.text()).toContain(text);
  });

  it('names in llms.txt what the one who asks may call', async () => {
    const text = await (await fetch(`${address}/llms.txt`)).text();
    expect(text).toContain('- [Orders v2](https://portal.example.com/services/orders/v2.md): Of \\*all\\* things');
    expect(text).not.toContain('v3');
  });

  it('tells a page as Markdown from an operation that is called so', async () => {
    const answer = await get('/get/readme%2Emd');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(heard.at(-1)).toContain('path=%2Freadme.md');
  });

  it.each([
    ['/webhook/post/order.shipped', 'A webhook.'],
    ['/patch/orders/%7BorderId%7D?at=%2FrequestBody%2Fcontents%2F1%2Fschema', 'id="schema.letter"'],
    ['/patch/orders/%7BorderId%7D?language=ruby&example=2&environment=test', 'https:&#x2F;&#x2F;test.example.com'],
    ['/schemas/Order', 'id="schema.customer"'],
    ['/tags/Orders', 'All on one page, for paper'],
    ['/tags/Orders?print=1', 'As a list'],
    ['/tags', '<h1>Without a tag</h1>'],
    ['/tags/', '<h1>Without a tag</h1>'],
    ['', 'Warehouses and everything that stands in them'],
  ])('shows %s', async (path, text) => {
    const answer = await get(path);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(text.replaceAll('&#x2F;', '/'));
  });

  it('marks where a schema comes again inside of itself, with a link to where it is shown', async () => {
    const html = await (await get('/schemas/Tree')).text();
    expect([...html.matchAll(/href="(#[^"]*)">Tree again, as shown above</g)].map(([, href]) => href)).toEqual([
      '#schema',
      '#schema',
    ]);
    expect(html).toMatch(/id="schema.branches\[].back"/);
    const markdown = await (await get('/schemas/Tree.md')).text();
    expect(markdown.match(/- Tree again, as above/g)).toHaveLength(2);
  });

  it('leads to the start of a version that has no such operation, only for who changed the version', async () => {
    const changed = await get('/get/nothing?was=v1');
    expect([changed.status, changed.headers.get('location')]).toEqual([303, '/services/orders/v2']);
    expect((await get('/get/nothing')).status).toBe(404);
    expect((await get('/patch/orders/%7BorderId%7D?at=%2Fnowhere')).status).toBe(404);
  });

  it('keeps within 100 kB, however large an operation is, and leads to the rest', async () => {
    const html = await (await get('/get/huge')).text();
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(html).toContain('data-more');
    expect(html.replaceAll('&#x3D;', '=')).toContain('language=python');
  });

  it('lists the first of very many things, says how many more there are, and leads to the document', async () => {
    const html = await (await get('/get/many')).text();
    expect(Buffer.byteLength(html)).toBeLessThan(100_000);
    expect(html.length).toBeGreaterThan(40_000);
    // Of the operation: parameters, headers, media types, links, answers and callbacks.
    const left = [...html.matchAll(/href="([^"]+)">[\d,]+ more stand in the document/g)];
    expect(left.length).toBeGreaterThanOrEqual(7);
    expect(new Set(left.map(([, href]) => href))).toEqual(new Set(['/services/orders/v2/document']));
    expect(html).toContain('id="response-200" class="answer" open');
    const markdown = await (await get('/get/many.md')).text();
    expect(Buffer.byteLength(markdown)).toBeLessThan(300_000);
    expect(markdown).toMatch(
      /\[1,\d{3} more stand in the document\]\(https:\/\/portal.example.com\/services\/orders\/v2\/document\)/,
    );
    expect(await (await get('/document')).json()).toEqual({ openapi: '3.1.0' });
  });

  it('shows what a document says as text, wherever it says it', async () => {
    for (const path of ['/get/hostile', '/get/hostile?at=%2FrequestBody%2Fcontents%2F0%2Fschema']) {
      const html = await (await get(path)).text();
      const tags = [...html.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag!.toLowerCase());
      expect(tags).not.toContain('img');
      expect(html.match(/<script(?! type="module" src="\/assets\/)/g)).toBeNull();
      expect(html).not.toMatch(/href="javascript|\son\w+="|href="#?"/i);
    }
  });
});
