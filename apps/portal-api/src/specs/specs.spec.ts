import { createHash } from 'node:crypto';
import { expectProblem, expectStatus } from '#testing';
import {
  addProvider,
  addPublished,
  addService,
  addVersion,
  orders,
  putSpec,
  type TestProvider,
} from '../../test-support/catalogue.js';
import { countStatements } from '../../test-support/count-statements.js';
import { startTestApp, type TestApp, type TestUser } from '../../test-support/start-test-app.js';

/** openapi.json, whose path /a stands in a.json. */
const BUNDLE =
  'UEsDBBQAAAAIAAAAIVD0nIwMTwAAAFkAAAAMAAAAb3BlbmFwaS5qc29uFYoxCsAgEAT/sqQUk2DnU9JZnORC0EMljdzfczYLOzMTVagkYUQEf/gABy65' +
  'Ik4MHi8Zv1iMftQ612L/hDpIGndf1Z7Wbo2yqeSfbo2q/lBLAwQUAAAACAAAACFQ65eZqS4AAAAyAAAABgAAAGEuanNvbqtWSk8tUbKqVipKLS7Iz' +
  'ytOLQZxjAwMQFRKanFyUWZBSWZ+npKVUn62Ui0QAABQSwECFAMUAAAACAAAACFQ9JyMDE8AAABZAAAADAAAAAAAAAAAAAAAgAEAAAAAb3BlbmFwaS5' +
  'qc29uUEsBAhQDFAAAAAgAAAAhUOuXmakuAAAAMgAAAAYAAAAAAAAAAAAAAIABeQAAAGEuanNvblBLBQYAAAAAAgACAG4AAADLAAAAAAA=';

let api: TestApp;
let owner: TestProvider;
let stranger: TestUser;
let slug: string;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
  stranger = await api.addUser('stranger');
  slug = await addPublished(api, owner, 'Orders');
});
afterAll(() => api.stop());

const at = (rest: string) => `/v1/services/${slug}/versions/v1/${rest}`;
const upload = (document: string | Uint8Array) => putSpec(api, owner, slug, 'v1', document);

describe('uploading a document', () => {
  it('keeps the bytes as they were, under their own hash', async () => {
    const yaml = '\ufeff# ordered\r\nopenapi: "3.1.0"\r\ninfo: {title: Ünïcode, version: "2"}\r\npaths: {}\r\n';
    const bytes = Buffer.from(yaml);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const version = expectStatus(await upload(bytes), 200);
    expect(version.spec).toMatchObject({ hash, format: 'yaml', openapi: '3.1', title: 'Ünïcode', docVersion: '2' });
    expect(version.revisions[0]).toMatchObject({ hash, fileName: 'orders.json' });

    const response = await fetch(new URL(at('spec'), api.http.baseUrl));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect(response.headers.get('content-type')).toBe('application/yaml');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${slug}-v1.yaml"`);
    expect(response.headers.get('etag')).toBe(`"${hash}"`);
    const again = await api.http.get(at('spec'), { headers: { 'if-none-match': `"${hash}"` } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each([
    ['a zip, which is no text', Buffer.from(BUNDLE, 'base64'), 'zip'],
    ['one that is read in several pieces', Buffer.from(orders('Long') + ' \n'.repeat(1_500_000)), 'json'],
  ])('gives back byte for byte what came: %s', async (_what, bytes, format) => {
    const { spec } = expectStatus(await upload(bytes), 200);
    expect(spec).toMatchObject({ format, byteLength: bytes.byteLength });
    const response = await fetch(new URL(at('spec'), api.http.baseUrl));
    const given = createHash('sha256').update(Buffer.from(await response.arrayBuffer()));
    expect(given.digest('hex')).toBe(spec.hash);
  });

  it('adds a revision for new bytes and none for the same', async () => {
    const document = orders('Twice');
    const first = expectStatus(await upload(document), 200);
    const second = expectStatus(await upload(document), 200);
    expect(second).toEqual(first);
    const third = expectStatus(await upload(orders('Thrice')), 200);
    expect(third.revisions.length).toBe(first.revisions.length + 1);
    expect(third.revision).toBe(first.revision + 1);
  });

  it('stores a document that two versions share once', async () => {
    const other = await addService(api, owner, 'Sharing');
    await addVersion(api, owner, other);
    const document = orders('Shared');
    expectStatus(await upload(document), 200);
    expectStatus(await putSpec(api, owner, other, 'v1', document), 200);
    const hash = createHash('sha256').update(document).digest('hex');
    expect(await api.database.prisma.spec.count({ where: { hash } })).toBe(1);
  });

  it('is for those who may change the service', async () => {
    expectProblem(await putSpec(api, stranger, slug, 'v1', orders()), 403, 'request.forbidden');
    const hidden = await addService(api, owner, 'Hidden');
    await addVersion(api, owner, hidden);
    expectProblem(await putSpec(api, stranger, hidden, 'v1', orders()), 404, 'request.not_found');
    for (const rest of ['spec', 'operations', 'reference/operation?method=GET&path=/orders'])
      expectProblem(await api.http.get(`/v1/services/${hidden}/versions/v1/${rest}`), 404, 'request.not_found');
  });

  const bomb = ['a: &a [x,x,x,x,x,x,x,x,x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]']
    .concat('cdefghij'.split('').map((name, index) => `${name}: &${name} [${`*${'bcdefghi'[index]},`.repeat(9)}]`))
    .join('\n');
  it.each([
    ['nothing', '', 422, 'spec.unreadable'],
    ['broken YAML', 'openapi: "3.0.0\ninfo: [', 422, 'spec.unreadable'],
    ['broken JSON', '{"openapi": "3.0.0", ', 422, 'spec.unreadable'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), 422, 'spec.unreadable'],
    ['no OpenAPI', '{"name": "package", "version": "1"}', 422, 'spec.not_openapi'],
    ['an alias bomb', `openapi: 3.0.0\ninfo: {title: x, version: "1"}\npaths: {}\n${bomb}`, 422, 'spec.too_complex'],
    ['more than 50 MiB', Buffer.alloc(50 * 1024 * 1024 + 1, ' '), 413, 'request.too_large'],
  ])('refuses %s and changes nothing', async (_, document, status, code) => {
    const before = await api.http.get(at('spec'));
    expectProblem(await upload(document), status as number, code as string);
    expect((await api.http.get(at('spec'))).text).toBe(before.text);
  });

  it('takes references that lead in a circle or out of the document, and follows none out', async () => {
    const document = {
      openapi: '3.0.0',
      info: { title: 'Circles', version: '1' },
      paths: {
        '/a': {
          get: {
            parameters: [{ $ref: 'file:///etc/passwd' }],
            responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/A' } } } } },
          },
        },
      },
      components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } },
    };
    const { spec } = expectStatus(await upload(JSON.stringify(document)), 200);
    expect(JSON.stringify(spec.warnings)).toContain('not followed');
    const operation = expectStatus(await api.http.get(at('reference/operation?method=get&path=/a')), 200);
    expect(JSON.stringify(operation)).not.toContain('root:');
  });

  it('refuses a NUL, and shows half a character as U+FFFD while the bytes keep it', async () => {
    expectProblem(await upload(orders('NUL \0')), 422, 'spec.unreadable');
    const document = orders().replace('All orders', 'half \\ud800, escaped \\\\u0000');
    expectStatus(await upload(document), 200);
    const { items } = expectStatus(await api.http.get(at('operations')), 200);
    expect(items[0].summary).toBe('half \ufffd, escaped \\u0000');
    expect((await api.http.get(at('spec'))).text).toBe(document);
  });
});

describe('operations', () => {
  beforeAll(async () => {
    expectStatus(await upload(orders()), 200);
  });

  it('are listed in the order of the document, page by page, and searched', async () => {
    const first = expectStatus(await api.http.get(at('operations?limit=2')), 200);
    expect(first.items).toMatchObject([
      { method: 'GET', path: '/orders', operationId: 'listOrders', summary: 'All orders' },
      { method: 'POST', path: '/orders' },
    ]);
    const second = expectStatus(await api.http.get(at(`operations?limit=2&cursor=${first.nextCursor}`)), 200);
    expect(second).toMatchObject({ items: [{ path: '/orders/{id}' }], nextCursor: null });
    const found = expectStatus(await api.http.get(at('operations?query=READORDER')), 200);
    expect(found.items).toMatchObject([{ operationId: 'readOrder' }]);
    expectProblem(await api.http.get(at('operations?cursor=bm8')), 400, 'request.invalid');
  });

  it('are read one by one, with what they reach, their neighbours and a curl', async () => {
    const operation = expectStatus(await api.http.get(at('reference/operation?method=POST&path=/orders')), 200);
    expect(Object.keys(operation.components)).toEqual(['#/components/schemas/Order']);
    expect(operation.definition.responses).toMatchObject([{ status: '201' }]);
    expect(operation.previous).toMatchObject({ operationId: 'listOrders' });
    expect(operation.next).toMatchObject({ operationId: 'readOrder' });
    const [{ request, curl }] = operation.requests;
    expect(curl).toContain('apikey: YOUR_KEY');
    expect(request).toMatchObject({ method: 'POST', url: expect.stringMatching(/\/v1\/orders$/), parts: null });
    expect(request.url).toContain(`/${slug}/v1/orders`);
    expect(curl).toContain(`'${request.url}'`);
    expectProblem(await api.http.get(at('reference/operation?method=PUT&path=/orders')), 404, 'request.not_found');
    expectProblem(await api.http.get(at('reference/operation?method=PUT')), 400, 'request.invalid');
  });

  it('show the fields of a schema in the order in which the document names them', async () => {
    const properties = { number: { type: 'string' }, at: { type: 'string' }, by: { type: 'string' } };
    const schema = { $ref: '#/components/schemas/Order' };
    const answer = { description: 'One order.', content: { 'application/json': { schema } } };
    const document = {
      openapi: '3.1.0',
      info: { title: 'Ordered', version: '1' },
      paths: { '/order': { get: { responses: { 200: answer } } } },
      components: { schemas: { Order: { type: 'object', properties } } },
    };
    expectStatus(await upload(JSON.stringify(document)), 200);
    const operation = expectStatus(await api.http.get(at('reference/operation?method=GET&path=/order')), 200);
    expect(Object.keys(operation.components['#/components/schemas/Order'].properties)).toEqual(['number', 'at', 'by']);
  });

  it('cost the same statements however many there are', async () => {
    const many = { openapi: '3.0.0', info: { title: 'Many', version: '1' }, paths: {} as Record<string, unknown> };
    const read = () => api.http.get(at('operations?limit=200'));
    const few = await countStatements(read);
    for (let index = 0; index < 3_000; index++) many.paths[`/p${index}`] = { get: { responses: {} } };
    expectStatus(await upload(JSON.stringify(many)), 200);
    expect(expectStatus(await read(), 200).items).toHaveLength(200);
    expect(await countStatements(read)).toBe(few);
  });
});
