import type {
  OperationSummaryDto,
  ReferenceComponentDto,
  ReferenceDefinitionDto,
  ReferenceOperationDto,
  ReferenceParameterDto,
  ReferencePlaceDto,
  ReferenceSampleDto,
  ReferenceStartDto,
  ReferenceTagPageDto,
} from '#contract';
import { components } from './reference-components.dto.js';

const summary = (
  method: string,
  path: string,
  text: string,
  over: Partial<OperationSummaryDto> = {},
): OperationSummaryDto => ({
  ...{ method, path, summary: text, operationId: null, tags: ['Orders'], deprecated: false },
  ...over,
});

export const operations: OperationSummaryDto[] = [
  summary('GET', '/orders', 'List orders'),
  summary('POST', '/orders', 'Place an order'),
  summary('GET', '/orders/{orderId}', 'Read one order'),
  summary('PATCH', '/orders/{orderId}', 'Change an order', { operationId: 'changeOrder' }),
  summary('DELETE', '/orders/{orderId}', 'Cancel an order that has not been packed yet', { deprecated: true }),
  summary('WEBHOOK POST', 'order.shipped', 'An order has left the house'),
];

export const place: ReferencePlaceDto = {
  service: {
    ...{ slug: 'orders', name: 'Orders', summary: 'Place, follow and cancel orders.', visibility: 'public' },
    ...{ exposure: 'external', ownerName: 'Commerce', editable: false },
  },
  version: {
    ...{ name: 'v2', state: 'published', sunsetAt: null, basePath: '/orders/v2', hosts: [] },
    callUrls: [
      { environment: 'live', environmentName: 'Live', url: 'https://api.example.com/orders/v2' },
      { environment: 'test', environmentName: 'Test', url: 'https://test.example.com/orders/v2' },
    ],
    ...{ publishedAt: '2026-03-02T08:00:00Z', deprecatesAt: null, deprecatedAt: null, retiredAt: null },
    ...{ successor: null, specRevision: 4, specHash: 'a1', openapi: '3.1' },
  },
  versions: [
    { name: 'v3', state: 'draft', sunsetAt: null },
    { name: 'v2', state: 'published', sunsetAt: null },
    { name: 'v1', state: 'deprecated', sunsetAt: '2027-03-02T08:00:00Z' },
  ],
  subscriptions: [
    {
      ...{ applicationId: 'a1', applicationName: 'Parcels app' },
      plan: { slug: 'basic', name: 'Basic', limits: { minute: 60 }, limitsText: '60 per minute' },
    },
  ],
  auth: { in: 'header', name: 'apikey' },
};

export const nobodysPlace: ReferencePlaceDto = { ...place, subscriptions: [] };

export const parameter = (given: Partial<ReferenceParameterDto>): ReferenceParameterDto => ({
  ...{ in: 'query', name: '', required: false, deprecated: false, description: '', schema: null, example: null },
  ...given,
});

export const sampleOf = (value: object, name: string | null = null, text = ''): ReferenceSampleDto => ({
  ...{ name, summary: text, description: '', text: JSON.stringify(value, null, 2), made: name === null },
});

const order = { $ref: '#/components/schemas/Order' };
const problem = {
  ...{ mediaType: 'application/problem+json', schema: { $ref: '#/components/schemas/Problem' } },
  samples: [sampleOf({ title: 'There is no such order', status: 404 })],
};

export const definition: ReferenceDefinitionDto = {
  description:
    'Changes what has not been packed yet. Fields that are left out stay as they are.\n\n' +
    '- An order that is **packed** can only be cancelled.\n- Each change is told to the `order.changed` webhook.\n\n' +
    'See [the rules](https://example.com/rules).',
  parameters: [
    parameter({
      ...{ in: 'path', name: 'orderId', required: true, description: 'The number of the order.', example: 8412 },
      schema: { type: 'integer', minimum: 1 },
    }),
    parameter({
      name: 'expand',
      description: 'What to give along with the order.',
      schema: { type: 'array', items: { type: 'string', enum: ['customer', 'parcels', 'history'] }, maxItems: 2 },
      ...{ style: 'form', explode: false },
    }),
    parameter({ name: 'verbose', deprecated: true, schema: { type: 'boolean', default: false } }),
    parameter({
      ...{ in: 'header', name: 'If-Match', description: 'The ETag that the change is based on.' },
      schema: { type: 'string', pattern: '^"[0-9a-f]+"$' },
      examples: [{ name: 'first', summary: '', description: '', value: '"1f"' }],
    }),
  ],
  requestBody: {
    ...{ description: 'Only what changes.', required: true },
    contents: [
      {
        mediaType: 'application/json',
        schema: { $ref: '#/components/schemas/OrderChange' },
        samples: [
          sampleOf({ address: { street: 'Main street 1' } }, 'address', 'A new address'),
          sampleOf({ note: 'Ring twice' }, 'note', 'A note'),
        ],
      },
      {
        mediaType: 'multipart/form-data',
        schema: {
          type: 'object',
          properties: { letter: { type: 'string', format: 'binary' }, note: { type: 'string', maxLength: 200 } },
        },
        encoding: [{ name: 'letter', contentType: 'image/png, application/pdf' }],
        samples: [],
      },
    ],
  },
  responses: [
    {
      ...{ status: '200', description: 'The order as it is now' },
      headers: [
        { ...parameter({ name: 'ETag', description: 'Changes with every change.', schema: { type: 'string' } }) },
      ],
      contents: [
        {
          ...{ mediaType: 'application/json', schema: order },
          samples: [
            sampleOf({
              id: 8412,
              state: 'packed',
              customer: { name: 'Mara' },
              payment: { kind: 'card', last4: '4242' },
            }),
            sampleOf({ id: 8413, state: 'paid' }, 'paid', 'Not packed yet'),
          ],
        },
        { mediaType: 'text/csv', schema: { type: 'string' }, samples: [] },
      ],
      links: [
        {
          ...{
            name: 'CancelIt',
            description: 'As long as it is not packed.',
            method: 'DELETE',
            path: '/orders/{orderId}',
          },
          parameters: [{ name: 'orderId', value: '$response.body#/id' }],
        },
      ],
    },
    { status: '404', description: 'There is no such order', headers: [], contents: [problem] },
    { status: '409', description: 'It is packed already', headers: [], contents: [problem] },
    { status: 'default', description: 'Something else', headers: [], contents: [] },
  ],
  callbacks: [
    {
      ...{ name: 'orderChanged', expression: '{$request.body#/callbackUrl}', method: 'POST' },
      ...{ summary: 'The order was changed', description: '', deprecated: false, parameters: [] },
      requestBody: {
        description: '',
        required: true,
        contents: [{ mediaType: 'application/json', schema: order, samples: [] }],
      },
      responses: [{ status: '204', description: 'Heard', headers: [], contents: [] }],
    },
  ],
  externalDocs: { url: 'https://example.com/orders', description: 'How orders are changed' },
  security: [[{ scheme: 'oauth', scopes: ['orders:write'] }]],
  securitySchemes: [{ name: 'oauth', type: 'oauth2', description: '', words: 'A token of OAuth 2.0' }],
  servers: [],
  refsTruncated: false,
};

export const requestOf = (body: string): ReferenceOperationDto['requests'][number]['request'] => ({
  ...{ method: 'PATCH', url: 'https://api.example.com/orders/v2/orders/8412', parts: null, body },
  headers: [
    { name: 'apikey', value: 'YOUR_KEY' },
    { name: 'Content-Type', value: 'application/json' },
  ],
});
export const curlOf = (body: string) =>
  `curl -X PATCH 'https://api.example.com/orders/v2/orders/8412' \\\n  -H 'apikey: YOUR_KEY' \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
export const requestWith = (example: string, text: string, value: object) => {
  const body = JSON.stringify(value);
  return { mediaType: 'application/json', example, summary: text, request: requestOf(body), curl: curlOf(body) };
};

const tags = [
  { name: 'Orders', operationCount: 6 },
  { name: 'Returns', operationCount: 14 },
  { name: 'Warehouses and everything that stands in them', operationCount: 1204 },
  { name: '', operationCount: 2 },
];

export const operation: ReferenceOperationDto = {
  ...operations[3]!,
  ...{ place, definition, components },
  requests: [
    requestWith('address', 'A new address', { address: { street: 'Main street 1', city: 'Lund' } }),
    requestWith('note', 'A note', { note: 'Ring twice' }),
  ],
  nav: { tags, moreTags: true, tag: 'Orders', operations, hasMoreBefore: false, hasMoreAfter: true },
  ...{ previous: operations[2]!, next: operations[4]! },
};

export const webhook: ReferenceOperationDto = {
  ...operation,
  ...operations[5]!,
  place: nobodysPlace,
  definition: { ...definition, parameters: [], callbacks: [] },
  requests: [],
};

export const component: ReferenceComponentDto = {
  ...{ place: nobodysPlace, pointer: '#/components/schemas/Order', name: 'Order', at: '' },
  schema: components['#/components/schemas/Order']!,
  sample: sampleOf({ id: 8412, state: 'packed' }),
  ...{ components, usedBy: operations.slice(0, 3), usedByMore: true },
};

export const tagPage: ReferenceTagPageDto = {
  place: nobodysPlace,
  tag: {
    ...{ name: 'Orders', operationCount: 6, description: 'An order goes from *placed* to **shipped**.' },
    externalDocs: { url: 'https://example.com/orders', description: 'The life of an order' },
  },
  items: operations,
  ...{ components: {}, tags, moreTags: false, nextCursor: 'more' },
};

export const wholeTagPage: ReferenceTagPageDto = {
  ...tagPage,
  items: operations.slice(2, 4).map((each) => ({ ...each, definition })),
  components,
};

export const start: ReferenceStartDto = {
  place,
  ...{ title: 'Orders', docVersion: '2.4.0', summary: 'Orders of the shop.', operationCount: 1226 },
  description: 'Every order has an `id` that never changes.\n\n## Paging\n\nLists come in pages of 50.',
  tags: tags.map((tag) => ({ ...tag, description: tag.name === 'Orders' ? 'From *placed* to **shipped**.' : '' })),
  moreTags: false,
  components: [
    { pointer: '#/components/schemas/Order', name: 'Order' },
    { pointer: '#/components/schemas/Customer', name: 'Customer' },
  ],
  moreComponents: true,
  servers: [{ url: 'https://orders.example.com' }],
  securitySchemes: definition.securitySchemes,
  externalDocs: { url: 'https://example.com/orders', description: 'The handbook' },
};
