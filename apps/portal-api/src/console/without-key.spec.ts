import { withoutKey } from './without-key.js';

const KEY = `ghl${'aB3'.repeat(15)}x`;
const masked = (text: string) => withoutKey(Buffer.from(text), KEY).toString();

it.each([
  ['a body without it', 'ü ghl', 'ü ghl'],
  ['nothing', '', ''],
  ['a body with it, wherever it stands', `ü ${KEY} and ${KEY}`, `ü ${'*'.repeat(49)} and ${'*'.repeat(49)}`],
  ['a body that was cut within it', `x${KEY.slice(0, 48)}`, `x${'*'.repeat(48)}`],
  ['both', `${KEY}${KEY.slice(0, 9)}`, '*'.repeat(58)],
])('masks the key in %s', (_what, text, shown) => expect(masked(text)).toBe(shown));

it('leaves bytes that are no text as they are', () => {
  const bytes = Buffer.from([0xff, 0x00, 0x80]);
  expect(withoutKey(Buffer.concat([bytes, Buffer.from(KEY), bytes]), KEY)).toEqual(
    Buffer.concat([bytes, Buffer.from('*'.repeat(KEY.length)), bytes]),
  );
});
