import { parseEmail } from './email.js';

describe('parseEmail', () => {
  it.each([
    ['Ada@Example.COM', 'ada@example.com'],
    [' first.last+tag@sub.example.org\n', 'first.last+tag@sub.example.org'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('reads %j', (text, email) => expect(parseEmail(text)).toBe(email));

  it.each([
    '',
    'ada',
    'ada@',
    '@example.com',
    'ada@localhost',
    'a..b@example.com',
    '.a@example.com',
    'a b@example.com',
    'ada@example..com',
    'ada@-example.com',
    'ada@example.com\r\nBcc: eve@example.com',
    'ａda@example.com',
    'ada@exämple.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.com`,
    'ada\0@example.com',
  ])('refuses %j', (text) =>
    expect(() => parseEmail(text)).toThrow(expect.objectContaining({ code: 'request.invalid' })),
  );

  it('refuses a long hostile text at once', () => {
    expect(() => parseEmail('a.'.repeat(500_000))).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });
});
