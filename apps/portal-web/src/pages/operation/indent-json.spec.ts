import { indentJson } from './indent-json.js';

it.each([
  { a: 1, b: [true, null, { c: 'x' }], d: {}, e: [] },
  [],
  {},
  'a "quoted", {text}: [with] signs \\ and a\nbreak',
  [[[]], [{}]],
])('indents %j as JSON.stringify does', (value) => {
  expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  expect(indentJson(JSON.stringify(value, null, 7))).toBe(JSON.stringify(value, null, 2));
});

it('rounds no number', () => {
  expect(indentJson('{"id":12345678901234567890,"x":1.10}')).toBe('{\n  "id": 12345678901234567890,\n  "x": 1.10\n}');
});

it('leaves what is no JSON as it is', () => {
  expect(indentJson('{"a": ')).toBe('{"a": ');
});
