import type { Json, JsonObject } from '../json.js';
import { compareSpecs } from './compare-specs.js';
import { MAX_CHANGES } from './limits.js';
import type { SpecComparison } from './spec-change.js';

const compare = (base: object, target: object): SpecComparison =>
  compareSpecs(Buffer.from(JSON.stringify(base)), Buffer.from(JSON.stringify(target)));
const rulesOf = ({ changes }: SpecComparison): string[] => changes.map(({ rule }) => rule);

const answering = (schema: Json, schemas: JsonObject, openapi = '3.1.0'): JsonObject => ({
  openapi,
  info: { title: 'T', version: '1' },
  paths: { '/a': { get: { responses: { 200: { content: { 'application/json': { schema } } } } } } },
  components: { schemas },
});
const ref = (name: string | number): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const numbered = (count: number, make: (at: number) => JsonObject): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [String(at), make(at)]));

describe('places', () => {
  it('under a very long name are told by what they stand in, so that a comparison stays small', () => {
    const wide = (type: string): JsonObject => {
      const properties = numbered(500, () => ({ type }));
      return answering({ type: 'object', properties: { ['k'.repeat(100_000)]: { type: 'object', properties } } }, {});
    };
    const told = compare(wide('string'), wide('integer'));
    expect(told.changes).toHaveLength(500);
    expect(told.changes[0]?.targetPointer).toMatch(/^#\/paths\/~1a\/get\/.+\/schema\/properties$/);
    expect(JSON.stringify(told).length).toBeLessThan(1_000_000);
  });
});

describe('references', () => {
  it('may go round in a circle, and a change within is told once', () => {
    const node = (value: JsonObject) => ({
      type: 'object',
      properties: { value, next: ref('Node'), all: ref('List') },
    });
    const list = { type: 'array', items: ref('Node') };
    const before = answering(ref('Node'), { Node: node({ type: 'string' }), List: list });
    const after = answering(ref('List'), { Node: node({ type: 'integer' }), List: list });
    expect(compare(before, before).changes).toEqual([]);
    expect(rulesOf(compare({ ...before, paths: after.paths }, after))).toEqual(['response-type-changed']);
  });

  it('may be circles of different lengths that say the same', () => {
    const circle = (length: number): JsonObject =>
      numbered(length, (at) => ({ type: 'object', properties: { next: ref((at + 1) % length) } }));
    expect(compare(answering(ref(0), circle(3)), answering(ref(0), circle(7))).changes).toEqual([]);
  });

  it('may be 10,000 long, whether or not something stands between them', () => {
    const bare = (end: JsonObject) => ({ ...numbered(10_000, (at) => ref(at + 1)), 10000: end });
    const nested = (end: JsonObject) => ({
      ...numbered(10_000, (at) => ({ type: 'object', properties: { next: ref(at + 1) } })),
      10000: end,
    });
    for (const chain of [bare, nested]) {
      const [before, after] = [chain({ type: 'string' }), chain({ type: 'boolean' })];
      expect(compare(answering(ref(0), before), answering(ref(0), before)).changes).toEqual([]);
      expect(rulesOf(compare(answering(ref(0), before), answering(ref(0), after)))).toEqual(['response-type-changed']);
    }
  });

  it('that lead nowhere, out of the document or to themselves are only compared as they are written', () => {
    const schemas = { Self: ref('Self'), One: ref('Other'), Other: ref('One') };
    for (const schema of [ref('Self'), ref('One'), ref('Nobody'), { $ref: 'https://example.com/a.json' }]) {
      expect(compare(answering(schema, schemas), answering(schema, schemas)).changes).toEqual([]);
      const told = compare(answering(schema, schemas), answering({ $ref: 'file:///etc/passwd' }, schemas));
      expect(rulesOf(told)).toEqual(['response-reference-changed']);
    }
  });

  it('may join each other by allOf in a circle', () => {
    const schemas = (type: string): JsonObject => ({
      One: { allOf: [ref('Other'), { type: 'object', properties: { a: { type } } }] },
      Other: { allOf: [ref('One')] },
    });
    const [before, after] = [answering(ref('One'), schemas('string')), answering(ref('One'), schemas('boolean'))];
    expect(compare(before, before).changes).toEqual([]);
    expect(rulesOf(compare(before, after))).toEqual(['response-type-changed']);
  });

  it('are refused where a schema joins thousands of others', () => {
    const schemas = (end: JsonObject) => ({
      ...numbered(2_000, (at) => ({ allOf: [ref(at + 1), { title: `${at}` }] })),
      2000: end,
    });
    const [before, after] = [schemas({ type: 'string' }), schemas({ type: 'boolean' })];
    expect(() => compare(answering(ref(0), before), answering(ref(0), after))).toThrow(
      expect.objectContaining({ code: 'spec.too_complex' }),
    );
  });
});

describe('names', () => {
  it.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is a name like any other',
    (name) => {
      const own = (value: Json): JsonObject =>
        JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as JsonObject;
      const document = (type: string): JsonObject => ({
        ...answering(ref(name), {}),
        components: { schemas: own({ type: 'object', properties: own({ type }), required: [name] }) },
        paths: {
          ...(answering(ref(name), {}).paths as JsonObject),
          [`/${name}`]: {
            get: {
              parameters: [{ name, in: 'query', schema: { type } }],
              responses: own({ headers: own({ schema: { type } }) }),
            },
          },
        },
      });
      const bytes = (type: string): Buffer => Buffer.from(JSON.stringify(document(type)));
      expect(compareSpecs(bytes('string'), bytes('string')).changes).toEqual([]);
      const { changes } = compareSpecs(bytes('string'), bytes('boolean'));
      expect(changes.map(({ rule }) => rule).sort()).toEqual([
        'request-type-changed',
        'response-type-changed',
        'response-type-changed',
      ]);
      expect(
        changes.some(({ targetPointer }) => targetPointer === `#/components/schemas/${name}/properties/${name}`),
      ).toBe(true);
      expect(Object.keys(Object.prototype)).toEqual([]);
    },
  );

  it('may be a media type, a response or an example of a 2.0 document without harm', () => {
    const document = (type: string) =>
      `{"swagger":"2.0","info":{"title":"T","version":"1"},"produces":["__proto__"],"consumes":["__proto__"],
        "definitions":{"__proto__":{"type":"${type}"}},"responses":{"__proto__":{"schema":{"$ref":"#/definitions/__proto__"}}},
        "paths":{"/a":{"get":{"responses":{"200":{"$ref":"#/responses/__proto__","examples":{"foo":1}}}}}}}`;
    const comparison = compareSpecs(Buffer.from(document('string')), Buffer.from(document('boolean')));
    expect(comparison.changes).toMatchObject([
      { rule: 'response-type-changed', targetPointer: '#/definitions/__proto__' },
    ]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('sheer size', () => {
  it('of an enum costs one change', () => {
    const values = Array.from({ length: 300_000 }, (_, at) => `value ${at}`);
    const comparison = compare(answering({ enum: values }, {}), answering({ enum: [...values, 'new'].reverse() }, {}));
    expect(comparison.changes).toMatchObject([{ rule: 'response-enum-value-added' }]);
    expect(comparison.changes[0]?.message.length).toBeLessThan(300);
  });

  it('of a change is counted, and cut in the list', () => {
    const properties = (type: string) => ({
      type: 'object',
      properties: numbered(MAX_CHANGES + 500, () => ({ type })),
    });
    const comparison = compare(answering(properties('string'), {}), answering(properties('boolean'), {}));
    expect(comparison.counts).toEqual({ breaking: MAX_CHANGES + 500, dangerous: 0, safe: 0 });
    expect(comparison.changes).toHaveLength(MAX_CHANGES);
  });

  it('of the operations that a change reaches is bounded', () => {
    const schemas = (type: string) => ({ Shared: { type: 'object', properties: numbered(500, () => ({ type })) } });
    const responses = { 200: { content: { 'application/json': { schema: ref('Shared') } } } };
    const document = (type: string): JsonObject => ({
      ...answering({}, schemas(type)),
      paths: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`/p${at}`, { get: { responses } }])),
    });
    const comparison = compare(document('string'), document('boolean'));
    expect(comparison).toMatchObject({ counts: { breaking: 500 }, operationsChanged: 10_000 });
    expect(comparison.changes[0]?.operations).toHaveLength(10_000);
    const named = comparison.changes.reduce((sum, { operations }) => sum + operations.length, 0);
    expect(named).toBe(2_000_000);
  });

  it('of alternatives that are all different is looked at without trying each with each', () => {
    const branches = (prefix: string) =>
      Array.from({ length: 2_000 }, (_, at) => ({ type: 'object', properties: { [`${prefix}${at}`]: {} } }));
    const comparison = compare(answering({ oneOf: branches('a') }, {}), answering({ oneOf: branches('b') }, {}));
    expect(comparison.counts).toEqual({ breaking: 2_000, dangerous: 0, safe: 2_000 });
  });
});

it('never runs a pattern', () => {
  const pattern = '^(a+)+$';
  const schema = (text: string) => ({
    type: 'string',
    pattern: text,
    default: `${'a'.repeat(60)}!`,
    enum: ['a'.repeat(60)],
  });
  expect(rulesOf(compare(answering(schema(pattern), {}), answering(schema(`${pattern}(`), {})))).toEqual([
    'response-pattern-changed',
  ]);
});

it('takes any value anywhere', () => {
  const odd: Json[] = [null, true, 7, 'x', [], [[]], {}, [{ $ref: 5 }], { $ref: '#' }, { $ref: '#/paths' }];
  const fill = (value: Json): JsonObject => ({
    openapi: '3.1.0',
    info: value,
    servers: value,
    security: value,
    webhooks: value,
    paths: {
      '/a': {
        parameters: value,
        get: { parameters: [value], requestBody: value, responses: value, callbacks: value, security: value },
      },
      '/b': { get: { requestBody: { content: value }, responses: { 200: { headers: value, content: { a: value } } } } },
      '/c': {
        get: {
          parameters: [{ name: 'p', in: 'query', schema: value, content: value }],
          responses: {
            200: {
              content: {
                'a/b': {
                  encoding: value,
                  schema: {
                    type: value,
                    enum: value,
                    required: value,
                    properties: value,
                    items: value,
                    allOf: value,
                    oneOf: value,
                    anyOf: [value, value],
                    not: value,
                    discriminator: value,
                    additionalProperties: value,
                    maximum: value,
                    pattern: value,
                    if: value,
                    then: value,
                    dependentRequired: { a: value },
                    prefixItems: value,
                    format: value,
                  },
                },
              },
            },
          },
        },
      },
    },
    components: { schemas: value, securitySchemes: value, parameters: value },
  });
  for (const base of odd)
    for (const target of odd) {
      expect(() => compare(fill(base), fill(target))).not.toThrow();
      if (base === target) expect(compare(fill(base), fill(target)).changes).toEqual([]);
      const [was, is] = [fill(base), fill(target)].map(({ openapi: _, ...rest }) => ({
        ...rest,
        swagger: '2.0',
        definitions: base,
      }));
      expect(() => compare(was as object, is as object)).not.toThrow();
    }
});
