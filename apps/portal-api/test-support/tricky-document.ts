const schemas = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: object, rest: object = {}) => ({ 'application/json': { schema, ...rest } });
const ok = (schema: object, rest: object = {}) => ({ 200: { description: 'Fine', content: json(schema), ...rest } });

/** Names that something might stumble over. */
export const HOSTILE_NAMES = ['__proto__', 'a/b', 'a.b', `it's "quoted"`, '名前 ü', 'constructor', 'a~b', '%2F', ' '];

/** A document of 3.1 with everything in it that is hard to show. */
export const TRICKY_DOCUMENT = JSON.stringify({
  openapi: '3.1.0',
  info: { title: 'Tricky', version: '1', description: '# Tricky' },
  externalDocs: { url: 'https://example.com/docs', description: 'More' },
  servers: [{ url: 'https://{region}.example.com', variables: { region: { default: 'eu', enum: ['eu', 'us'] } } }],
  tags: [
    { name: 'Trees', description: 'What grows', externalDocs: { url: 'https://example.com/trees' } },
    { name: 'Unused' },
  ],
  security: [{ oauth: ['read'] }, { key: [] }],
  paths: {
    '/trees': {
      get: {
        tags: ['Trees'],
        summary: 'All trees',
        externalDocs: { url: 'https://example.com/all' },
        parameters: [
          { name: 'filter', in: 'query', style: 'deepObject', explode: true, schema: { type: 'object' } },
          { name: 'ids', in: 'query', explode: false, schema: { type: 'array', items: { type: 'integer' } } },
          { name: 'kind', in: 'query', examples: { oak: { summary: 'Oak', value: 'oak' }, elm: { value: 'elm' } } },
        ],
        responses: ok(schemas('Tree'), {
          links: { one: { operationId: 'readTree', parameters: { id: '$response.body#/id' } } },
        }),
      },
      post: {
        tags: ['Trees'],
        requestBody: {
          content: {
            ...json(schemas('Pet'), {
              examples: { cat: { summary: 'A cat', value: { kind: 'cat' } }, dog: { value: { kind: 'dog' } } },
            }),
            'multipart/form-data': {
              schema: {
                type: 'object',
                properties: { photo: { type: 'string', format: 'binary' }, title: { type: 'string' } },
              },
              encoding: { photo: { contentType: 'image/png' } },
            },
          },
        },
        callbacks: {
          grown: {
            '{$request.body#/url}': { post: { requestBody: { content: json(schemas('Tree')) }, responses: {} } },
          },
        },
        responses: ok(schemas('Pet')),
      },
    },
    '/trees/{id}': {
      get: {
        tags: ['Trees'],
        operationId: 'readTree',
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: ['string', 'null'], example: 'oak 1' } },
        ],
        responses: ok(schemas('Hostile')),
      },
    },
    ...Object.fromEntries(
      HOSTILE_NAMES.map((name) => [
        `/${name}`,
        {
          get: {
            tags: [name],
            responses: ok({ type: 'object', properties: Object.fromEntries([[name, { type: 'string' }]]) }),
          },
        },
      ]),
    ),
    '/huge': { get: { responses: ok(schemas('Huge')) } },
  },
  webhooks: {
    'tree/fallen': {
      post: { summary: 'A tree fell', tags: ['Trees'], requestBody: { content: json(schemas('Tree')) } },
    },
  },
  components: {
    securitySchemes: {
      oauth: {
        type: 'oauth2',
        flows: {
          clientCredentials: { tokenUrl: 'https://example.com/token', scopes: { read: 'Read', write: 'Write' } },
        },
      },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      unused: { type: 'http', scheme: 'bearer' },
    },
    schemas: {
      Tree: {
        type: 'object',
        required: ['id'],
        properties: {
          id: { type: 'integer' },
          parent: schemas('Tree'),
          children: { type: 'array', items: schemas('Tree') },
        },
        patternProperties: { '^x-': { type: ['integer', 'null'] } },
      },
      Pet: {
        oneOf: [schemas('Cat'), schemas('Dog')],
        discriminator: { propertyName: 'kind', mapping: { cat: '#/components/schemas/Cat' } },
      },
      Cat: { allOf: [{ type: 'object', properties: { kind: { const: 'cat' } } }, { not: { required: ['bark'] } }] },
      Dog: { type: 'object', properties: { kind: { const: 'dog' } } },
      Hostile: {
        type: 'object',
        properties: Object.fromEntries(HOSTILE_NAMES.map((name) => [name, schemas(escaped(name))])),
      },
      ...Object.fromEntries(HOSTILE_NAMES.map((name) => [name, { type: 'string', title: name }])),
      Huge: {
        type: 'object',
        properties: Object.fromEntries(
          Array.from({ length: 3_000 }, (_, at) => [`property${at}`, schemas(`Part${at % 200}`)]),
        ),
      },
      ...Object.fromEntries(
        Array.from({ length: 200 }, (_, at) => [`Part${at}`, { type: 'object', description: 'x'.repeat(2_000) }]),
      ),
    },
  },
});

/** A name as it stands in a reference. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25');
}
