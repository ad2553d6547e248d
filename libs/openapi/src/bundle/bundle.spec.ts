import { readSpec } from '../read-spec.js';
import { parseDocument } from '../parse-document.js';
import { SpecFault } from '../spec-fault.js';
import { zipOf } from './zip.fixture.js';

const INFO = { title: 'Orders', version: '1' };
const ok = (schema: unknown) => ({ 200: { description: 'ok', content: { 'application/json': { schema } } } });
const openapi = (rest: Record<string, unknown>) => ({ openapi: '3.1.0', info: INFO, paths: {}, ...rest });
const at = (schema: unknown) => ({ '/a': { get: { responses: ok(schema) } } });
const read = (files: Record<string, unknown>) => parseDocument(zipOf(files)).root as never as Record<string, never>;
const schemaOf = (root: Record<string, never>) =>
  (
    root as never as {
      paths: Record<string, { get: { responses: { 200: { content: Record<string, { schema: object }> } } } }>;
    }
  ).paths['/a']!.get.responses[200].content['application/json']!.schema;

function refusal(files: Record<string, unknown>): string {
  try {
    read(files);
  } catch (error) {
    if (error instanceof SpecFault) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'read';
}

describe('what is referred to in other files', () => {
  it('becomes a component under its own name, once, whatever the references are spelt like', () => {
    const root = read({
      'openapi.json': openapi({
        paths: {
          ...at({ $ref: './schemas/order.yaml' }),
          '/b': { get: { responses: ok({ $ref: 'schemas/../schemas/order.yaml#' }) } },
          '/c': { get: { responses: ok({ $ref: 'schemas/order%2Eyaml' }) } },
        },
      }),
      'schemas/order.yaml': 'type: object\nproperties: {by: {$ref: "people.json#/definitions/Person"}}',
      'schemas/people.json': {
        definitions: { Person: { type: 'object', properties: { boss: { $ref: '#/definitions/Person' } } } },
      },
    });
    expect(root.components).toEqual({
      schemas: {
        order: { type: 'object', properties: { by: { $ref: '#/components/schemas/Person' } } },
        Person: { type: 'object', properties: { boss: { $ref: '#/components/schemas/Person' } } },
      },
    });
    expect(schemaOf(root)).toEqual({ $ref: '#/components/schemas/order' });
  });

  it('lives where the root names it, and keeps apart from what has the same name', () => {
    const root = read({
      'openapi.json': openapi({
        paths: at({
          allOf: [
            { $ref: 'a/Thing.json' },
            { $ref: 'b/Thing.json' },
            { $ref: 'b/x.json#/Thing' },
            { $ref: 'b/x.json#/2/Thing' },
          ],
        }),
        components: { schemas: { Main: { $ref: './a/Thing.json' }, Thing: { type: 'null' } } },
      }),
      'a/Thing.json': { title: 'a', items: { $ref: '../openapi.json#/components/schemas/Thing' } },
      'b/Thing.json': { title: 'b' },
      'b/x.json': { Thing: { title: 'x' }, 2: { Thing: { title: 'x2' } } },
    });
    expect(root.components).toEqual({
      schemas: {
        Main: { title: 'a', items: { $ref: '#/components/schemas/Thing' } },
        Thing: { type: 'null' },
        Thing_Thing: { title: 'b' },
        x_Thing: { title: 'x' },
        Thing_2: { title: 'x2' },
      },
    });
  });

  it('stands in its place where there is no component for it: path items, and maps as a whole', () => {
    const root = read({
      'openapi.yaml':
        'openapi: 3.0.3\ninfo: {title: a, version: "1"}\npaths: {$ref: paths/all.yaml}\ncomponents: {parameters: {$ref: parameters.yaml}}',
      'paths/all.yaml': '/a: {$ref: a.yaml}\n/b: {$ref: a.yaml, summary: other}',
      'paths/a.yaml':
        'get: {parameters: [{$ref: ../parameters.yaml#/Page}], responses: {200: {$ref: "#/answers/fine"}}}\nanswers: {fine: {description: fine}}',
      'parameters.yaml': 'Page: {name: page, in: query, schema: {type: integer}}',
    });
    const get = {
      parameters: [{ $ref: '#/components/parameters/Page' }],
      responses: { 200: { $ref: '#/components/responses/fine' } },
    };
    expect(root.paths).toMatchObject({ '/a': { get }, '/b': { get, summary: 'other' } });
    expect(root.components).toMatchObject({
      responses: { fine: { description: 'fine' } },
      parameters: { Page: { name: 'page' } },
    });
  });

  it('is followed in mappings of discriminators, and nowhere in data', () => {
    const data = { $ref: './dog.json' };
    const root = read({
      'openapi.json': openapi({
        paths: at({
          discriminator: { propertyName: 'kind', mapping: { dog: './dog.json', cat: 'Cat' } },
          example: data,
          enum: [data],
          'x-a': data,
        }),
      }),
      'dog.json': { title: 'dog' },
    });
    expect(schemaOf(root)).toEqual({
      discriminator: { propertyName: 'kind', mapping: { dog: '#/components/schemas/dog', cat: 'Cat' } },
      example: data,
      enum: [data],
      'x-a': data,
    });
  });

  it('becomes a definition in Swagger 2.0', () => {
    const root = read({
      'swagger.json': {
        swagger: '2.0',
        info: INFO,
        paths: { '/a': { get: { responses: { 200: { description: 'ok', schema: { $ref: 'a.json' } } } } } },
      },
      'a.json': { type: 'string' },
    });
    expect(root.definitions).toEqual({ a: { type: 'string' } });
  });

  it('may go round in circles over files', () => {
    const root = read({
      'openapi.json': openapi({ paths: { ...at({ $ref: 'a.json' }), '/loop': { $ref: 'p.json' } } }),
      'a.json': { properties: { b: { $ref: 'b.json' } } },
      'b.json': { properties: { a: { $ref: 'a.json' } } },
      'p.json': { post: { callbacks: { done: { '{$url}': { $ref: 'p.json' } } }, responses: {} } },
    });
    expect(root.components).toMatchObject({
      schemas: { a: { properties: { b: { $ref: '#/components/schemas/b' } } } },
    });
    expect(JSON.stringify(root.paths)).toContain('"$ref":"p.json"');
    expect(
      refusal({
        'openapi.json': openapi({ paths: { '/a': { $ref: 'x.json' } } }),
        'x.json': { $ref: 'y.json' },
        'y.json': { $ref: 'x.json' },
      }),
    ).toBe('read');
  });

  it('is left as it is and told when it is not in the bundle', () => {
    const refs = [
      'https://specs.example/a.json',
      '//specs.example/a.json',
      'file:///etc/passwd',
      '/etc/passwd',
      '../../etc/passwd',
      'none.json',
      'a.json#/none',
      'a.json?x',
      '#anchor',
      'notes.txt',
    ];
    const zip = zipOf({
      'openapi.json': openapi({ paths: at({ allOf: refs.map(($ref) => ({ $ref })) }) }),
      'a.json': {},
      'notes.txt': 'type: string',
    });
    expect(schemaOf(parseDocument(zip).root as never)).toEqual({ allOf: refs.map(($ref) => ({ $ref })) });
    const { warnings } = readSpec(zip);
    expect(warnings).toHaveLength(refs.length);
    expect(warnings[0]?.message).toBe('External reference, not followed: https://specs.example/a.json');
  });

  it('that is missing in its own file is never taken for something of the root', () => {
    const root = read({
      'openapi.json': openapi({ paths: at({ $ref: 'a.json' }), components: { schemas: { Secret: {} } } }),
      'a.json': { items: { $ref: '#/components/schemas/Secret' } },
    });
    expect(root.components).toMatchObject({ schemas: { a: { items: { $ref: 'a.json#/components/schemas/Secret' } } } });
  });

  it('may be called __proto__', () => {
    const root = read({
      'openapi.json': `{"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "a.json#/__proto__"}}}}}}}}}`,
      'a.json': '{"__proto__": {"type": "string"}}',
    });
    expect(schemaOf(root)).toEqual({ $ref: '#/components/schemas/__proto__' });
    expect(
      Object.getOwnPropertyDescriptor((root.components as never as { schemas: object }).schemas, '__proto__')?.value,
    ).toEqual({ type: 'string' });
    expect(({} as Record<string, unknown>).type).toBeUndefined();
  });
});

describe('the root', () => {
  const document = openapi({ paths: at({ type: 'string' }) });

  it('is the only document at the top, also where all lies in one folder, and whatever lies beside it', () => {
    const beside = {
      'api/notes.md': '#',
      'api/schemas/a.json': document,
      '__MACOSX/api/._root.json': 'x',
      '.DS_Store': 'x',
      'inner.zip': zipOf({ 'openapi.json': '{' }).toString('latin1'),
    };
    expect(schemaOf(read({ 'api/root.json': document, ...beside }))).toEqual({ type: 'string' });
  });

  it('is the one that is called openapi when there are several', () => {
    const other = openapi({ info: { title: 'Other', version: '1' } });
    expect(read({ 'a.json': other, 'openapi.json': document }).info).toEqual(INFO);
    expect(refusal({ 'a.json': other, 'b.json': document })).toContain(
      'several documents at its top, such as "a.json" and "b.json"',
    );
  });

  it('has to be there, and to be read', () => {
    expect(refusal({ 'a.json': { title: 'a' } })).toMatch(/^spec.not_openapi: No JSON or YAML file at the top/);
    expect(refusal({})).toMatch(/^spec.not_openapi/);
    expect(refusal({ 'openapi.yaml': 'openapi: [' })).toMatch(
      /^spec.unreadable: In the file "openapi.yaml" of this zip: Line/,
    );
  });
});

describe('the whole', () => {
  it('reads like the same document in one file', () => {
    const files = {
      'openapi.json': openapi({ paths: { '/orders/{id}': { $ref: 'paths/order.json' } } }),
      'paths/order.json': {
        get: {
          operationId: 'readOrder',
          parameters: [{ $ref: '../id.json' }],
          responses: ok({ $ref: '../order.json' }),
        },
      },
      'id.json': { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
      'order.json': { type: 'object', properties: { id: { type: 'string' } } },
    };
    const reading = readSpec(zipOf(files));
    expect(reading).toMatchObject({ format: 'zip', title: 'Orders', warnings: [] });
    expect(reading.operations).toMatchObject([
      { method: 'GET', path: '/orders/{id}', operationId: 'readOrder', refs: ['#/components/schemas/order'] },
    ]);
    expect(reading.components).toMatchObject([{ pointer: '#/components/schemas/order', name: 'order' }]);
  });

  it('may not stand for more than one document may have', () => {
    const text = { name: 'p9.json', content: JSON.stringify({ item: { summary: 'a'.repeat(2_000_000) } }), method: 0 };
    const files = Object.entries({
      'openapi.json': openapi({ paths: { '/a': { $ref: 'p0.json#/item' } } }),
      ...doubling(9),
    });
    const zip = zipOf([...files.map(([name, content]) => ({ name, content: JSON.stringify(content) })), text]);
    expect(() => parseDocument(zip)).toThrow('The texts of this document have more than 200,000,000 characters.');
  });

  it('tells in which file something stands', () => {
    const { sources } = parseDocument(
      zipOf({
        'openapi.json': openapi({ paths: { ...at({ $ref: 'a.json#/defs/A' }), '/p': { $ref: 'p.json' } } }),
        'a.json': { defs: { A: { properties: { b: { type: 'string' } } } } },
        'p.json': { get: { responses: {} } },
      }),
    );
    expect(sources?.originOf('#/components/schemas/A/properties/b')).toEqual({
      file: 'a.json',
      pointer: '#/defs/A/properties/b',
    });
    expect(sources?.originOf('#/paths/~1p/get')).toEqual({ file: 'p.json', pointer: '#/get' });
    expect(sources?.originOf('#/info/title')).toEqual({ file: 'openapi.json', pointer: '#/info/title' });
    expect(sources?.textOf('p.json')).toBe('{"get":{"responses":{}}}');
  });
});

/** Files that each use the next one twice in its place. */
function doubling(length: number): Record<string, unknown> {
  const next = (index: number) => ({ $ref: `p${index + 1}.json#/item` });
  return Object.fromEntries(
    Array.from({ length }, (_, index) => [
      `p${index}.json`,
      { item: { post: { responses: {}, callbacks: { a: { one: next(index), two: next(index) } } } } },
    ]),
  );
}
