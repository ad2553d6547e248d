import { longestRise } from './longest-rise.js';
import { planComponents, planOrdered, type PresentRow } from './plan-rows.js';
import { MAX_POSITION, POSITION_GAP, sparsePositions } from './sparse-positions.js';

const rises = (numbers: number[]) => numbers.every((number, place) => place === 0 || number > numbers[place - 1]!);
const first = (digests: string[]): PresentRow[] =>
  planOrdered([], digests).keys.map((key, place) => ({ key, digest: digests[place]! }));

/** What stands there after a plan, in order. */
function after(present: PresentRow[], digests: string[]): PresentRow[] {
  const { closed, keys, added } = planOrdered(present, digests);
  const staying = present.filter(({ key }) => !closed.includes(key));
  return [...staying, ...added.map((place) => ({ key: keys[place]!, digest: digests[place]! }))].sort(
    (left, right) => left.key - right.key,
  );
}

describe('longestRise', () => {
  it.each([
    [[], []],
    [[3], [0]],
    [[-1, -1], []],
    [
      [0, 1, 2],
      [0, 1, 2],
    ],
    [[2, 1, 0], [2]],
    [
      [1, 2, 3, 0],
      [0, 1, 2],
    ],
    [
      [3, -1, 0, 1, 2],
      [2, 3, 4],
    ],
    [
      [5, 5, 6],
      [1, 2],
    ],
  ])('of %j has the places %j', (numbers, places) => expect(longestRise(numbers)).toEqual(places));
});

describe('sparsePositions', () => {
  it('leaves gaps in a list that has none yet', () => {
    expect(sparsePositions([null, null])).toEqual([POSITION_GAP, 2 * POSITION_GAP]);
  });

  it('fits rows in before, between and after others, and moves none of them', () => {
    const known = [null, 1000, null, null, 2000, null];
    expect(sparsePositions(known)).toEqual([500, 1000, 1333, 1666, 2000, 2000 + POSITION_GAP]);
  });

  it('moves the few that stand where no gap is left', () => {
    const positions = sparsePositions([1000, null, 1001, 1002, 1100, 2000]);
    expect(rises(positions)).toBe(true);
    expect([positions[0], positions[4], positions[5]]).toEqual([1000, 1100, 2000]);
  });

  it('begins anew where the last position is as large as can be', () => {
    expect(sparsePositions([5, MAX_POSITION, null])).toEqual([1, 2, 3].map((nth) => nth * POSITION_GAP));
  });

  it('finds room for one row at the same place a thousand times', () => {
    let positions = [POSITION_GAP, 2 * POSITION_GAP];
    let moved = 0;
    for (let turn = 0; turn < 1_000; turn++) {
      const next = sparsePositions([positions[0]!, null, ...positions.slice(1)]);
      expect(rises(next)).toBe(true);
      moved += positions.slice(1).filter((position, place) => next[place + 2] !== position).length;
      positions = next;
    }
    expect(moved).toBeLessThan(20_000);
  });
});

describe('planOrdered', () => {
  const digests = ['a', 'b', 'c', 'd', 'e'];

  it.each([
    ['nothing', 'abcde', 0, 0],
    ['a change', 'abXde', 1, 1],
    ['one that came', 'abXcde', 0, 1],
    ['one that went', 'abde', 1, 0],
    ['one that moved', 'bcdea', 1, 1],
    ['two that changed places', 'abdce', 1, 1],
    ['everything', 'vwxyz', 5, 5],
    ['an empty document', '', 5, 0],
  ])('for %s ends and begins only what has to', (_, next, closed, added) => {
    const plan = planOrdered(first(digests), [...next]);
    expect([plan.closed.length, plan.added.length]).toEqual([closed, added]);
    expect(after(first(digests), [...next]).map(({ digest }) => digest)).toEqual([...next]);
  });

  it('writes an operation that changed at the place where it was', () => {
    const [row] = planOrdered(first(digests), ['a', 'b', 'X', 'd', 'e']).added;
    expect(planOrdered(first(digests), ['a', 'b', 'X', 'd', 'e']).keys[row!]).toBe(3 * POSITION_GAP);
  });
});

describe('planComponents', () => {
  const present = [
    { key: 0, digest: 'a' },
    { key: 1, digest: 'b' },
    { key: 2, digest: 'c' },
  ];
  const plan = (digests: string, changed: Map<string, number>, nextNumber: number) =>
    planComponents(present, [...digests], (place) => digests[place]!.toLowerCase(), changed, nextNumber);

  it('gives what changed its number again, and what is new one that nobody had', () => {
    const changed = new Map(Object.entries({ b: 1, a: 0 }));
    expect(plan('cBn', changed, 7)).toEqual({ closed: [0, 1], keys: [2, 1, 7], added: [1, 2] });
  });

  it('ends and begins none where only their order changed', () => {
    expect(plan('cab', new Map(), 3)).toEqual({
      closed: [],
      keys: [2, 0, 1],
      added: [],
    });
  });
});
