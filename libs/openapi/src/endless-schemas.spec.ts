import { endlessSchemas } from './endless-schemas.js';
import type { Json } from './json.js';
import { readSpec } from './read-spec.js';

const to = (name: string | number) => ({ $ref: `#/components/schemas/${name}` });
const pointers = (...names: string[]) => names.map((name) => to(name).$ref);
const rowsOf = (schemas: Record<string, Json>) =>
  Object.entries(schemas).map(([name, definition]) => ({ pointer: to(name).$ref, name, definition }));

it('names the schemas that lead in a circle by $ref and allOf alone', () => {
  const schemas: Record<string, Json> = {
    Self: { allOf: [to('Self'), { type: 'object' }] },
    Bare: to('Bare'),
    One: { allOf: [{ allOf: [{ title: 'a' }, to('Two')] }] },
    Two: to('Three'),
    Three: { type: 'object', allOf: [to('One')] },
    Into: { allOf: [to('One')] },
    From: { allOf: [to('Tree')] },
    Tree: { type: 'object', properties: { next: to('Tree'), all: { items: to('Tree') }, allOf: to('Tree') } },
    Child: { properties: { parent: { allOf: [to('Child')] } } },
    Choice: { oneOf: [to('Choice'), { type: 'null' }] },
    Out: { $ref: 'https://example.com/a.json' },
    Lost: { allOf: [to('Nobody'), to('Nobody'), 7] },
    True: true,
  };
  expect(endlessSchemas(rowsOf(schemas))).toEqual(pointers('Self', 'Bare', 'One', 'Two', 'Three'));
});

it('looks at each of very many once, in a chain or in a circle', () => {
  const LONG = 200_000;
  const chain = (end: Json) =>
    rowsOf({ ...Object.fromEntries(Array.from({ length: LONG }, (_, at) => [at, to(at + 1)])), [LONG]: end });
  expect(endlessSchemas(chain({ type: 'string' }))).toEqual([]);
  expect(endlessSchemas(chain({ allOf: [to(0)] }))).toHaveLength(LONG + 1);
});

it('is told as a warning of the document', () => {
  const schemas = { A: { allOf: [to('B')] }, B: { allOf: [to('A')] }, C: { properties: { c: to('C') } } };
  const document = { openapi: '3.1.0', info: {}, paths: { '/a': { get: {} } }, components: { schemas } };
  const { warnings } = readSpec(Buffer.from(JSON.stringify(document)));
  const message = 'By allOf or $ref alone this schema leads in a circle: nothing can be held against it.';
  expect(warnings).toEqual(pointers('A', 'B').map((pointer) => ({ pointer, message })));
});
