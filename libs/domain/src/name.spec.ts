import { parseName } from './name.js';

it('makes of two spellings that look alike one name', () => {
  expect(parseName('  Cafe\u0301 ')).toBe('Caf\u00e9');
});

it.each(['', '  ', 'a\nb', 'a\u0000', 'a\u0085b'])('refuses %j, which shows nothing or not all', (text) => {
  const fields = [expect.objectContaining({ field: 'name' })];
  expect(() => parseName(text)).toThrow(expect.objectContaining({ code: 'request.invalid', options: { fields } }));
});
