import type { OperationDto, OperationSummaryDto } from '#contract';

const operationSummary = (
  method: string,
  path: string,
  summary: string,
  over: Partial<OperationSummaryDto> = {},
): OperationSummaryDto => ({ method, path, summary, operationId: null, tags: ['Orders'], deprecated: false, ...over });

export const operations: OperationSummaryDto[] = [
  operationSummary('GET', '/orders', 'List orders'),
  operationSummary('POST', '/orders', 'Place an order'),
  operationSummary('GET', '/orders/{orderId}', 'Read one order'),
  operationSummary('PATCH', '/orders/{orderId}', 'Change an order'),
  operationSummary('GET', '/returns/{returnId}', '', {
    tags: ['Returns'],
    deprecated: true,
    operationId: 'readReturn',
  }),
];

const order = { $ref: '#/components/schemas/Order' };

export const operation: OperationDto = {
  ...operations[3]!,
  definition: {
    description: 'Changes what has not been packed yet. See [the rules](https://example.com/rules).',
    parameters: [
      {
        in: 'path',
        name: 'orderId',
        required: true,
        deprecated: false,
        description: 'The number of the order.',
        schema: { type: 'integer', minimum: 1 },
        example: 8412,
      },
      {
        in: 'query',
        name: 'expand',
        required: false,
        deprecated: true,
        description: '',
        schema: { type: 'array', items: { type: 'string', enum: ['customer', 'parcels'] }, maxItems: 2 },
        example: null,
      },
    ],
    requestBody: {
      description: 'Only what changes.',
      required: true,
      contents: [{ mediaType: 'application/json', schema: { $ref: '#/components/schemas/Change' }, example: null }],
    },
    responses: [
      {
        status: '200',
        description: 'The order',
        headers: [],
        contents: [{ mediaType: 'application/json', schema: order, example: { id: 8412, state: 'packed' } }],
      },
      { status: '404', description: 'There is no such order', headers: [], contents: [] },
      { status: 'default', description: 'Something else', headers: [], contents: [] },
    ],
  },
  components: {
    '#/components/schemas/Order': {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'integer', description: 'The number that the customer knows.' },
        state: { type: 'string', enum: ['placed', 'paid', 'packed'], default: 'placed' },
        parts: { type: 'array', items: order, description: 'Orders that were split off.' },
      },
    },
    '#/components/schemas/Change': {
      oneOf: [
        { title: 'Address', type: 'object', properties: { street: { type: 'string', maxLength: 80 } } },
        { allOf: [order, { type: 'object', properties: { note: { type: ['string', 'null'] } } }] },
      ],
    },
  },
  curl: `curl -X PATCH 'https://api.example.com/orders/v2/orders/8412' \\\n  -H 'apikey: YOUR_KEY'`,
  request: {
    method: 'PATCH',
    url: 'https://api.example.com/orders/v2/orders/8412',
    headers: [
      { name: 'apikey', value: 'YOUR_KEY' },
      { name: 'Content-Type', value: 'application/json' },
    ],
    body: '{"street":"Main street 1"}',
    parts: null,
  },
  examples: [{ status: '200', mediaType: 'application/json', text: '{\n  "id": 8412,\n  "state": "packed"\n}' }],
  previous: operations[2]!,
  next: operations[4]!,
};
