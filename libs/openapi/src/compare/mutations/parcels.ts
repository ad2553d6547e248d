import type { Json, JsonObject } from '../../json.js';

const to = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): JsonObject => ({ 'application/json': { schema } });
const query = (name: string, schema: JsonObject, fields: JsonObject = {}): JsonObject => ({
  name,
  in: 'query',
  schema,
  ...fields,
});
const id: JsonObject = { name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } };
const problem: JsonObject = {
  description: 'Refused.',
  content: { 'application/problem+json': { schema: to('Problem') } },
};

const state = { type: 'string', enum: ['announced', 'taken', 'lost', 'delivered'] };

function sentSchemas(nullable: (type: string) => JsonObject): JsonObject {
  return {
    NewParcel: {
      type: 'object',
      required: ['sender', 'receiver', 'grams'],
      properties: {
        sender: to('Address'),
        receiver: to('Address'),
        grams: { type: 'integer', minimum: 10, maximum: 31_500 },
        worth: { type: 'number', minimum: 5, maximum: 100_000 },
        reference: { type: 'string', minLength: 5, maxLength: 40 },
        note: nullable('string'),
        kind: { type: 'string', enum: ['letter', 'box', 'pallet'] },
        labels: { type: 'array', items: { type: 'string', maxLength: 12 }, minItems: 2, maxItems: 9 },
        insured: { type: 'boolean', default: false },
      },
    },
    Address: {
      type: 'object',
      required: ['town', 'country'],
      properties: {
        name: { type: 'string', maxLength: 80 },
        town: { type: 'string', minLength: 2 },
        country: { type: 'string', pattern: '^[A-Z]{2}$' },
        rooms: { type: 'array', items: { type: 'integer' } },
      },
    },
  };
}

/** With circles and branches. */
function answeredSchemas(nullable: (type: string) => JsonObject): JsonObject {
  return {
    Parcel: {
      type: 'object',
      required: ['id', 'state', 'steps'],
      properties: {
        id: { type: 'string', format: 'uuid', readOnly: true },
        state,
        takenAt: { type: 'string', format: 'date-time' },
        steps: { type: 'array', items: to('Step'), minItems: 3, maxItems: 50 },
        weight: { type: 'number', minimum: 4, maximum: 40 },
        code: { type: 'string', minLength: 4, maxLength: 20 },
        hint: nullable('string'),
        content: { oneOf: [to('Letter'), to('Box')], discriminator: { propertyName: 'kind' } },
      },
    },
    Step: {
      type: 'object',
      required: ['at', 'place'],
      properties: {
        at: { type: 'string', format: 'date-time' },
        place: { type: 'string' },
        state,
        before: to('Step'),
        parts: { type: 'array', items: to('Step') },
      },
    },
    Letter: { allOf: [to('Kind'), { type: 'object', properties: { stamps: { type: 'integer' } } }] },
    Box: { allOf: [to('Kind'), { type: 'object', properties: { litres: { type: 'number' } } }] },
    Kind: { type: 'object', required: ['kind'], properties: { kind: { type: 'string' } } },
    Problem: {
      type: 'object',
      required: ['title', 'status'],
      properties: { title: { type: 'string' }, status: { type: 'integer', minimum: 400, maximum: 599 } },
    },
  };
}

function pathsOf(): JsonObject {
  const page: JsonObject = {
    description: 'A page.',
    headers: {
      'X-Total': { required: true, schema: { type: 'integer', minimum: 7 } },
      Link: { schema: { type: 'string' } },
    },
    content: { ...json({ type: 'array', items: to('Parcel') }), 'text/csv': { schema: { type: 'string' } } },
  };
  const notify: JsonObject = {
    '{$request.query.callback}': {
      post: { requestBody: { content: json(to('Step')) }, responses: { 204: { description: 'Heard.' } } },
    },
  };
  return {
    '/parcels': {
      get: {
        operationId: 'listParcels',
        parameters: [
          query('tenant', { type: 'string' }, { required: true }),
          query('after', { type: 'string', format: 'date-time' }),
          query('limit', { type: 'integer', minimum: 3, maximum: 100, default: 20 }),
          query('states', { type: 'array', items: { type: 'string' }, minItems: 2, maxItems: 4 }),
          query('order', { type: 'string', enum: ['newest', 'oldest'] }),
          { name: 'X-Trace', in: 'header', schema: { type: 'string', minLength: 8, maxLength: 64 } },
        ],
        responses: { 200: page, 400: problem },
      },
      post: {
        operationId: 'sendParcel',
        parameters: [query('callback', { type: 'string' })],
        requestBody: {
          required: true,
          content: { ...json(to('NewParcel')), 'application/xml': { schema: to('NewParcel') } },
        },
        responses: { 201: { description: 'Taken in.', content: json(to('Parcel')) }, 422: problem },
        callbacks: { moved: notify },
      },
    },
    '/parcels/{id}': {
      parameters: [id],
      get: {
        operationId: 'getParcel',
        responses: { 200: { description: 'It.', content: json(to('Parcel')) }, 404: problem },
      },
      patch: {
        operationId: 'changeParcel',
        requestBody: { content: json({ type: 'object', properties: { receiver: to('Address') } }) },
        responses: { 200: { description: 'It.', content: json(to('Parcel')) }, 204: { description: 'As it was.' } },
      },
      delete: { operationId: 'cancelParcel', responses: { 204: { description: 'Gone.' }, default: problem } },
    },
    '/parcels/{id}/pickup': {
      parameters: [id],
      post: { operationId: 'pickUp', responses: { 202: { description: 'Somebody comes.' } } },
    },
  };
}

/** A carrier's document in the words of the line. */
export function parcels(openapi: '3.0.3' | '3.1.0'): JsonObject {
  const is31 = openapi === '3.1.0';
  const nullable = (type: string): JsonObject => (is31 ? { type: [type, 'null'] } : { type, nullable: true });
  const found = {
    post: { requestBody: { content: json(to('Parcel')) }, responses: { 204: { description: 'Heard.' } } },
  };
  return {
    openapi,
    info: { title: 'Parcels', version: '1.0.0', description: 'Sends parcels.' },
    servers: [{ url: 'https://parcels.example/v1' }],
    security: [{ key: [] }],
    paths: pathsOf(),
    components: {
      schemas: { ...sentSchemas(nullable), ...answeredSchemas(nullable) },
      securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'apikey' } },
    },
    ...(is31 ? { webhooks: { found } } : {}),
  };
}
