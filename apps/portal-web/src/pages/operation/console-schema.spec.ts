import type { JsonValue } from '#contract';
import { ConsoleSchemas } from './console-schema.js';

const refs = (name: string, count: number): JsonValue[] =>
  Array.from({ length: count }, () => ({ $ref: `#/components/schemas/${name}` }));

it('puts together what allOf says, through references', () => {
  const schemas = new ConsoleSchemas({
    '#/components/schemas/Base': { properties: { id: { type: 'integer' } }, required: ['id'] },
  });
  const read = schemas.read({ allOf: [...refs('Base', 1), { properties: { name: { type: 'string' } } }] });
  expect(read.properties.map(([name]) => name)).toEqual(['id', 'name']);
  expect(read).toMatchObject({ type: 'object', required: ['id'] });
});

it('comes to an end where a component is put together of many of itself', () => {
  const schemas = new ConsoleSchemas({
    '#/components/schemas/Loop': { properties: { a: { type: 'string' } }, allOf: refs('Loop', 50) },
  });
  expect(schemas.read(refs('Loop', 1)[0]).properties.map(([name]) => name)).toEqual(['a']);
});

it('takes nothing for a component that the document does not have', () => {
  expect(new ConsoleSchemas({}).read({ $ref: '__proto__' }).schema).toEqual({});
});
