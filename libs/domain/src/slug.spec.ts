import { Fault } from './fault.js';
import { chooseSlug, parseSlug, slugFromTitle } from './slug.js';

describe('parseSlug', () => {
  it.each([
    ['orders', 'orders'],
    ['  Orders-API ', 'orders-api'],
    ['ｏｒｄｅｒｓ', 'orders'],
    ['v1', 'v1'],
    ['a'.repeat(64), 'a'.repeat(64)],
  ])('reads %j as %j', (text, slug) => expect(parseSlug(text)).toBe(slug));

  it.each([
    ['too short', 'a'],
    ['too long', 'a'.repeat(65)],
    ['a hyphen in front', '-orders'],
    ['a hyphen behind', 'orders-'],
    ['two hyphens', 'orders--api'],
    ['a Cyrillic letter that looks Latin', 'оrders'],
    ['a NUL', 'ord\0ers'],
    ['a right-to-left override', 'ord\u202eers'],
    ['a lone surrogate', 'ord\ud800'],
    ['a path', '../etc'],
    ['a reserved word', 'Admin'],
    ['a property of every object', '__proto__'],
  ])('refuses %s and names the field', (_, text) => {
    expect(() => parseSlug(text, 'teamSlug')).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        options: { fields: [expect.objectContaining({ field: 'teamSlug' })] },
      }),
    );
    expect(() => parseSlug(text)).toThrow(Fault);
  });
});

describe('slugFromTitle', () => {
  it.each([
    ['Órders API 2', 'orders-api-2'],
    ['  --Hello, World!--  ', 'hello-world'],
    [`${'word '.repeat(30)}`, 'word-'.repeat(13).slice(0, 64)],
    ['!', null],
    ['日本語', null],
    ['Admin', null],
  ])('makes of %j %j', (title, slug) => expect(slugFromTitle(title)).toBe(slug));

  it('gives only what parseSlug accepts', () => {
    for (const title of ['A b', 'x'.repeat(200), `${'x'.repeat(63)} y`, `-${'x'.repeat(64)}-y`]) {
      const slug = slugFromTitle(title);
      expect(slug).not.toBeNull();
      expect(parseSlug(slug ?? '')).toBe(slug);
    }
  });
});

describe('chooseSlug', () => {
  it('takes what was given before what the title says', () => {
    expect(chooseSlug('orders', 'Payments')).toBe('orders');
    expect(chooseSlug(undefined, 'Payments API')).toBe('payments-api');
  });

  it('refuses a title that leaves nothing, naming the slug', () => {
    const fields = [expect.objectContaining({ field: 'slug' })];
    expect(() => chooseSlug(undefined, '日本語')).toThrow(expect.objectContaining({ options: { fields } }));
  });
});
