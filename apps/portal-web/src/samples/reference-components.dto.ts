import type { ReferenceOperationDto } from '#contract';

/** What the sample documents share. */
export const components: ReferenceOperationDto['components'] = {
  '#/components/schemas/Order': {
    type: 'object',
    required: ['id', 'state'],
    properties: {
      id: { type: 'integer', description: 'The number that the customer knows.', readOnly: true },
      state: { type: 'string', enum: ['placed', 'paid', 'packed', 'shipped'], default: 'placed' },
      customer: { $ref: '#/components/schemas/Customer' },
      payment: { $ref: '#/components/schemas/Payment' },
      parts: {
        type: 'array',
        items: { $ref: '#/components/schemas/Order' },
        description: 'Orders that were split off.',
      },
      labels: { type: 'object', additionalProperties: { type: 'string', maxLength: 64 }, description: 'Yours alone.' },
      placedAt: { type: 'string', format: 'date-time', examples: ['2026-03-02T08:00:00Z'] },
      coupon: { type: ['string', 'null'], deprecated: true, description: 'Use `discounts`.' },
      warehouse: { $ref: '#/components/schemas/Warehouse' },
    },
  },
  '#/components/schemas/Customer': {
    type: 'object',
    description: 'Who has ordered.',
    required: ['name'],
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 200 },
      email: { type: 'string', format: 'email' },
      address: { $ref: '#/components/schemas/Address' },
    },
    patternProperties: { '^x-': { type: 'string' } },
    additionalProperties: false,
  },
  '#/components/schemas/Address': {
    type: 'object',
    required: ['street', 'city'],
    properties: {
      street: { type: 'string', maxLength: 80 },
      city: { type: 'string' },
      country: { type: 'string', pattern: '^[A-Z]{2}$', example: 'SE' },
      place: { type: 'object', properties: { latitude: { type: 'number' }, longitude: { type: 'number' } } },
    },
  },
  '#/components/schemas/Payment': {
    description: 'How it was paid.',
    oneOf: [{ $ref: '#/components/schemas/Card' }, { $ref: '#/components/schemas/Invoice' }],
    discriminator: {
      propertyName: 'kind',
      mapping: { card: '#/components/schemas/Card', invoice: '#/components/schemas/Invoice' },
    },
  },
  '#/components/schemas/Card': {
    type: 'object',
    required: ['kind', 'last4'],
    properties: { kind: { const: 'card' }, last4: { type: 'string', minLength: 4, maxLength: 4 } },
  },
  '#/components/schemas/Invoice': {
    type: 'object',
    required: ['kind'],
    properties: { kind: { const: 'invoice' }, days: { type: 'integer', minimum: 7, maximum: 60, default: 30 } },
  },
  '#/components/schemas/OrderChange': {
    allOf: [
      { type: 'object', properties: { address: { $ref: '#/components/schemas/Address' } } },
      {
        type: 'object',
        properties: {
          note: { type: ['string', 'null'], maxLength: 500 },
          password: { type: 'string', writeOnly: true },
        },
        not: { required: ['note', 'address'] },
      },
    ],
  },
  '#/components/schemas/Problem': {
    type: 'object',
    properties: { title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' } },
  },
};
