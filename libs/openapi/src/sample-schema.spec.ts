import type { Json } from './json.js';
import { sampleSchema } from './sample-schema.js';

const components: Record<string, Json> = {
  '#/components/schemas/Node': {
    type: 'object',
    required: ['next'],
    properties: { name: { type: 'string' }, next: { $ref: '#/components/schemas/Node' } },
  },
  '#/loop/a': { $ref: '#/loop/b' },
  '#/loop/b': { $ref: '#/loop/a' },
};
const schemaAt = (pointer: string): Json | undefined => components[pointer];

it.each<[Json, Json]>([
  [{ type: 'string' }, 'text'],
  [{ type: 'string', format: 'email' }, 'ada@example.com'],
  [{ type: 'string', format: 'constructor' }, 'text'],
  [{ type: ['null', 'integer'], minimum: 5 }, 5],
  [{ type: 'boolean' }, true],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, ['a']],
  [{ properties: { a: { example: { deep: 1 } }, b: { readOnly: true } } }, { a: { deep: 1 } }],
  [{ oneOf: [{ const: 7 }, { type: 'string' }] }, 7],
  [
    {
      allOf: [{ properties: { a: { default: 1 } } }, { properties: { b: { default: 2 } } }],
      properties: { c: { type: 'boolean' } },
    },
    { a: 1, b: 2, c: true },
  ],
  [{ $ref: '#/loop/a' }, null],
  [{ $ref: 'https://example.com/x.json' }, null],
  [null, null],
  [true, null],
])('makes of %j %j', (schema, sample) => expect(sampleSchema(schema, schemaAt)).toEqual(sample));

it('leaves out of an answer what only requests have', () => {
  const schema = { properties: { id: { readOnly: true }, secret: { writeOnly: true } } };
  expect(sampleSchema(schema, schemaAt, 'answer')).toEqual({ id: 'text' });
  expect(sampleSchema(schema, schemaAt, 'request')).toEqual({ secret: 'text' });
});

it('ends where a schema contains itself', () => {
  expect(JSON.stringify(sampleSchema({ $ref: '#/components/schemas/Node' }, schemaAt)).length).toBeLessThan(500);
});

it('stays small where a schema fans out at every level', () => {
  const fan = (pointer: string): Json => {
    const level = Number(pointer);
    const names = Array.from({ length: 10 }, (_, n) => [`p${n}`, { $ref: String(level + 1) }]);
    return { type: 'object', properties: Object.fromEntries(names) };
  };
  const sample = sampleSchema({ $ref: '0' }, fan);
  expect(JSON.stringify(sample).length).toBeLessThan(10_000);
});

it('keeps a property called __proto__ as data', () => {
  const schema = JSON.parse('{"type": "object", "properties": {"__proto__": {"default": {"polluted": true}}}}') as Json;
  const sample = sampleSchema(schema, schemaAt) as object;
  expect(Object.getPrototypeOf(sample)).toBe(Object.prototype);
  expect(Object.keys(sample)).toEqual(['__proto__']);
});

it('writes a component that contains itself once', () => {
  const node = { $ref: 'Node' };
  const schemas = {
    Node: {
      required: ['id', 'twin'],
      properties: { id: { type: 'integer' }, parent: node, children: { type: 'array', items: node }, twin: node },
    },
  };
  expect(sampleSchema(node, (pointer) => schemas[pointer as 'Node'])).toEqual({ id: 1, twin: null, children: [] });
});

it('prefers a value to null', () => {
  expect(sampleSchema({ oneOf: [{ type: 'null' }, { type: 'integer' }] }, () => undefined)).toBe(1);
});
