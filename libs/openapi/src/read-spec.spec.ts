import { createHash } from 'node:crypto';
import { MAX_OPERATIONS } from './limits.js';
import { readSpec } from './read-spec.js';
import { ok, read, v3 } from './small-document.fixture.js';

describe('the head', () => {
  it('is read from OpenAPI 3.1', () => {
    const text = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Orders', summary: 'Short', description: '<b>Long</b>', version: '1.2' },
      servers: [{ url: 'https://{region}.example.com/{x}', variables: { region: { default: 'eu' } } }, { url: '/v1' }],
      tags: [{ name: 'a', description: 'A' }, {}],
      components: {
        securitySchemes: {
          key: { type: 'apiKey', in: 'header', name: 'X-Key' },
          token: { type: 'http', scheme: 'Bearer', description: 'A token' },
        },
      },
      paths: { '/a': { get: ok } },
    });
    const reading = readSpec(Buffer.from(text));
    expect(reading).toMatchObject({
      sha256: createHash('sha256').update(text).digest('hex'),
      format: 'json',
      byteLength: text.length,
      openapi: '3.1',
      openapiVersion: '3.1.0',
      title: 'Orders',
      summary: 'Short',
      description: '<b>Long</b>',
      docVersion: '1.2',
      servers: [
        {
          url: 'https://eu.example.com/{x}',
          template: 'https://{region}.example.com/{x}',
          variables: [{ name: 'region', default: 'eu', enum: [], description: '' }],
        },
        { url: '/v1' },
      ],
      tags: [{ name: 'a', description: 'A' }],
      securitySchemes: [
        { name: 'key', type: 'apiKey', description: '', in: 'header', parameterName: 'X-Key' },
        { name: 'token', type: 'http', description: 'A token', scheme: 'bearer' },
      ],
      warnings: [],
    });
  });

  it.each([
    [
      { host: 'example.com', basePath: '/v1', schemes: ['http', 'https'] },
      ['http://example.com/v1', 'https://example.com/v1'],
    ],
    [{ host: 'example.com' }, ['https://example.com']],
    [{ basePath: '/v1' }, ['/v1']],
    [{}, []],
  ])('makes servers of the 2.0 fields %j', (fields, servers) => {
    expect(read({ swagger: '2.0', info: {}, paths: {}, ...fields }).servers).toEqual(servers.map((url) => ({ url })));
  });

  it.each([
    ['a list', []],
    ['a scalar in YAML', 'hello'],
    ['an object of something else', { name: 'package' }],
    ['OpenAPI 4', { openapi: '4.0.0' }],
    ['OpenAPI 3.2', { openapi: '3.2.0' }],
    ['Swagger 1.2', { swaggerVersion: '1.2' }],
    ['a version in the wrong field', { swagger: '3.0.0' }],
    ['a version that is an object', { openapi: { a: 1 } }],
  ])('refuses %s', (_, document) => {
    expect(() => read(document)).toThrow(expect.objectContaining({ name: 'SpecFault', code: 'spec.not_openapi' }));
  });

  it('survives every part being of the wrong kind', () => {
    for (const wrong of [null, 1, 'x', [], [[]], true, { x: null }]) {
      const keys = ['info', 'paths', 'servers', 'tags', 'components', 'security', 'definitions', 'host', 'schemes'];
      for (const line of [{ openapi: '3.0.0' }, { swagger: '2.0' }]) {
        for (const key of keys) expect(read({ ...line, [key]: wrong }).operations).toEqual([]);
        const path = {
          parameters: wrong,
          get: { parameters: [wrong], responses: wrong, requestBody: wrong, tags: wrong },
        };
        const whole = { ...line, paths: { '/a': path, '/b': wrong, '/c': { get: wrong } } };
        expect(read(whole).operations.length).toBeGreaterThanOrEqual(1);
      }
    }
  });
});

describe('operations', () => {
  it('come in the order of the document, with what belongs to their path', () => {
    const reading = read(
      v3({
        security: [{ key: [] }, {}],
        paths: {
          '/orders/{id}': {
            servers: [{ url: 'https://orders.example.com' }],
            parameters: [
              { in: 'path', name: 'id', schema: { type: 'string' } },
              { in: 'query', name: 'page', schema: { type: 'integer' }, example: 1 },
            ],
            get: {
              ...ok,
              operationId: 'getOrder',
              tags: ['orders'],
              deprecated: true,
              parameters: [
                { in: 'query', name: 'page', required: true, content: { 'application/json': { example: 7 } } },
                { $ref: '#/components/parameters/Trace' },
              ],
            },
            delete: { ...ok, security: [] },
          },
          'x-note': {},
        },
        components: { parameters: { Trace: { in: 'header', name: 'X-Trace', examples: { one: { value: 'abc' } } } } },
      }),
    );
    expect(reading.operations.map((row) => [row.position, row.method, row.path])).toEqual([
      [0, 'GET', '/orders/{id}'],
      [1, 'DELETE', '/orders/{id}'],
    ]);
    const [get, remove] = reading.operations;
    expect(get).toMatchObject({ operationId: 'getOrder', tags: ['orders'], deprecated: true });
    expect(get?.definition.parameters).toEqual([
      expect.objectContaining({ in: 'path', name: 'id', required: true }),
      expect.objectContaining({ in: 'query', name: 'page', required: true, example: 7 }),
      expect.objectContaining({ in: 'header', name: 'X-Trace', example: 'abc' }),
    ]);
    expect(get?.definition.security).toEqual([[{ scheme: 'key', scopes: [] }], []]);
    expect(get?.definition.servers).toEqual(['https://orders.example.com']);
    expect(remove?.definition.security).toEqual([]);
  });

  it('of 2.0 and 3.0 that say the same are the same', () => {
    const schema = { $ref: '#/definitions/Order' };
    const two = read({
      swagger: '2.0',
      info: {},
      consumes: ['application/json'],
      produces: ['application/json'],
      definitions: { Order: { type: 'object' } },
      paths: {
        '/orders': {
          post: {
            parameters: [
              { in: 'query', name: 'dry', type: 'boolean', description: 'Try' },
              { in: 'body', name: 'body', required: true, schema },
            ],
            responses: { 201: { description: 'Made', schema, headers: { Location: { type: 'string' } } } },
          },
        },
      },
    });
    const json = { 'application/json': { schema } };
    const three = read(
      v3({
        definitions: { Order: { type: 'object' } },
        paths: {
          '/orders': {
            post: {
              parameters: [{ in: 'query', name: 'dry', schema: { type: 'boolean' }, description: 'Try' }],
              requestBody: { required: true, content: json },
              responses: {
                201: { description: 'Made', content: json, headers: { Location: { schema: { type: 'string' } } } },
              },
            },
          },
        },
      }),
    );
    expect(two.operations).toEqual(three.operations);
    expect(two.components).toEqual(three.components);
    expect(two.operations[0]?.refs).toEqual(['#/definitions/Order']);
  });

  it('of 2.0 with form fields get a body', () => {
    const field = (name: string, type: string): object => ({ in: 'formData', name, type, description: `The ${name}` });
    const operation = {
      parameters: [field('title', 'string'), { ...field('file', 'file'), required: true }],
      responses: {},
    };
    const [row] = read({ swagger: '2.0', info: {}, paths: { '/f': { post: operation } } }).operations;
    expect(row?.definition.parameters).toEqual([]);
    expect(row?.definition.requestBody?.contents).toEqual([
      {
        mediaType: 'multipart/form-data',
        example: null,
        schema: {
          type: 'object',
          required: ['file'],
          properties: {
            title: { type: 'string', description: 'The title' },
            file: { type: 'string', format: 'binary', description: 'The file' },
          },
        },
      },
    ]);
  });

  it('are 50,000 at most', () => {
    const paths = (count: number): object =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [`/p${n}`, { get: {} }]));
    expect(read(v3({ paths: paths(MAX_OPERATIONS) })).operations).toHaveLength(MAX_OPERATIONS);
    expect(() => read(v3({ paths: paths(MAX_OPERATIONS + 1) }))).toThrow(
      expect.objectContaining({ code: 'spec.too_complex', message: expect.stringContaining('50,000') }),
    );
  });
});
