import { keptComponents, keptOperations, keptTags, Reaches } from './kept-reading.js';
import { MAX_TAG_CHARACTERS } from './limits.js';
import { readSpec } from './read-spec.js';

const answer = (name: string) => ({
  200: { content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } },
});
const operations = {
  '/a': { get: { operationId: 'a', summary: 'A', tags: ['x'], description: 'It.', responses: answer('A') } },
  '/b': { get: { responses: answer('B') } },
};
const schemas = { A: { properties: { b: { $ref: '#/components/schemas/B' } } }, B: { type: 'string' } };

function read(paths: object, components: object = schemas) {
  const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths, components: { schemas: components } };
  const reading = readSpec(Buffer.from(JSON.stringify(document)));
  const reaches = new Reaches(reading.components);
  const operations = [...keptOperations(reading, reaches)];
  return { operations, reaches: reaches.lists, components: [...keptComponents(reading)] };
}
const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());
const digests = (rows: { digest: string }[]) => rows.map(({ digest }) => digest);
const base = read(operations);

it('keeps the model as text, and names components by their places', () => {
  const [a] = base.operations;
  expect(jsonOf(a!.definition)).toMatchObject({ description: 'It.', refsTruncated: false, responses: [{}] });
  expect(Array.from(base.reaches[a!.reach]!, (place) => base.components[place]!.name)).toEqual(['A', 'B']);
  expect(jsonOf(base.components.find(({ name }) => name === 'B')!.definition)).toEqual({ type: 'string' });
});

it('keeps one list for operations that reach the same', () => {
  const { operations: rows, reaches } = read({ ...operations, '/c': { get: { responses: answer('A') } } });
  expect(rows.map(({ reach }) => reach)).toEqual([0, 1, 0]);
  expect(reaches).toHaveLength(2);
});

it('gives equal rows equal digests, wherever they stand in a document', () => {
  const turned = read({ '/c': { get: {} }, '/b': operations['/b'], '/a': operations['/a'] }, { C: {}, ...schemas });
  expect(digests(turned.operations)).toEqual(expect.arrayContaining(digests(base.operations)));
  expect(digests(turned.components)).toEqual(expect.arrayContaining(digests(base.components)));
  expect(new Set(digests(base.operations)).size).toBe(2);
});

it.each<[string, object]>([
  ['method', { post: operations['/a'].get }],
  ['operationId', { get: { ...operations['/a'].get, operationId: 'other' } }],
  ['summary', { get: { ...operations['/a'].get, summary: 'other' } }],
  ['description', { get: { ...operations['/a'].get, description: 'other' } }],
  ['tags', { get: { ...operations['/a'].get, tags: ['x', 'y'] } }],
  ['deprecation', { get: { ...operations['/a'].get, deprecated: true } }],
  ['answers', { get: { ...operations['/a'].get, responses: answer('B') } }],
])('gives another digest to another %s', (_, path) => {
  const [changed, same] = read({ ...operations, '/a': path }).operations;
  expect(changed!.digest).not.toBe(base.operations[0]!.digest);
  expect(same!.digest).toBe(base.operations[1]!.digest);
});

it('gives another digest to an operation that reaches other components, and to each component that differs', () => {
  const shared = read(operations, { ...schemas, A: { properties: { n: { type: 'number' } } } });
  expect(shared.operations[0]!.digest).not.toBe(base.operations[0]!.digest);
  expect(shared.operations[1]!.digest).toBe(base.operations[1]!.digest);
  const deep = read(operations, { ...schemas, B: { type: 'number' } });
  expect(digests(deep.operations)).toEqual(digests(base.operations));
  expect(deep.components.filter(({ digest }, place) => digest !== base.components[place]!.digest)).toHaveLength(1);
});

describe('tags', () => {
  const tagsOf = (tags: object[], ...ofOperations: string[][]) => {
    const paths = Object.fromEntries(ofOperations.map((tags, nth) => [`/${nth}`, { get: { tags } }]));
    const document = { openapi: '3.1.0', info: { title: 'T', version: '1' }, tags, paths };
    const reading = readSpec(Buffer.from(JSON.stringify(document)));
    return {
      tags: [...keptTags(reading)].map(({ digest: _, ...tag }) => tag),
      ofOperations: [...keptOperations(reading, new Reaches(reading.components))].map(({ tag }) => tag),
    };
  };

  it('are those of the document in its order, then the others, with the operations whose first one each is', () => {
    const described = [{ name: 'b', description: 'B.' }, { name: 'a' }, { name: 'b', description: 'again' }];
    const { tags, ofOperations } = tagsOf(described, ['z', 'b'], [], ['b'], ['z']);
    expect(tags).toEqual([
      { name: 'b', description: 'B.', operationCount: 1 },
      { name: 'a', description: '', operationCount: 0 },
      { name: 'z', description: '', operationCount: 2 },
      { name: '', description: '', operationCount: 1 },
    ]);
    expect(ofOperations).toEqual(['z', '', 'b', 'z']);
  });

  it('are cut to what an index takes, between two characters', () => {
    const long = '😀'.repeat(MAX_TAG_CHARACTERS + 1);
    const cut = '😀'.repeat(MAX_TAG_CHARACTERS);
    const { tags, ofOperations } = tagsOf([{ name: long, description: 'Long.' }], [long]);
    expect(tags).toEqual([{ name: cut, description: 'Long.', operationCount: 1 }]);
    expect(ofOperations).toEqual([cut]);
  });

  it('named like what every object has are counted, too', () => {
    expect(tagsOf([], ['__proto__'], ['constructor']).tags.map(({ operationCount }) => operationCount)).toEqual([1, 1]);
  });
});
