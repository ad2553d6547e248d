import { MAX_POINTER_CHARACTERS } from './limits.js';
import { shortPointer } from './short-pointer.js';

it.each([
  ['#/a/b', '#/a/b'],
  [`#/a/${'x'.repeat(MAX_POINTER_CHARACTERS)}/b`, '#/a'],
  [`#/${'x'.repeat(MAX_POINTER_CHARACTERS)}`, '#'],
  [`#${'/ab'.repeat(MAX_POINTER_CHARACTERS)}`, `#${'/ab'.repeat(Math.floor((MAX_POINTER_CHARACTERS - 1) / 3))}`],
])('names the whole of which a place is a part where that is too long to say (%#)', (pointer, shown) => {
  expect(shortPointer(pointer)).toBe(shown);
});
