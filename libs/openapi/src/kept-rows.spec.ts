import { type KeptRow, KeptRows, packRows } from './kept-rows.js';

interface Row extends KeptRow {
  name: string;
  summary?: string;
}

const row = (name: string, definition: string): Row => ({
  name,
  definition: Uint8Array.from(Buffer.from(definition)),
  digest: `digest of ${name}`,
});
const kept = (...pieces: Row[][]) => {
  const rows = new KeptRows<Row>();
  // As a thread hands them over.
  for (const piece of pieces) rows.add(structuredClone(packRows(piece)));
  return rows;
};

describe('kept rows', () => {
  const [a, b, c] = [row('ä', '{"a":1}'), row('b', ''), { ...row('c', '[]'), summary: 'C' }];

  it('are the rows that were packed, in their order, from several pieces', () => {
    const rows = kept([a, b], [], [c]);
    expect([...rows]).toEqual([a, b, c]);
    expect(rows.at(2)).toEqual(c);
    expect(rows).toHaveLength(3);
    expect(rows.digests).toEqual([a, b, c].map(({ digest }) => digest));
  });

  it('keep a key like __proto__ as data', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true},"name":"a"}') as { name: string };
    const [back] = kept([{ ...row('a', '{}'), ...hostile }]);
    expect(back).toMatchObject({ name: 'a' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('say so where no row is', () => {
    for (const place of [-1, 1, 0.5]) expect(() => kept([a]).at(place)).toThrow(RangeError);
  });
});
