import type { Json, JsonObject } from '../json.js';
import { compareSpecs } from './compare-specs.js';
import { FingerprintTable } from './fingerprints.js';
import { ComparedSide } from './comparison.js';
import { type OperationSite, operationsIn } from './operation-sites.js';
import { childrenOf } from './place.js';
import { Unchanged } from './unchanged.js';

const json = (schema: Json): JsonObject => ({ content: { 'application/json': { schema } } });
const ref = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });
const answering = (schema: Json): JsonObject => ({ responses: { 200: json(schema) } });
/** `GET /orders` and what it refers to. */
const document = (operation: JsonObject, schemas: JsonObject = {}, openapi = '3.0.3'): JsonObject => ({
  openapi,
  info: { title: 'Orders', version: '1' },
  paths: { '/orders': { get: operation } },
  components: { schemas },
});

function isUnchanged(base: JsonObject, target: JsonObject): boolean {
  const [was, is] = [base, target].map(
    (root) => new ComparedSide(root, root.openapi === '3.1.0', new FingerprintTable()),
  ) as [ComparedSide, ComparedSide];
  const [one, other] = [was, is].map((side) => operationsIn(side, childrenOf(side.root, 'paths'))[0]) as [
    OperationSite,
    OperationSite,
  ];
  return new Unchanged(was, is).operation(one, other);
}

const rulesOf = (base: JsonObject, target: JsonObject): string[] =>
  compareSpecs(Buffer.from(JSON.stringify(base)), Buffer.from(JSON.stringify(target))).changes.map(({ rule }) => rule);

const text: JsonObject = { type: 'string' };
const object = (properties: JsonObject): JsonObject => ({ type: 'object', properties });

describe('what is written alike', () => {
  it.each<[string, JsonObject, JsonObject]>([
    [
      'other words about it',
      document({ summary: 'A', tags: ['a'], ...answering({ type: 'string', description: 'A', 'x-go-name': 'A' }) }),
      document({ summary: 'B', tags: ['b'], ...answering({ type: 'string', description: 'B', 'x-go-name': 'B' }) }),
    ],
    [
      'words that were not there before, and another order of keys',
      document(answering({ type: 'object', properties: { a: text, b: text } })),
      document(answering({ title: 'Order', properties: { b: text, a: text }, type: 'object' })),
    ],
    [
      'schemas that refer to each other in a circle',
      document(answering(ref('A')), { A: object({ b: ref('B') }), B: object({ a: ref('A') }) }),
      document(answering(ref('A')), { B: object({ a: ref('A') }), A: object({ b: ref('B') }) }),
    ],
  ])('is passed over: %s', (_, base, target) => {
    expect(isUnchanged(base, target)).toBe(true);
    expect(rulesOf(base, target)).toEqual([]);
  });

  it.each<[string, JsonObject, JsonObject, string[]]>([
    [
      'a property that is named like an annotation',
      document(answering(object({ description: text }))),
      document(answering(object({ description: { type: 'integer' } }))),
      ['response-type-changed'],
    ],
    [
      'a header that is named like an extension',
      document({ responses: { 200: { headers: { 'x-total': { schema: text } } } } }),
      document({ responses: { 200: { headers: { 'x-total': { schema: { type: 'integer' } } } } } }),
      ['response-type-changed'],
    ],
    [
      'a value that a discriminator maps, named like an annotation',
      document(answering({ type: 'object', discriminator: { propertyName: 'kind', mapping: { title: 'Book' } } })),
      document(answering({ type: 'object', discriminator: { propertyName: 'kind', mapping: { title: 'Film' } } })),
      ['response-mapping-changed'],
    ],
    [
      'a default with annotations in it',
      document(answering({ type: 'object', default: { description: 'A' } })),
      document(answering({ type: 'object', default: { description: 'B' } })),
      ['response-default-changed'],
    ],
    [
      'a property that is named __proto__',
      JSON.parse(JSON.stringify(document(answering(object({ a: {}, b: text })))).replace('"a"', '"__proto__"')),
      document(answering(object({ b: text, c: text }))),
      ['response-optional-property-removed', 'response-property-added'],
    ],
    [
      'what lies behind a circle',
      document(answering(ref('A')), { A: object({ b: ref('B') }), B: object({ a: ref('A'), c: ref('C') }), C: text }),
      document(answering(ref('A')), {
        A: object({ b: ref('B') }),
        B: object({ a: ref('A'), c: ref('C') }),
        C: { type: 'integer' },
      }),
      ['response-type-changed'],
    ],
    [
      'what a callback refers to',
      document({ callbacks: { done: { '{$url}': { post: { requestBody: json(ref('A')) } } } } }, { A: text }),
      document(
        { callbacks: { done: { '{$url}': { post: { requestBody: json(ref('A')) } } } } },
        { A: { type: 'integer' } },
      ),
      ['response-type-changed'],
    ],
    [
      'what stands beside a reference, which counts since 3.1',
      document(answering({ ...ref('A'), maxLength: 5 }), { A: text }),
      document(answering({ ...ref('A'), maxLength: 5 }), { A: text }, '3.1.0'),
      ['response-max-length-set'],
    ],
  ])('is looked at: %s', (_, base, target, rules) => {
    expect(isUnchanged(base, target)).toBe(false);
    expect(rulesOf(base, target).sort()).toEqual(rules);
  });

  it('asks the parameters of the path, too, and where they stand in it', () => {
    const withItem = (path: string, type: string): JsonObject => ({
      openapi: '3.0.3',
      paths: { [path]: { parameters: [{ name: 'a', in: 'path', schema: { type } }], get: answering(text) } },
    });
    const base = withItem('/orders/{a}', 'string');
    expect(isUnchanged(base, withItem('/orders/{a}', 'string'))).toBe(true);
    expect(isUnchanged(base, withItem('/orders/{a}', 'integer'))).toBe(false);
    expect(isUnchanged(base, withItem('/orders/{b}/{a}', 'string'))).toBe(false);
  });

  it('tells a difference again wherever it is met again, and nothing of what stands beside it', () => {
    const schemas = (type: string): JsonObject => ({ A: object({ same: object({ a: text }), other: { type } }) });
    const operation = { requestBody: json(ref('A')), ...answering({ type: 'array', items: ref('A') }) };
    const rules = rulesOf(document(operation, schemas('string')), document(operation, schemas('integer')));
    expect(rules.sort()).toEqual(['request-type-changed', 'response-type-changed']);
  });
});
