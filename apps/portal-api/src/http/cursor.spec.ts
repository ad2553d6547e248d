import { positionCursor, readPositionCursor, toPage } from './cursor.js';

const LIMITS = { none: 0, max: 2_000 };
const opaque = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

it('begins where the page before ended', () => {
  const rows = [{ position: 4 }, { position: 9 }, { position: 11 }];
  const { items, nextCursor } = toPage(rows, 2, positionCursor, ({ position }) => position);
  expect(items).toEqual([4, 9]);
  expect(readPositionCursor({ cursor: nextCursor ?? undefined }, LIMITS)).toBe(9);
  expect(readPositionCursor({}, LIMITS)).toBe(0);
  expect(readPositionCursor({}, { none: -1, max: 5 })).toBe(-1);
});

it.each([
  ['a number beyond the list', opaque('2001')],
  ['a number before it', opaque('-1')],
  ['a number that is none', opaque('1e3')],
  ['two numbers', opaque('1', '2')],
  ['a number that is no text', opaque(1)],
  ['no cursor at all', 'x'],
])('refuses %s', (_, cursor) => {
  expect(() => readPositionCursor({ cursor }, LIMITS)).toThrow('The cursor is not one of ours.');
});
