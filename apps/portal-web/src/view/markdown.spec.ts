import { markdownToHtml } from './markdown.js';

describe('markdownToHtml', () => {
  it('keeps the usual forms and moves headings below those of the page', () => {
    expect(markdownToHtml('# A\n\n**b** `c`')).toBe('<h3>A</h3>\n<p><strong>b</strong> <code>c</code></p>\n');
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '![x](http://tracker.example/x.png)',
    '<a href="javascript:alert(1)">x</a>',
  ])('leaves nothing alive of %s', (text) => {
    expect(markdownToHtml(text)).not.toMatch(/<(script|img|a [^>]*(javascript|data):)/i);
  });
});
