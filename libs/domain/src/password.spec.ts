import { normalisePassword, parseNewPassword } from './password.js';

const email = 'lovelace@example.com';

describe('parseNewPassword', () => {
  it.each([
    'a sentence of words',
    'Tr0ub4dor&3xyz',
    'жили-были дед да баба',
    'é'.repeat(8) + 'abcdefghij',
    'ab1cd2ef3gh4',
  ])('accepts %j', (text) => expect(parseNewPassword(text, email)).toBe(text.normalize('NFKC')));

  it.each([
    ['11 characters', 'ab1cd2ef3gh', '12 to 128'],
    ['129 characters', 'ab1cd2ef3'.repeat(15).slice(0, 129), '12 to 128'],
    ['11 characters that are 22 UTF-16 units', '😀😁😂🤣😃😄😅😆😉😊😋', '12 to 128'],
    ['the mail address', `my ${email} here`, 'mail address'],
    ['the part before the @, in capitals', 'xx-LOVELACE-1815', 'mail address'],
    ['one character repeated', 'aaaaaaaaaaaaaaaa', 'first that others'],
    ['a well-known one', 'PasswordPassword', 'first that others'],
    ['a run of digits', '1234567890123', 'first that others'],
    ['a run of letters', 'efghijklmnopq', 'first that others'],
  ])('refuses %s', (_, text, words) => {
    expect(() => parseNewPassword(text, email)).toThrow(
      expect.objectContaining({ code: 'request.invalid', message: expect.stringContaining(words) }),
    );
  });

  it('accepts 128 characters', () => {
    const text = 'ab1cd2ef3'.repeat(15).slice(0, 128);
    expect(parseNewPassword(text, email)).toBe(text);
  });

  it('does not repeat the password in its message', () => {
    expect(() => parseNewPassword('secret', email)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });
});

it('gives composed and decomposed spellings one form', () => {
  expect(normalisePassword('e\u0301')).toBe(normalisePassword('\u00e9'));
});
