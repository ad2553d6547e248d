import type { Json } from './json.js';
import type { SchemaFact } from './schema-facts.js';
import type { FieldView, ShapeView, TypeView } from './shape.view.js';
import { SchemaTrees } from './schema-trees.js';
import type { Source } from './source.js';

const hrefOf = ({ pointer, at }: Source, from?: number) => `/${pointer ?? ''}?at=${at}${from ? `&from=${from}` : ''}`;
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const named = (components: Record<string, Json>) =>
  Object.fromEntries(Object.entries(components).map(([name, schema]) => [ref(name).$ref, schema]));
const shapeOf = (schema: Json, components: Record<string, Json> = {}, bytes = 100_000): ShapeView =>
  new SchemaTrees({ components: named(components), hrefOf }, bytes).shape(schema, 'body', {
    pointer: undefined,
    at: '',
  });
const typeText = ({ before, name, after }: TypeView) => `${before}${name}${after}`;
const factText = (facts: SchemaFact[]) =>
  facts.map(({ words, values, after }) => [words, values.join(', '), after].filter(Boolean).join(' ')).join(' · ');
const anchorsOf = (fields: FieldView[]): string[] =>
  fields.flatMap((field) => [field.anchor, ...anchorsOf(field.fields)]);

describe('SchemaTree', () => {
  it('names every place, whatever it stands in', () => {
    const shape = shapeOf({
      type: 'object',
      properties: {
        customer: { type: 'object', properties: { name: {} } },
        items: { type: 'array', items: { type: 'object', properties: { id: {} } } },
        labels: { type: 'object', additionalProperties: { type: 'object', properties: { text: {} } } },
        'a.b [c]': {},
      },
    });
    expect(anchorsOf(shape.fields)).toEqual([
      ...['body.customer', 'body.customer.name', 'body.items', 'body.items[].id', 'body.labels', 'body.labels{}.text'],
      'body.a%2Eb%20%5Bc%5D',
    ]);
  });

  it('stops at a schema that contains itself, with a link to where it is shown', () => {
    const node = ref('Node');
    const shape = shapeOf(node, {
      Node: { type: 'object', properties: { next: node, all: { type: 'array', items: node } } },
    });
    expect(typeText(shape.type)).toBe('Node');
    expect(shape.fields.map(({ again }) => again?.href)).toEqual(['#body', '#body']);
    expect(typeText(shape.fields[1]!.type)).toBe('array of Node');
  });

  it('lists of many choices, and of many exclusions, no more forms than of one', () => {
    const forms = Array.from({ length: 50 }, (_, nth) => ({ const: nth }));
    const { choices } = shapeOf({ allOf: Array.from({ length: 50 }, () => ({ oneOf: forms, not: { const: 1 } })) });
    const counts = (title: string) => choices.filter((one) => one.title === title).map((one) => one.forms.length);
    expect(counts('One of 50')).toEqual([50, 50, 20]);
    expect(counts('But not')).toEqual([50]);
  });

  it('names the first of many fields that a form has to have', () => {
    const required = Array.from({ length: 5_000 }, (_, nth) => `p${nth}`);
    expect(factText(shapeOf({ required }).facts)).toMatch(/^Has p0, .*, p23 and 4,976 more$/);
  });

  it('stays as small as it is told with forms of many words, too', () => {
    const forms = Array.from({ length: 100 }, () => ({ description: 'word '.repeat(240), type: 'string' }));
    const shape = shapeOf({ oneOf: forms, anyOf: forms }, {}, 20_000);
    expect(JSON.stringify(shape).length).toBeLessThan(60_000);
    expect(shape.choices.map(({ title }) => title)).toEqual(['One of 100', 'Any of 100']);
  });

  it('links a loop over two schemas to the field that shows the first of them', () => {
    const shape = shapeOf(
      { type: 'object', properties: { a: ref('A') } },
      {
        A: { type: 'object', properties: { b: ref('B') } },
        B: { type: 'object', properties: { a: ref('A') } },
      },
    );
    expect(shape.fields[0]?.fields[0]?.fields[0]?.again).toEqual({ href: '#body.a', label: 'A' });
  });

  it('puts the parts of allOf together, also where one refers to itself', () => {
    const shape = shapeOf(
      { allOf: [ref('Base'), { required: ['own'], properties: { own: { type: 'string' } } }] },
      { Base: { allOf: [ref('Base')], type: 'object', required: ['id'], properties: { id: { type: 'integer' } } } },
    );
    expect(shape.fields.map(({ name, type, required }) => [name, typeText(type), required])).toEqual([
      ['id', 'integer', true],
      ['own', 'string', true],
    ]);
  });

  it('marks a circle of allOf, also where a field stands between, and no component that is only used twice', () => {
    const shape = shapeOf(
      { properties: { one: ref('One'), node: ref('Node'), twice: ref('Twice') } },
      {
        One: { allOf: [ref('Other'), { properties: { a: {} } }] },
        Other: { allOf: [ref('One')] },
        Node: { properties: { next: { allOf: [ref('Node')], description: 'The next.' } } },
        Base: { properties: { id: {} } },
        Near: { allOf: [ref('Base')] },
        Twice: { allOf: [ref('Base'), ref('Near')] },
      },
    );
    const [one, node, twice] = shape.fields;
    expect([one!.again, one!.fields.map(({ name }) => name)]).toEqual([{ href: '#body.one', label: 'One' }, ['a']]);
    expect(node!.again).toBeUndefined();
    expect(node!.fields[0]).toMatchObject({ text: 'The next.', again: { href: '#body.node', label: 'Node' } });
    expect(typeText(node!.fields[0]!.type)).toBe('Node');
    expect([twice!.again, twice!.fields.map(({ name }) => name)]).toEqual([undefined, ['id']]);
  });

  it('keeps the forms that each part of allOf offers', () => {
    const shape = shapeOf({
      allOf: [{ oneOf: [{ title: 'A' }, { title: 'B' }] }, { anyOf: [{ title: 'C' }], not: { type: 'string' } }],
    });
    expect(shape.choices.map(({ title, forms }) => [title, forms.map(({ label }) => label)])).toEqual([
      ['One of 2', ['A', 'B']],
      ['Any of 1', ['C']],
      ['But not', ['string']],
    ]);
  });

  it('offers the forms of oneOf and anyOf by name, without null, with the value that tells them apart', () => {
    const shape = shapeOf(
      {
        oneOf: [ref('Card'), ref('Cash'), { type: 'string' }, { type: 'null' }],
        discriminator: { propertyName: 'kind', mapping: { credit: ref('Card').$ref } },
      },
      { Card: { type: 'object', properties: { number: { type: 'string' } } }, Cash: { type: 'object' } },
    );
    expect(typeText(shape.type)).toBe('any or null');
    expect(shape.choices[0]).toMatchObject({ title: 'One of 3', by: 'kind' });
    expect(shape.choices[0]?.forms.map(({ anchor, label, value }) => [anchor, label, value])).toEqual([
      ['body.one-of-1', 'Card', 'credit'],
      ['body.one-of-2', 'Cash', 'Cash'],
      ['body.one-of-3', 'string', ''],
    ]);
  });

  it('shows the one form beside null as what the field is, with the words that stand beside it', () => {
    const components = { Node: { type: 'object', properties: { next: { anyOf: [ref('Node'), { type: 'null' }] } } } };
    const [node, text] = shapeOf(
      {
        properties: {
          node: { anyOf: [{ type: 'null' }, ref('Node')], description: 'The first.' },
          text: { oneOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }], default: null },
        },
      },
      components,
    ).fields;
    expect([typeText(node!.type), node!.text, node!.choices]).toEqual(['Node or null', 'The first.', []]);
    expect(node!.fields[0]).toMatchObject({ name: 'next', again: { href: '#body.node', label: 'Node' } });
    expect(typeText(node!.fields[0]!.type)).toBe('Node or null');
    expect(typeText(text!.type)).toBe('string or null');
    expect(text!.facts.length).toBe(2);
  });

  it('names a component that is put together of another one by its own name', () => {
    const shape = shapeOf(
      { oneOf: [ref('Tanker'), { type: 'string' }] },
      {
        Ship: { type: 'object', properties: { name: { type: 'string' } } },
        Tanker: { allOf: [ref('Ship'), { properties: { barrels: { type: 'integer' } } }] },
      },
    );
    expect(shape.choices[0]?.forms[0]).toMatchObject({ label: 'Tanker', type: { name: 'Tanker' } });
  });

  it('says what fields without a name of their own have to be', () => {
    const shape = shapeOf({
      properties: { id: {} },
      patternProperties: { '^x-': { type: 'string' } },
      additionalProperties: { type: 'integer' },
    });
    expect(shape.fields.map(({ name, note, anchor }) => [name, note, anchor])).toEqual([
      ['id', '', 'body.id'],
      ['^x-', 'names that match', 'body.~%5Ex-'],
      ['…', 'any other name', 'body{}'],
    ]);
  });

  it('marks what is only sent one way and what should not be used any more', () => {
    const shape = shapeOf({
      properties: { id: { readOnly: true }, secret: { writeOnly: true }, old: { deprecated: true } },
    });
    expect(shape.fields.map(({ access, deprecated }) => [access, deprecated])).toEqual([
      ['only in answers', false],
      ['only in requests', false],
      ['', true],
    ]);
  });

  it.each<[Json, string, string]>([
    [{ type: 'string', enum: ['a', 'b'], default: 'a' }, 'string', 'One of a, b · Default a'],
    [{ enum: ['a', ''] }, 'string', 'One of a, ""'],
    [{ type: 'integer', minimum: 1, maximum: 100 }, 'integer', '1 to 100'],
    [{ type: 'number', minimum: 0, exclusiveMinimum: true }, 'number', 'Above 0'],
    [{ type: 'number', exclusiveMaximum: 5 }, 'number', 'Below 5'],
    [{ type: ['string', 'null'], format: 'date' }, 'string (date) or null', ''],
    [{ type: 'string', nullable: true, maxLength: 8 }, 'string or null', 'At most 8 characters'],
    [{ type: 'object', additionalProperties: { type: 'integer' } }, 'map of integer', ''],
    [{ type: 'object', additionalProperties: false }, 'object', 'No other fields'],
    [{ type: 'string', minLength: 1 }, 'string', 'Not empty'],
    [{ type: 'array', minItems: 1, items: {} }, 'array of any', 'At least 1 item'],
    [{ const: 7 }, 'number', 'Always 7'],
    [{ type: 'string', examples: ['x'] }, 'string', 'For example x'],
    [true, 'any', ''],
    [false, 'nothing', ''],
    [{ $ref: 'https://example.com/x' }, 'x', 'Outside of the document: https://example.com/x'],
    [{ type: 'object', properties: 'x', required: 'y', oneOf: 7, allOf: {}, enum: {} }, 'object', ''],
  ])('says of %j what it is', (schema, type, facts) => {
    const shape = shapeOf(schema);
    expect([typeText(shape.type), factText(shape.facts)]).toEqual([type, facts]);
  });

  it('leads to the page of what is not at hand', () => {
    expect(shapeOf(ref('Far')).more).toEqual({ href: '/#/components/schemas/Far?at=', label: 'About Far' });
  });

  it('shows three levels and leads to the rest by its place', () => {
    const deep = (levels: number): Json => ({ properties: { x: levels === 0 ? {} : deep(levels - 1) } });
    const third = shapeOf(deep(5)).fields[0]?.fields[0]?.fields[0];
    expect(third?.fields).toEqual([]);
    expect(third?.more).toEqual({ href: '/?at=/properties/x/properties/x/properties/x', label: '1 field' });
  });

  it('stays as small as it is told, however much a document fans out, and says where the rest is', () => {
    const names = Array.from({ length: 400 }, (_, index) => `p${index}`);
    const level = (depth: number): Json => ({
      properties: Object.fromEntries(names.map((name) => [name, depth === 0 ? {} : ref(`Wide${depth - 1}`)])),
    });
    const components = Object.fromEntries(Array.from({ length: 6 }, (_, depth) => [`Wide${depth}`, level(depth)]));
    const shape = shapeOf(ref('Wide5'), components, 20_000);
    expect(JSON.stringify(shape).length).toBeLessThan(60_000);
    expect(shape.fields.length).toBeGreaterThan(10);
    const left = 400 - shape.fields.length;
    expect(shape.more).toEqual({
      href: `/#/components/schemas/Wide5?at=&from=${shape.fields.length}`,
      label: `${left} more fields`,
    });
  });
});
