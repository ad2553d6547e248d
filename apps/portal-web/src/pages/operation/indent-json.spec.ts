import { indentJson, indentPieces } from './indent-json.js';

const enough = 10_000;

it.each([
  { a: 1, b: [true, null, { c: 'x' }], d: {}, e: [] },
  [],
  {},
  'a "quoted", {text}: [with] signs \\ and a\nbreak',
  [[[]], [{}]],
])('indents %j as JSON.stringify does', (value) => {
  expect(indentJson(JSON.stringify(value), enough)).toBe(JSON.stringify(value, null, 2));
  expect(indentJson(JSON.stringify(value, null, 7), enough)).toBe(JSON.stringify(value, null, 2));
});

it('rounds no number', () => {
  expect(indentJson('{"id":12345678901234567890,"x":1.10}', enough)).toBe(
    '{\n  "id": 12345678901234567890,\n  "x": 1.10\n}',
  );
});

it('leaves what is no JSON as it is', () => {
  expect(indentJson('{"a": ', enough)).toBe('{"a": ');
});

it('ends soon after the length that is wanted, however deep lists are within lists', () => {
  const text = '['.repeat(100_000) + ']'.repeat(100_000);
  const indented = indentJson(text, enough);
  expect(indented.length).toBeGreaterThan(enough);
  expect(indented.length).toBeLessThan(2 * enough);
});

it('gives the beginning of a JSON text a line for every value', () => {
  expect(indentPieces('{"a":[1,2],"b":{"c', enough)).toBe('{\n  "a": [\n    1,\n    2\n  ],\n  "b": {\n    "c');
});

it.each([
  ['[]]]} x', '[]\n]\n]\n}x'],
  ['["a, b', '[\n  "a, b'],
])('makes something of %j, which only looks like the beginning of JSON', (text, indented) => {
  expect(indentPieces(text, enough)).toBe(indented);
});

it('reads a string that was cut off once, however many quotes are in it', () => {
  const text = `["${'\\"'.repeat(100_000)}`;
  expect(indentPieces(text, enough)).toBe(`[\n  ${text.slice(1)}`);
});
