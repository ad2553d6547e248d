import { MAX_CALLBACKS, MAX_EXAMPLE_CHARACTERS, MAX_NAMED_EXAMPLES } from './limits.js';
import { readSpec } from './read-spec.js';
import type { OperationRow, SpecReading } from './reference-model.js';

const read = (document: object): SpecReading => readSpec(Buffer.from(JSON.stringify(document)));
const v3 = (operation: object, rest: object = {}): OperationRow =>
  read({ openapi: '3.1.0', info: {}, paths: { '/a': { get: operation } }, ...rest }).operations[0]!;
const v2 = (operation: object): OperationRow =>
  read({ swagger: '2.0', info: {}, paths: { '/a': { get: operation } } }).operations[0]!;
const json = (media: object) => ({ requestBody: { content: { 'application/json': media } } });
const contentOf = (media: object) => v3(json(media)).definition.requestBody?.contents[0];

describe('examples', () => {
  it('keep their names, in the order of the document', () => {
    const examples = {
      small: { summary: 'Small', value: 1 },
      shared: { $ref: '#/components/examples/shared' },
      elsewhere: { externalValue: 'https://example.com/a.json' },
      empty: { summary: 'Nothing here' },
      broken: 'a text',
    };
    const components = { examples: { shared: { description: 'Two', value: 2 } } };
    const content = v3(json({ examples }), { components }).definition.requestBody?.contents[0];
    expect(content?.example).toBeNull();
    expect(content?.examples).toEqual([
      { name: 'small', summary: 'Small', value: 1 },
      { name: 'shared', description: 'Two', value: 2 },
      { name: 'elsewhere', value: null, externalValue: 'https://example.com/a.json' },
    ]);
  });

  it('have no name where there is one of them and nothing is said about it', () => {
    expect(contentOf({ examples: { default: { value: [1] } } })).toEqual({
      mediaType: 'application/json',
      schema: null,
      example: [1],
    });
  });

  it('stay few and small together, and the first one is there in any case', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`n${at}`, { value: at }]));
    expect(contentOf({ examples: many })?.examples).toHaveLength(MAX_NAMED_EXAMPLES);
    const value = 'x'.repeat(MAX_EXAMPLE_CHARACTERS * 2);
    const examples = contentOf({ examples: { long: { value }, short: { value: 1 } } })?.examples ?? [];
    expect(examples.map(({ name }) => name)).toEqual(['long']);
    expect(String(examples[0]?.value).length).toBeLessThan(MAX_EXAMPLE_CHARACTERS + 100);
  });

  it('of a parameter stand beside it, or beside its one media type', () => {
    const examples = { a: { summary: 'A', value: 'x' } };
    const parameters = [
      { name: 'one', in: 'query', examples },
      { name: 'two', in: 'query', content: { 'application/json': { examples, schema: { type: 'object' } } } },
    ];
    const [one, two] = v3({ parameters }).definition.parameters;
    expect([one?.examples, one?.mediaType]).toEqual([[{ name: 'a', summary: 'A', value: 'x' }], undefined]);
    expect([two?.examples, two?.mediaType]).toEqual([one?.examples, 'application/json']);
  });
});

describe('style and explode', () => {
  it.each([
    ['query', {}, {}],
    ['query', { style: 'form', explode: true }, {}],
    ['query', { explode: false }, { explode: false }],
    ['query', { style: 'deepObject', explode: true }, { style: 'deepObject', explode: true }],
    ['path', { style: 'simple', explode: false }, {}],
    ['path', { style: 'label' }, { style: 'label' }],
    ['header', { explode: true }, { explode: true }],
    ['cookie', { explode: true }, {}],
  ])('in %s %j is told as %j', (place, given, told) => {
    const [parameter] = v3({ parameters: [{ name: 'a', in: place, ...given }] }).definition.parameters;
    const { style, explode } = parameter ?? {};
    expect({ ...(style === undefined ? {} : { style }), ...(explode === undefined ? {} : { explode }) }).toEqual(told);
  });

  it.each([
    ['query', undefined, { explode: false }],
    ['query', 'multi', {}],
    ['query', 'pipes', { style: 'pipeDelimited' }],
    ['path', 'csv', {}],
  ])('2.0 in %s with collectionFormat %s is told as %j', (place, collectionFormat, told) => {
    const parameters = [{ name: 'a', in: place, type: 'array', items: { type: 'string' }, collectionFormat }];
    const [parameter] = v2({ parameters }).definition.parameters;
    const { style, explode } = parameter ?? {};
    expect({ ...(style === undefined ? {} : { style }), ...(explode === undefined ? {} : { explode }) }).toEqual(told);
  });
});

describe('encoding, links and words elsewhere', () => {
  it('keeps how a property of a form is sent', () => {
    const encoding = {
      photo: { contentType: 'image/png', headers: { 'X-A': { schema: { type: 'string' } } } },
      ids: {},
    };
    expect(contentOf({ encoding })?.encoding).toEqual([
      { name: 'photo', contentType: 'image/png', headers: [expect.objectContaining({ name: 'X-A' })] },
      { name: 'ids' },
    ]);
  });

  it('leads a link to the operation that it names by id or reference', () => {
    const links = {
      byId: { operationId: 'readOrder', parameters: { id: '$response.body#/id', __proto__x: 1 }, description: 'Next' },
      byRef: { operationRef: '#/paths/~1orders~1{id}/get', requestBody: '$request.body' },
      lost: { operationId: 'toString' },
      outside: { operationRef: 'https://example.com/x#/paths/~1a/get' },
    };
    const paths = {
      '/a': { get: { responses: { 200: { description: '', links } } } },
      '/orders/{id}': { get: { operationId: 'readOrder' } },
    };
    const target = { method: 'GET', path: '/orders/{id}' };
    const [operation] = read({ openapi: '3.0.0', info: {}, paths }).operations;
    expect(operation?.definition.responses[0]?.links).toEqual([
      {
        name: 'byId',
        description: 'Next',
        ...target,
        target: 'readOrder',
        parameters: [
          { name: 'id', value: '$response.body#/id' },
          { name: '__proto__x', value: 1 },
        ],
      },
      {
        name: 'byRef',
        description: '',
        ...target,
        target: links.byRef.operationRef,
        parameters: [],
        requestBody: '$request.body',
      },
      { name: 'lost', description: '', target: 'toString', parameters: [] },
      { name: 'outside', description: '', target: links.outside.operationRef, parameters: [] },
    ]);
  });

  it('keeps words elsewhere of document, tag and operation', () => {
    const externalDocs = { url: 'https://example.com', description: 'More' };
    const paths = { '/a': { get: { externalDocs }, post: { externalDocs: { description: 'no address' } } } };
    for (const line of [{ openapi: '3.0.0' }, { swagger: '2.0' }]) {
      const reading = read({ ...line, info: {}, paths, externalDocs, tags: [{ name: 't', externalDocs }] });
      expect(reading.externalDocs).toEqual(externalDocs);
      expect(reading.tags[0]?.externalDocs).toEqual(externalDocs);
      expect(reading.operations.map(({ definition }) => definition.externalDocs)).toEqual([externalDocs, undefined]);
    }
  });
});

describe('callbacks and webhooks', () => {
  const schema = { $ref: '#/components/schemas/Event' };
  const event = {
    post: { summary: 'Told', requestBody: { content: { 'application/json': { schema } } }, responses: {} },
  };
  const components = { schemas: { Event: { type: 'object' } } };

  it('keeps the calls that an operation answers with later, and what they carry', () => {
    const callbacks = { onEvent: { '{$request.body#/url}': event, 'x-note': event }, lost: { $ref: '#/nowhere' } };
    const { definition, refs } = v3({ callbacks }, { components });
    expect(definition.callbacks).toEqual([
      expect.objectContaining({ name: 'onEvent', expression: '{$request.body#/url}', method: 'POST', summary: 'Told' }),
    ]);
    expect(definition.callbacks?.[0]?.requestBody?.contents[0]?.schema).toEqual(schema);
    expect(refs).toEqual(['#/components/schemas/Event']);
  });

  it('keeps no more callbacks than a page shows, and none inside of callbacks', () => {
    const inner = { post: { ...event.post, callbacks: { again: { x: event } } } };
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`u${at}`, inner]));
    const { definition } = v3({ callbacks: { many } }, { components });
    expect(definition.callbacks).toHaveLength(MAX_CALLBACKS);
    expect(JSON.stringify(definition)).not.toContain('again');
  });

  it('lists the webhooks of 3.1 after the operations, under a method that nobody can call', () => {
    const webhooks = { 'new/order': event, __proto__x: event };
    const document = { info: {}, paths: { '/a': { get: {} } }, webhooks, components };
    const rows = read({ openapi: '3.1.0', ...document }).operations;
    expect(rows.map(({ method, path, position }) => [method, path, position])).toEqual([
      ['GET', '/a', 0],
      ['WEBHOOK POST', 'new/order', 1],
      ['WEBHOOK POST', '__proto__x', 2],
    ]);
    expect(rows[1]?.refs).toEqual(['#/components/schemas/Event']);
    expect(read({ openapi: '3.0.0', ...document }).operations).toHaveLength(1);
  });
});

describe('security schemes', () => {
  it('are told in detail, those of 2.0 in the words of 3.x', () => {
    const flow = { tokenUrl: 'https://example.com/token', scopes: { read: 'Read' } };
    const told = [{ flow: 'clientCredentials', ...flow, scopes: [{ name: 'read', description: 'Read' }] }];
    const securitySchemes = {
      oauth: { type: 'oauth2', flows: { clientCredentials: flow, 'x-other': flow } },
      openId: { type: 'openIdConnect', openIdConnectUrl: 'https://example.com/.well-known' },
      token: { type: 'http', scheme: 'Bearer', bearerFormat: 'JWT' },
    };
    expect(read({ openapi: '3.0.0', info: {}, paths: {}, components: { securitySchemes } }).securitySchemes).toEqual([
      { name: 'oauth', type: 'oauth2', description: '', flows: told },
      { name: 'openId', type: 'openIdConnect', description: '', openIdConnectUrl: 'https://example.com/.well-known' },
      { name: 'token', type: 'http', description: '', scheme: 'bearer', bearerFormat: 'JWT' },
    ]);
    const securityDefinitions = { oauth: { type: 'oauth2', flow: 'application', ...flow } };
    expect(read({ swagger: '2.0', info: {}, paths: {}, securityDefinitions }).securitySchemes).toEqual([
      { name: 'oauth', type: 'oauth2', description: '', flows: told },
    ]);
  });
});
