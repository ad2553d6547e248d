import type { ContentModel, OperationDefinition } from './reference-model.js';
import { MAX_SAMPLE_CHARACTERS, sampleContent } from './sample-contents.js';
import { sampleRequests } from './sample-request.js';

const content = (given: Partial<ContentModel>): ContentModel => ({
  mediaType: 'application/json',
  schema: null,
  example: null,
  ...given,
});
const order = {
  type: 'object',
  properties: { id: { type: 'integer', readOnly: true }, item: { type: 'string', example: 'Moka pot' } },
};
const textsOf = (given: Partial<ContentModel>) =>
  sampleContent(content(given), () => undefined, 'request').map(({ name, text, made }) => [name, text, made]);

describe('samples of a body', () => {
  it('are the examples of the document, each under its name', () => {
    const examples = [
      { name: 'one', summary: 'One', value: { a: 1 } },
      { name: 'elsewhere', value: null, externalValue: 'https://example.com' },
    ];
    expect(textsOf({ examples, schema: order })).toEqual([
      ['one', '{\n  "a": 1\n}', false],
      ['elsewhere', null, false],
    ]);
    expect(textsOf({ example: 7, examples })[0]).toEqual([null, '7', false]);
  });

  it.each([
    ['application/json', '{\n  "item": "Moka pot"\n}'],
    ['application/problem+json', '{\n  "item": "Moka pot"\n}'],
    ['application/x-www-form-urlencoded', 'item=Moka%20pot'],
    ['multipart/form-data', 'item=Moka pot'],
  ])('are made from the schema for %s', (mediaType, text) => {
    expect(textsOf({ mediaType, schema: order })).toEqual([[null, text, true]]);
  });

  it('are not made up where that tells nothing', () => {
    expect(textsOf({ mediaType: 'text/plain', schema: { type: 'string' } })).toEqual([]);
    expect(textsOf({})).toEqual([]);
  });

  it('never grow without end', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 2_000 }, (_, at) => [`p${at}`, { example: 'x'.repeat(9_000) }]),
    );
    const [sample] = sampleContent(
      content({ schema: { type: 'object', properties: wide } }),
      () => undefined,
      'answer',
    );
    expect(sample?.text?.length).toBeLessThan(MAX_SAMPLE_CHARACTERS + 20);
  });
});

describe('requests', () => {
  const requests = (contents: ContentModel[], method = 'POST') => {
    const requestBody = { description: '', required: true, contents };
    const definition: OperationDefinition = { parameters: [], requestBody, responses: [], security: [], servers: [] };
    return sampleRequests(
      { method, path: '/a', definition },
      'https://x',
      { header: 'apikey', key: 'K' },
      () => undefined,
    );
  };

  it('are there for each body that the document offers, JSON first', () => {
    const examples = [
      { name: 'one', value: 1 },
      { name: 'two', summary: 'Two', value: 2 },
    ];
    const made = requests([content({ mediaType: 'text/csv', example: 'a,b' }), content({ examples })]);
    expect(made.map(({ mediaType, example, summary, request }) => [mediaType, example, summary, request.body])).toEqual(
      [
        ['application/json', 'one', '', '1'],
        ['application/json', 'two', 'Two', '2'],
        ['text/csv', null, '', 'a,b'],
      ],
    );
  });

  it('have no body where the method takes none, and are one at least', () => {
    for (const made of [requests([content({ example: 1 })], 'GET'), requests([])])
      expect(made).toEqual([expect.objectContaining({ mediaType: null, example: null })]);
    const externalValue = 'https://example.com';
    expect(requests([content({ examples: [{ name: 'a', value: null, externalValue }] })])).toHaveLength(1);
  });

  it('stay few and small', () => {
    const big = content({ example: 'x'.repeat(60_000), mediaType: 'text/plain' });
    expect(requests([big, big, big])).toHaveLength(1);
    expect(requests(Array.from({ length: 100 }, () => content({ example: 1 })))).toHaveLength(20);
  });
});
