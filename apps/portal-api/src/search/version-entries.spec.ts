import { pathKey } from './identifier-words.js';
import { type IndexedOperation, VersionEntries } from './version-entries.js';

const operation = (given: Partial<IndexedOperation>, parameterNames: string[] = []): IndexedOperation => ({
  ...{ method: 'GET', path: '/pets', operationId: null, summary: '', tags: [], deprecated: false, ...given },
  definition: {
    ...{ description: '', refsTruncated: false, requestBody: null, responses: [], security: [], servers: [] },
    parameters: parameterNames.map((name) => ({
      ...{ name, in: 'query', required: false, deprecated: false, description: '', schema: null, example: null },
    })),
  },
});
const entriesOf = (...given: Parameters<typeof operation>) => [
  ...new VersionEntries([]).ofOperation(operation(...given)),
];

it('finds nothing that is called by more than anybody types, and no path that has no page', () => {
  const long = 'x'.repeat(100_000);
  expect(entriesOf({}, ['limit', long]).map(({ title, names }) => [title, names])).toEqual([
    ['GET /pets', 'limit'],
    ['limit', ''],
  ]);
  expect(entriesOf({ path: `/${long}` })).toEqual([]);
});

it('keeps of a title as many words as an index takes, and of a tag what can be asked for', () => {
  const operationId = Array.from({ length: 50_000 }, (_, nth) => `Word${nth}`).join('');
  const [entry] = entriesOf({ operationId, tags: ['t'.repeat(1_000)] });
  expect(entry!.head.split(' ')).toHaveLength(200);
  expect(entry!.tag).toHaveLength(200);
});

it('reads of a path no more than it keeps, however many slashes it is made of', () => {
  expect(pathKey(`a${'/'.repeat(1_000_000)}b`)).toMatch(/^a\/*$/);
});
