import { markdownToHtml } from './markdown.js';

describe('markdownToHtml', () => {
  it('shows the head of a note as a word', () => {
    expect(markdownToHtml('> [!NOTE]\n> - Slow.')).toMatch(/<blockquote>\s*<p><strong>Note<\/strong><\/p>\s*<ul>/);
    expect(markdownToHtml('[!NOTE] is `> [!NOTE]`')).toContain('[!NOTE] is');
  });

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
