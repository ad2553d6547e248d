import type { Json, JsonObject } from '../json.js';
import { compareSpecs } from './compare-specs.js';
import type { SpecComparison } from './spec-change.js';

const compare = (base: object, target: object): SpecComparison =>
  compareSpecs(Buffer.from(JSON.stringify(base)), Buffer.from(JSON.stringify(target)));
const told = ({ changes }: SpecComparison): [string, string | null, string | null][] =>
  changes.map(({ rule, basePointer, targetPointer }) => [rule, basePointer, targetPointer]);

const document = (paths: JsonObject, rest: JsonObject = {}): JsonObject => ({
  openapi: '3.0.3',
  info: { title: 'Orders', version: '1' },
  paths,
  ...rest,
});
const json = (schema: Json): JsonObject => ({ content: { 'application/json': { schema } } });
const order = { $ref: '#/components/schemas/Order' };
const answering = (schema: Json): JsonObject => ({ responses: { 200: json(schema) } });

describe('what is told', () => {
  it('names both places, the operations and a sentence', () => {
    const limit = (fields: JsonObject): JsonObject =>
      document({ '/orders': { get: { parameters: [{ name: 'limit', in: 'query', schema: {}, ...fields }] } } });
    expect(compare(limit({}), limit({ required: true }))).toEqual({
      operations: [{ method: 'GET', path: '/orders' }],
      changes: [
        {
          rule: 'request-parameter-became-required',
          class: 'breaking',
          operations: [0],
          direction: 'request',
          basePointer: '#/paths/~1orders/get/parameters/0',
          targetPointer: '#/paths/~1orders/get/parameters/0',
          message: 'The query parameter `limit` became required.',
        },
      ],
      counts: { breaking: 1, dangerous: 0, safe: 0 },
      operationsAdded: 0,
      operationsRemoved: 0,
      operationsChanged: 1,
      operationsUnchanged: 0,
    });
  });

  it('is one change where many operations share what changed, and one for each direction', () => {
    const orders = (fields: JsonObject): JsonObject =>
      document(
        {
          '/orders': {
            get: answering({ type: 'array', items: order }),
            post: { requestBody: json(order), ...answering(order) },
          },
          '/orders/{id}': { get: answering(order) },
          '/status': { get: answering({ type: 'string' }) },
        },
        {
          components: { schemas: { Order: { type: 'object', properties: { state: { type: 'string', ...fields } } } } },
        },
      );
    const comparison = compare(orders({ enum: ['open'] }), orders({ enum: ['open', 'closed'] }));
    const place = '#/components/schemas/Order/properties/state/enum';
    expect(told(comparison)).toEqual([
      ['response-enum-value-added', place, place],
      ['request-enum-value-added', place, place],
    ]);
    expect(comparison.operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /orders',
      'POST /orders',
      'GET /orders/{id}',
    ]);
    expect(comparison.changes.map(({ operations }) => operations)).toEqual([[0, 1, 2], [1]]);
    expect(comparison.changes.map(({ message }) => message)).toEqual([
      'In responses, the property `state` of `Order` may now be `closed`, too.',
      'In requests, the property `state` of `Order` may now be `closed`, too.',
    ]);
    expect(comparison).toMatchObject({ operationsChanged: 3, operationsUnchanged: 1 });
  });

  it('puts the worst first', () => {
    const base = document({ '/a': { get: {} }, '/b': { get: answering({ enum: ['a'] }) } });
    const target = document({ '/c': { get: {} }, '/b': { get: answering({ enum: ['a', 'b'] }) } });
    expect(compare(base, target).changes.map((change) => change.class)).toEqual(['breaking', 'dangerous', 'safe']);
  });
});

describe('operations', () => {
  it('are the same where a path parameter has another name', () => {
    const named = (name: string): JsonObject => {
      const parameters = [{ name, in: 'path', required: true, schema: { type: 'string' } }];
      return document({ [`/orders/{${name}}`]: { parameters, get: {} } });
    };
    expect(compare(named('id'), named('orderId'))).toMatchObject({ changes: [], operationsUnchanged: 1 });
  });

  it('are the same where the path of the server moved into the template', () => {
    const base = document({ '/orders': { get: {} } }, { servers: [{ url: 'https://a.example.com/v1' }] });
    const target = document({ '/v1/orders': { get: {} } }, { servers: [{ url: 'https://a.example.com' }] });
    const comparison = compare(base, target);
    expect(comparison).toMatchObject({ operationsRemoved: 0, operationsAdded: 0, operationsChanged: 1 });
    // Whoever calls it knows it by its old template.
    expect(comparison.operations).toEqual([{ method: 'GET', path: '/v1/orders', basePath: '/orders' }]);
  });

  it('turn around where the API calls: webhooks and callbacks', () => {
    const event = (kinds: string[]): JsonObject => ({ post: { requestBody: json({ enum: kinds }), responses: {} } });
    const hooks = (kinds: string[]): JsonObject =>
      document({}, { openapi: '3.1.0', webhooks: { moved: event(kinds) } });
    const webhook = compare(hooks(['a']), hooks(['a', 'b']));
    expect(webhook).toMatchObject({
      operations: [{ method: 'POST', path: 'moved', isWebhook: true }],
      changes: [{ rule: 'response-enum-value-added', direction: 'response', operations: [0] }],
      operationsChanged: 0,
    });
    const calls = (kinds: string[]): JsonObject =>
      document({ '/a': { post: { callbacks: { moved: { '{$request.body#/url}': event(kinds) } } } } });
    expect(compare(calls(['a', 'b']), calls(['a']))).toMatchObject({
      operations: [{ method: 'POST', path: '/a' }],
      changes: [{ rule: 'response-enum-value-removed', class: 'safe' }],
    });
  });
});

describe('spellings of the same', () => {
  const versions = [
    ['a nullable text', { type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [
      'an exclusive bound',
      { type: 'number', maximum: 5, exclusiveMaximum: true },
      { type: 'number', exclusiveMaximum: 5 },
    ],
    ['a bound of whole numbers', { type: 'integer', maximum: 4 }, { type: 'integer', exclusiveMaximum: 5 }],
    ['one value', { type: 'string', enum: ['a'] }, { const: 'a' }],
    ['values with titles', { enum: ['a', 'b'] }, { oneOf: [{ const: 'b', title: 'B' }, { const: 'a' }] }],
    ['a list of types', { anyOf: [{ type: 'string' }, { type: 'integer' }] }, { type: ['integer', 'string'] }],
    ['a nullable reference', { nullable: true, allOf: [order] }, { anyOf: [order, { type: 'null' }] }],
    ['a wrapped reference', { allOf: [order] }, order],
    ['anything', {}, true],
  ] as [string, Json, Json][];

  it.each(versions)('%s', (_name, schema, spelled) => {
    const components = { schemas: { Order: { type: 'object', properties: { id: { type: 'string' } } } } };
    const paths = (one: Json): JsonObject => ({ '/a': { post: { requestBody: json(one), ...answering(one) } } });
    const base = document(paths(schema), { components });
    const target = document(paths(spelled), { components, openapi: '3.1.0' });
    expect(told(compare(base, target))).toEqual([]);
    expect(told(compare(target, base))).toEqual([]);
  });

  it('properties that move between the branches of allOf', () => {
    const [id, name] = [
      { properties: { id: { type: 'string' } } },
      { properties: { name: { maxLength: 9 } }, required: ['name'] },
    ];
    const base = document({ '/a': { get: answering({ allOf: [id, name] }) } });
    const target = document({
      '/a': {
        get: answering({ type: 'object', properties: { ...name.properties, ...id.properties }, required: ['name'] }),
      },
    });
    expect(told(compare(base, target))).toEqual([]);
  });
});

it('knows a security scheme that only got another name', () => {
  const secured = (name: string, header: string): JsonObject =>
    document(
      { '/a': { get: {} } },
      {
        security: [{ [name]: [] }],
        components: { securitySchemes: { [name]: { type: 'apiKey', in: 'header', name: header } } },
      },
    );
  expect(told(compare(secured('key', 'X-Key'), secured('apiKey', 'X-Key')))).toEqual([]);
  expect(told(compare(secured('apiKey', 'X-Key'), secured('key', 'X-Key')))).toEqual([]);
  expect(compare(secured('key', 'X-Key'), secured('apiKey', 'X-Token')).changes).toMatchObject([
    { rule: 'security-tightened', class: 'breaking' },
    { rule: 'security-alternative-added', class: 'safe' },
  ]);
});

it('minds how a list is taken apart, not how a single value is', () => {
  const taken = (type: string, explode: boolean): JsonObject =>
    document({ '/a': { get: { parameters: [{ name: 'p', in: 'query', explode, schema: { type } }] } } });
  expect(told(compare(taken('string', true), taken('string', false)))).toEqual([]);
  expect(compare(taken('array', true), taken('array', false)).changes).toMatchObject([
    { rule: 'request-parameter-style-changed', class: 'breaking' },
  ]);
});

describe('documents of 2.0', () => {
  const old = (type: string): JsonObject => ({
    swagger: '2.0',
    info: { title: 'Orders', version: '1' },
    host: 'a.example.com',
    basePath: '/v1',
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    securityDefinitions: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
    security: [{ key: [] }],
    definitions: { Order: { type: 'object', properties: { id: { type } } } },
    parameters: { body: { in: 'body', name: 'b', required: true, schema: { $ref: '#/definitions/Order' } } },
    paths: {
      '/orders': {
        post: {
          parameters: [
            { $ref: '#/parameters/body' },
            { in: 'query', name: 'q', type: 'array', items: { type }, collectionFormat: 'multi' },
          ],
          responses: { 200: { schema: { type: 'array', items: { $ref: '#/definitions/Order' } } } },
        },
        put: { consumes: ['multipart/form-data'], parameters: [{ in: 'formData', name: 'f', type: 'file' }] },
      },
    },
  });

  it('are compared by what they say, with places in the document as it is', () => {
    expect(told(compare(old('string'), old('string')))).toEqual([]);
    const id = '#/definitions/Order/properties/id';
    const items = '#/paths/~1orders/post/parameters/1/items';
    expect(told(compare(old('string'), old('boolean'))).sort()).toEqual([
      ['request-type-changed', id, id],
      ['request-type-changed', items, items],
      ['response-type-changed', id, id],
    ]);
  });

  it('say the same as their like in 3.0', () => {
    const order = { $ref: '#/components/schemas/Order' };
    const target = document(
      {
        '/orders': {
          post: {
            parameters: [{ in: 'query', name: 'q', schema: { type: 'array', items: { type: 'string' } } }],
            requestBody: { required: true, ...json(order) },
            ...answering({ type: 'array', items: order }),
          },
          put: {
            requestBody: {
              content: {
                'multipart/form-data': {
                  schema: { type: 'object', properties: { f: { type: 'string', format: 'binary' } } },
                },
              },
            },
          },
        },
      },
      {
        servers: [{ url: 'https://a.example.com/v1' }],
        security: [{ key: [] }],
        components: {
          schemas: { Order: { type: 'object', properties: { id: { type: 'string' } } } },
          securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
        },
      },
    );
    expect(told(compare(old('string'), target))).toEqual([]);
    expect(told(compare(target, old('string')))).toEqual([]);
  });
});
