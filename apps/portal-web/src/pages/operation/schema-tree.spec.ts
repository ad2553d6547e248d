import type { Json } from './definition.js';
import { SchemaTree } from './schema-tree.js';

const shapeOf = (schema: Json, components: Record<string, Json> = {}) =>
  new SchemaTree(components).shape(schema, 'top');

describe('SchemaTree', () => {
  it('stops at a schema that contains itself, with a link to where it is shown', () => {
    const node = { $ref: '#/components/schemas/Node' };
    const shape = shapeOf(node, {
      '#/components/schemas/Node': { type: 'object', properties: { next: node, all: { type: 'array', items: node } } },
    });
    expect(shape.type).toBe('Node');
    expect(shape.fields.map(({ again }) => again)).toEqual([
      { href: '#top', label: 'Node' },
      { href: '#top', label: 'Node' },
    ]);
    expect(shape.fields[1]?.type).toBe('array of Node');
  });

  it('links a loop over two schemas to the field that shows the first of them', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
    const shape = shapeOf(
      { type: 'object', properties: { a: ref('A') } },
      {
        '#/components/schemas/A': { type: 'object', properties: { b: ref('B') } },
        '#/components/schemas/B': { type: 'object', properties: { a: ref('A') } },
      },
    );
    const [a] = shape.fields;
    expect(a?.fields[0]?.fields[0]?.again).toEqual({ href: `#${a?.anchor}`, label: 'A' });
  });

  it('puts the parts of allOf together, also where one refers to itself', () => {
    const base = '#/components/schemas/Base';
    const shape = shapeOf(
      { allOf: [{ $ref: base }, { required: ['own'], properties: { own: { type: 'string' } } }] },
      {
        [base]: { allOf: [{ $ref: base }], type: 'object', required: ['id'], properties: { id: { type: 'integer' } } },
      },
    );
    expect(shape.fields.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['id', 'integer', true],
      ['own', 'string', true],
    ]);
  });

  it('offers the forms of oneOf and anyOf by name, without null', () => {
    const shape = shapeOf(
      { oneOf: [{ $ref: '#/components/schemas/Card' }, { type: 'string' }, { type: 'null' }] },
      { '#/components/schemas/Card': { type: 'object', properties: { number: { type: 'string' } } } },
    );
    expect(shape.choices?.title).toBe('One of');
    expect(shape.choices?.forms.map(({ label }) => label)).toEqual(['Card', 'string']);
  });

  it.each<[Json, string, string]>([
    [{ type: 'string', enum: ['a', 'b'], default: 'a' }, 'string', 'One of a, b · a when left out'],
    [{ type: 'integer', minimum: 1, maximum: 100 }, 'integer', '1 to 100'],
    [{ type: 'number', minimum: 0, exclusiveMinimum: true }, 'number', 'Above 0'],
    [{ type: 'number', exclusiveMaximum: 5 }, 'number', 'Below 5'],
    [{ type: ['string', 'null'], format: 'date' }, 'string (date) or null', ''],
    [{ type: 'string', nullable: true, maxLength: 8 }, 'string or null', 'At most 8 characters'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map of integer', ''],
    [{ type: 'string', minLength: 1 }, 'string', 'Not empty'],
    [{ type: 'array', minItems: 1, items: {} }, 'array of any', 'At least 1 item'],
    [{ const: 7 }, 'any', 'Always 7'],
    [true, 'any', ''],
    [{ $ref: 'https://example.com/x' }, 'x', 'Not in the document'],
  ])('says of %j what it is', (schema, type, facts) => {
    expect(shapeOf(schema)).toMatchObject({ type, facts });
  });

  it('stays small, however much a document fans out', () => {
    const wide = '#/components/schemas/Wide';
    const names = Array.from({ length: 40 }, (_, index) => `p${index}`);
    const level = (depth: number): Json =>
      depth === 0
        ? { type: 'string' }
        : {
            type: 'object',
            properties: Object.fromEntries(names.map((name) => [name, { $ref: `${wide}${depth - 1}` }])),
          };
    const components = Object.fromEntries(Array.from({ length: 6 }, (_, depth) => [`${wide}${depth}`, level(depth)]));
    const text = JSON.stringify(shapeOf({ $ref: `${wide}5` }, components));
    expect(text.length).toBeLessThan(400_000);
  });
});
