import { compareSpecsHere } from '../compare/compare-specs-here.js';
import { BATCH_CHARACTERS } from '../limits.js';
import { comparePieces } from './compare-pieces.js';
import { compareSpecs } from './compare-specs.js';
import { closeSpecWorkers } from './worker-pool.js';

afterAll(closeSpecWorkers);

const document = (operationCount: number): Buffer =>
  Buffer.from(
    JSON.stringify({
      openapi: '3.0.3',
      info: { title: 'Many', version: '1' },
      paths: Object.fromEntries(Array.from({ length: operationCount }, (_, at) => [`/path/${at}`, { get: {} }])),
    }),
  );

describe('comparing in a thread', () => {
  it('hands over in pieces what comparing here gives', async () => {
    const [base, target] = [document(1), document(10_000)];
    const here = compareSpecsHere(base, target);
    expect(here.changes).toHaveLength(9_999);
    expect(await compareSpecs(base, target)).toEqual(here);
    const pieces = [...comparePieces(base, target)].map((piece) => JSON.stringify(piece).length);
    expect(pieces.length).toBeGreaterThan(3);
    expect(Math.max(...pieces)).toBeLessThan(BATCH_CHARACTERS * 2);
  });

  it('gives up in time', async () => {
    await expect(compareSpecs(document(1), document(1), { deadlineMs: 0 })).rejects.toMatchObject({
      code: 'spec.too_complex',
    });
  });

  it('refuses what it cannot read', async () => {
    await expect(compareSpecs(document(1), Buffer.from('{'))).rejects.toMatchObject({ code: 'spec.unreadable' });
  });
});
