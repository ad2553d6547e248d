import { isBase64 } from './is-base64.js';

it.each([
  ['', true],
  ['QUJD', true],
  ['QUI=', true],
  ['QQ==', true],
  ['+/+/', true],
  ['QQ=', false],
  ['Q===', false],
  ['====', false],
  ['=QUJ', false],
  ['QQ==QUJD', false],
  ['QU D', false],
  ['QUJ\n', false],
  ['-_-_', false],
  [7, false],
  [null, false],
])('%j: %s', (value, expected) => expect(isBase64(value)).toBe(expected));

it('looks at a text of many megabytes', () => {
  const long = Buffer.alloc(48 * 1024 * 1024).toString('base64');
  expect(isBase64(long)).toBe(true);
  expect(isBase64(`${long.slice(0, -4)}QU-D`)).toBe(false);
});
