import { chunksOfJson } from './json-chunks.js';

const chunksOf = (rows: string[], chunkCharacters: number) => [
  ...chunksOfJson(rows, (text) => JSON.stringify({ text }), chunkCharacters),
];

it('gives every row once, in order, in texts of about the length asked for', () => {
  const rows = Array.from({ length: 100 }, (_, index) => `row ${index}`);
  const chunks = chunksOf(rows, 200);
  expect(chunks.flatMap((chunk) => JSON.parse(chunk) as unknown[])).toEqual(rows.map((text) => ({ text })));
  expect(chunks.length).toBeGreaterThan(5);
  for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(230);
});

it('lets a row that is too long for any text stand alone', () => {
  expect(chunksOf(['a', 'b'.repeat(500), 'c'], 100)).toHaveLength(3);
});

it('gives nothing for no rows', () => {
  expect(chunksOf([], 100)).toEqual([]);
});
