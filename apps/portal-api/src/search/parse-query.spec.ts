import { candidatesOf, correctionsOf } from './corrections.js';
import { editDistance } from './edit-distance.js';
import { identifierWords, nameKey, pathKey, wordsAndWhole } from './identifier-words.js';
import { parseQuery, wordsQuery } from './parse-query.js';
import { schemaNames } from './property-names.js';

describe('words', () => {
  it.each([
    ['getPetsById', ['get', 'pet', 'by', 'id']],
    ['HTTPServerName', ['http', 'server', 'name']],
    ['pulls/list-files', ['pull', 'list', 'file']],
    ['Größe_der_Straße', ['große', 'der', 'straße']],
    ['addresses statuses entries status', ['address', 'status', 'entry', 'status']],
    ["x' | !y:*", ['x', 'y']],
    ['', []],
  ])('of %s', (text, words) => expect(identifierWords(text)).toEqual(words));

  it('are kept as one, too, so that the style of writing does not matter', () => {
    expect(wordsAndWhole('petId')).toEqual(['pet', 'id', 'petid']);
    expect(new Set(['findPetsByStatus', 'find_pets_by_status', 'Find Pets-by status'].map(nameKey)).size).toBe(1);
  });
});

it.each([
  ['/pet/{petId}/uploadImage/', 'pet/{}/uploadimage'],
  ['pet/:id/uploadImage', 'pet/{}/uploadimage'],
  ['/pet/<id>?x=1#y', 'pet/{}'],
  ['/pet/{petI', 'pet/{}'],
  ['/', ''],
])('compares the path %s as %s', (path, key) => expect(pathKey(path)).toBe(key));

describe('a query', () => {
  it('has a method only before a path', () => {
    expect(parseQuery('delete /pets/{id}')).toMatchObject({ method: 'delete', paths: ['pets/{}'] });
    expect(parseQuery('delete pets')).toMatchObject({ method: null, paths: [] });
  });

  it('takes what looks like a value for a parameter, too', () => {
    expect(parseQuery('https://x.example/pets/17').paths).toEqual(['pets/17', 'pets/{}']);
  });

  it('asks for whole words, for the beginning of the last one, and for all but one', () => {
    const parsed = parseQuery('list petId');
    expect(wordsQuery(parsed, 'all', 'none')).toBe(`'list' & ('pet' & 'id' | 'petid')`);
    expect(wordsQuery(parsed, 'all', 'last')).toBe(`'list' & ('pet' & 'id':* | 'petid':*)`);
    expect(wordsQuery(parsed, 'butOne', 'none')).toBe(`(('pet' & 'id' | 'petid')) | ('list')`);
  });

  it('holds nothing but letters and digits of what was typed', () => {
    const parsed = parseQuery(`a' | !b:* <-> (c & "d" \\ %_ \0`);
    expect(wordsQuery(parsed, 'all', 'every')).toMatch(/^('[a-d]':\*( & )?)+$/);
  });
});

describe('corrections', () => {
  it.each([
    ['name', 'name', 0],
    ['nmae', 'name', 1],
    ['custmer', 'customer', 1],
    ['refnud', 'refund', 1],
    ['cat', 'dog', 3],
    ['', 'ab', 2],
  ])('from %s to %s are %d', (left, right, count) => expect(editDistance(left, right)).toBe(count));

  it('take the nearest word, and none for a word that is known or far from all', () => {
    const answers = [
      { typed: 'custmer', isKnown: false, similar: ['costumer', 'customer'] },
      { typed: 'list', isKnown: true, similar: ['lost'] },
      { typed: 'zebra', isKnown: false, similar: ['algebra'] },
    ];
    const candidates = candidatesOf(answers);
    const near = candidates.get('custmer')?.map(({ word }) => word);
    expect([candidates.size, near]).toEqual([1, ['customer', 'costumer']]);
    const chosen = (...seen: [string, number][]) => correctionsOf(candidates, new Map(seen)).get('custmer');
    expect(chosen(['costumer', 9], ['customer', 1])).toBe('customer');
    expect(chosen(['costumer', 1])).toBe('costumer');
    expect(chosen(['costumer', 0])).toBeUndefined();
  });
});

it('names properties by their place, and the components that others come from', () => {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Base' }],
    properties: { lines: { type: 'array', items: { properties: { id: {} } } }, owner: { $ref: '#/x' } },
  };
  expect(schemaNames(schema)).toEqual({
    properties: [
      { name: 'lines', place: 'lines' },
      { name: 'id', place: 'lines[].id' },
      { name: 'owner', place: 'owner' },
    ],
    refs: ['#/components/schemas/Base'],
  });
});
