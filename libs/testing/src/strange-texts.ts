import fc from 'fast-check';

/** Each of these has broken something somewhere. */
export const STRANGE_PIECES = [
  'orders',
  'Orders',
  'ORDERS ',
  'ｏｒｄｅｒｓ',
  'оrders', // the first letter is Cyrillic
  'e\u0301', // é in two characters
  '\u00e9', // and in one
  '\u202eredro', // turns the text around
  '\u200b', // nothing that can be seen
  '\u0000',
  '\ud83d', // half of a character
  '😀',
  '𝕺',
  'ﬁ',
  'ß',
  'İ',
  '\u212a', // the sign of Kelvin, in lower case a k
  '\u00a0',
  '\r\n',
  '\u001b[31m',
  '-',
  '/../',
  '%00',
  '<b>',
  "'; --",
  '__proto__',
];

const half = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));

/** Texts of any characters of Unicode, of halves of them, and of what has broken something somewhere. */
export const strangeText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { arbitrary: fc.constantFrom(...STRANGE_PIECES), weight: 6 },
      { arbitrary: fc.string({ unit: 'binary', maxLength: 6 }), weight: 3 },
      { arbitrary: half, weight: 1 },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));
