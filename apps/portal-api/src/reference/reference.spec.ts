import type { ReferenceComponentDto, ReferenceOperationDto, ReferenceStartDto, ReferenceTagPageDto } from '#contract';
import { expectStatus } from '#testing';
import {
  addProvider,
  addPublished,
  addService,
  addVersion,
  putSpec,
  type TestProvider,
} from '../../test-support/catalogue.js';
import { startTestApp, type TestApp } from '../../test-support/start-test-app.js';
import { HOSTILE_NAMES, TRICKY_DOCUMENT } from '../../test-support/tricky-document.js';

let api: TestApp;
let provider: TestProvider;
let slug: string;

beforeAll(async () => {
  api = await startTestApp();
  provider = await addProvider(api, 'provider');
  slug = await addPublished(api, provider, 'Tricky');
  expectStatus(await putSpec(api, provider, slug, 'v1', TRICKY_DOCUMENT), 200);
});
afterAll(() => api.stop());

async function read<Dto>(page: string, query: Record<string, string> = {}, token?: string): Promise<Dto> {
  const path = `/v1/services/${slug}/versions/v1/reference${page}?${new URLSearchParams(query)}`;
  return expectStatus(await api.http.get(path, { token }), 200) as unknown as Dto;
}
const operation = (method: string, path: string) => read<ReferenceOperationDto>('/operation', { method, path });
const component = (pointer: string, at?: string) =>
  read<ReferenceComponentDto>('/component', { pointer, ...(at === undefined ? {} : { at }) });

describe('the start', () => {
  it('tells what the document says of itself, its tags in their order, and no tag without operations', async () => {
    const start = await read<ReferenceStartDto>('');
    expect(start).toMatchObject({
      title: 'Tricky',
      description: '# Tricky',
      operationCount: 4 + HOSTILE_NAMES.length,
      externalDocs: { url: 'https://example.com/docs', description: 'More' },
      servers: [{ url: 'https://eu.example.com', template: 'https://{region}.example.com' }],
      moreTags: false,
      moreComponents: true,
    });
    expect(start.tags[0]).toEqual({
      name: 'Trees',
      description: 'What grows',
      operationCount: 4,
      externalDocs: { url: 'https://example.com/trees', description: '' },
    });
    expect(start.tags.map(({ name }) => name)).toEqual(['Trees', ...HOSTILE_NAMES, '']);
    expect(start.securitySchemes.map(({ words }) => words)).toEqual([
      'An access token of OAuth 2 in the header Authorization',
      'A key in the header X-Key',
      'A bearer token in the header Authorization',
    ]);
  });

  it('is there for a version without a document, and for the team of a draft alone', async () => {
    const draft = await addService(api, provider, 'Draft');
    const { token } = provider;
    expectStatus(await api.http.post(`/v1/services/${draft}/versions`, { token, body: { name: 'v1' } }), 201);
    const path = `/v1/services/${draft}/versions/v1/reference`;
    expect(expectStatus(await api.http.get(path, { token }), 200)).toMatchObject({ title: '', operationCount: 0 });
    expectStatus(await api.http.get(`${path}/operation?method=GET&path=/`, { token }), 404);
    expectStatus(await api.http.get(path), 404);
  });

  it('offers no drafts to others', async () => {
    await addVersion(api, provider, slug, 'v2');
    const names = async (token?: string) =>
      (await read<ReferenceStartDto>('', {}, token)).place.versions.map(({ name }) => name);
    expect(await names()).toEqual(['v1']);
    expect(await names(provider.token)).toEqual(['v2', 'v1']);
  });

  it('reads what was stored before servers had variables', async () => {
    const { prisma } = api.database;
    const { place } = await read<ReferenceStartDto>('');
    const where = { hash: place.version.specHash! };
    const { servers } = await prisma.spec.findUniqueOrThrow({ where });
    await prisma.spec.update({ where, data: { servers: ['https://old.example.com'] } });
    expect((await read<ReferenceStartDto>('')).servers).toEqual([{ url: 'https://old.example.com' }]);
    await prisma.spec.update({ where, data: { servers: servers as object[] } });
  });
});

describe('an operation', () => {
  it('comes with styles, named examples, links, words elsewhere and the schemes that it needs', async () => {
    const { definition } = await operation('get', '/trees');
    const [filter, ids, kind] = definition.parameters;
    expect(filter).toMatchObject({ style: 'deepObject', explode: true });
    expect(ids).toMatchObject({ explode: false });
    expect(kind).toMatchObject({ example: 'oak', examples: [{ name: 'oak', summary: 'Oak' }, { name: 'elm' }] });
    expect(definition.externalDocs?.url).toBe('https://example.com/all');
    expect(definition.responses[0]?.links).toEqual([
      expect.objectContaining({ name: 'one', method: 'GET', path: '/trees/{id}' }),
    ]);
    expect(definition.securitySchemes.map(({ name, flows }) => [name, flows?.[0]?.scopes])).toEqual([
      ['oauth', [{ name: 'read', description: 'Read' }]],
      ['key', undefined],
    ]);
  });

  it('offers a request for each body and example', async () => {
    const { requests, definition } = await operation('POST', '/trees');
    expect(requests.map(({ mediaType, example, summary }) => [mediaType, example, summary])).toEqual([
      ['application/json', 'cat', 'A cat'],
      ['application/json', 'dog', ''],
      ['multipart/form-data', null, ''],
    ]);
    expect(requests[1]?.curl).toContain(`--data-raw '{"kind":"dog"}'`);
    expect(
      definition.requestBody?.contents.map(({ samples }) => samples.map(({ name, made }) => [name, made])),
    ).toEqual([
      [
        ['cat', false],
        ['dog', false],
      ],
      [[null, true]],
    ]);
    expect(definition.requestBody?.contents[1]?.encoding).toEqual([{ name: 'photo', contentType: 'image/png' }]);
    expect(definition.callbacks).toEqual([
      expect.objectContaining({ name: 'grown', expression: '{$request.body#/url}', method: 'POST' }),
    ]);
    expect(definition.callbacks?.[0]?.requestBody?.contents[0]?.samples).toHaveLength(1);
  });

  it('that contains itself ends, and names each component once', async () => {
    const { components, definition } = await operation('GET', '/trees');
    expect(Object.keys(components)).toEqual(['#/components/schemas/Tree']);
    expect(JSON.parse(definition.responses[0]!.contents[0]!.samples[0]!.text!)).toEqual({ id: 1, children: [] });
  });

  it('may be a webhook: it is shown, and cannot be called', async () => {
    const webhook = await operation('WEBHOOK POST', 'tree/fallen');
    expect(webhook).toMatchObject({ summary: 'A tree fell', requests: [], nav: { tag: 'Trees' } });
    expect(webhook.definition.requestBody?.contents[0]?.samples[0]?.text).toContain('"id": 1');
  });

  it.each(HOSTILE_NAMES)('is found under the path /%s, with a property and a tag of that name', async (name) => {
    const found = await operation('GET', `/${name}`);
    expect(found.nav).toMatchObject({ tag: name, operations: [{ path: `/${name}` }] });
    const schema = found.definition.responses[0]?.contents[0]?.schema as { properties: object };
    expect(Object.entries(schema.properties)).toEqual([[name, { type: 'string' }]]);
    expect(found.definition.responses[0]?.contents[0]?.samples[0]?.text).toContain(JSON.stringify(name));
    expect((await read<ReferenceTagPageDto>('/tag', { name })).items).toHaveLength(1);
  });

  it('brings the near components along and leaves out what would be too much', async () => {
    const answer = await operation('GET', '/huge');
    const length = JSON.stringify(answer.components).length;
    expect(length).toBeGreaterThan(50_000);
    expect(length).toBeLessThan(110_000);
    expect(answer.definition.refsTruncated).toBe(true);
  });

  it('is followed by the next one of its tag, and at the end by the first one of the next tag', async () => {
    const first = await operation('GET', '/trees');
    expect([first.previous, first.next?.method, first.next?.path]).toEqual([null, 'POST', '/trees']);
    const last = await operation('WEBHOOK POST', 'tree/fallen');
    expect([last.previous?.path, last.next?.path]).toEqual(['/trees/{id}', '/__proto__']);
    expect((await operation('GET', '/__proto__')).previous?.path).toBe('tree/fallen');
    expect((await operation('GET', '/huge')).next).toBeNull();
    expect(first.nav.tags.map(({ name }) => name)).toEqual(['Trees', ...HOSTILE_NAMES, '']);
    expect(first.nav.operations).toHaveLength(4);
  });

  it.each([
    ['GET', '/nowhere'],
    ['DELETE', '/trees'],
    ['WEBHOOK', 'tree/fallen'],
  ])('%s %j is not there', async (method, path) => {
    const query = new URLSearchParams({ method, path });
    expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1/reference/operation?${query}`), 404);
  });
});

describe('a tag', () => {
  it('is read page by page, without or with definitions', async () => {
    const first = await read<ReferenceTagPageDto>('/tag', { name: 'Trees', limit: '3' });
    expect(first.tag).toMatchObject({ name: 'Trees', operationCount: 4, externalDocs: { description: '' } });
    expect(first.items.map(({ definition }) => definition)).toEqual([undefined, undefined, undefined]);
    const rest = await read<ReferenceTagPageDto>('/tag', { name: 'Trees', cursor: first.nextCursor!, whole: 'true' });
    expect(rest.items.map(({ method, path }) => [method, path])).toEqual([['WEBHOOK POST', 'tree/fallen']]);
    expect(rest.nextCursor).toBeNull();
    expect(rest.items[0]?.definition?.requestBody?.contents).toHaveLength(1);
    expect(Object.keys(rest.components)).toEqual(['#/components/schemas/Tree']);
    expect(first.components).toEqual({});
  });

  it('that is not there is not found', async () => {
    expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1/reference/tag?name=toString`), 404);
  });
});

describe('a component', () => {
  it('comes with what it reaches, a sample, and the operations that reach it', async () => {
    const pet = await component('#/components/schemas/Pet');
    expect(pet).toMatchObject({ name: 'Pet', at: '', usedByMore: false });
    expect(Object.keys(pet.components).sort()).toEqual(['#/components/schemas/Cat', '#/components/schemas/Dog']);
    expect(pet.usedBy.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /trees']);
    expect(JSON.parse(pet.sample?.text ?? '')).toEqual({ kind: 'cat' });
  });

  it('is read from a place deeper inside', async () => {
    const place = await component('#/components/schemas/Tree', '/properties/children/items');
    expect([place.at, place.schema]).toEqual(['/properties/children/items', { $ref: '#/components/schemas/Tree' }]);
    const query = (at: string) => new URLSearchParams({ pointer: '#/components/schemas/Tree', at });
    for (const at of ['/properties/none', 'properties', '/__proto__', '/properties/id/type/length'])
      expectStatus(await api.http.get(`/v1/services/${slug}/versions/v1/reference/component?${query(at)}`), 404);
  });

  it.each(HOSTILE_NAMES)('may be called %s', async (name) => {
    const pointer = `#/components/schemas/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    expect(await component(pointer)).toMatchObject({ name, schema: { title: name } });
    const { usedBy } = await component(pointer);
    expect(usedBy.map(({ path }) => path)).toEqual(['/trees/{id}']);
  });

  it('that is huge stays within its bounds', async () => {
    const huge = await component('#/components/schemas/Huge');
    expect(JSON.stringify(huge.components).length).toBeLessThan(110_000);
    expect(huge.sample?.text?.length).toBeLessThan(30_000);
  });
});
