import { ageText, highlight, isLocalPath, link, safeHref, withQuery } from './helpers.js';

describe('safeHref', () => {
  it.each(['/services/orders', '#plans', '?q=x', 'https://example.com/a?b', 'mailto:a@example.com'])(
    'lets %s through',
    (address) => expect(safeHref(address)).toBe(address),
  );

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/\\evil',
    '',
    null,
  ])('makes %p harmless', (address) => expect(safeHref(address)).toBe('#'));
});

describe('isLocalPath', () => {
  it.each(['/', '/a?b=/c', '/a#b'])('takes %s', (path) => expect(isLocalPath(path)).toBe(true));
  it.each(['//evil', '/\\evil', '/\t/evil', '/a\r\nset-cookie: x', 'https://evil', 'a', undefined, ['/']])(
    'refuses %p',
    (path) => expect(isLocalPath(path)).toBe(false),
  );
});

describe('link and withQuery', () => {
  it('encodes every segment', () => expect(link('services', 'a/b?c', 2)).toBe('/services/a%2Fb%3Fc/2'));
  it('leaves out what is empty', () =>
    expect(withQuery('/', { q: 'a&b', cursor: undefined, x: '' })).toBe('/?q=a%26b'));
});

describe('highlight', () => {
  it('escapes everything, inside and outside of the marks', () => {
    const html = highlight('curl "<script>" --x <b> # <i>').toHTML();
    expect(html).not.toMatch(/<(script|b|i)>/);
    expect(html).toContain('<span class="tok-s">&quot;&lt;script&gt;&quot;</span>');
  });
  it('reads a string that nothing closes once, however many quotes are in it', () => {
    const html = highlight(`${'"\\'.repeat(50_000)}\n1`).toHTML();
    expect(html.match(/<span/g)).toHaveLength(2);
  });
});

describe('ageText', () => {
  const now = Date.parse('2026-11-20T10:00:00Z');
  it.each([
    ['2026-11-20T09:59:30Z', 'just now'],
    ['2026-11-20T10:00:30Z', 'just now'],
    ['2026-11-20T09:56:00Z', '4 min ago'],
    ['2026-11-19T22:00:00Z', '12 h ago'],
    ['2026-11-17T10:00:00Z', '3 days ago'],
    ['never', ''],
  ])('says of %s: %s', (at, text) => expect(ageText(at, now)).toBe(text));
});
