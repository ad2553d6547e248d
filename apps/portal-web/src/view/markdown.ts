import Handlebars from 'handlebars';
import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';

const markdown = new MarkdownIt({ html: false, linkify: true });

const allowed: sanitize.IOptions = {
  allowedTags: [
    ...[
      'p',
      'br',
      'hr',
      'h3',
      'h4',
      'h5',
      'h6',
      'ul',
      'ol',
      'li',
      'blockquote',
      'pre',
      'code',
      'em',
      'strong',
      's',
      'a',
    ],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: { a: ['href', 'rel'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  transformTags: {
    h1: 'h3',
    h2: 'h3',
    a: (tagName, attributes) => ({ tagName, attribs: { href: attributes['href'] ?? '', rel: 'nofollow noopener' } }),
  },
};

const allowedInline: sanitize.IOptions = { allowedTags: ['code', 'em', 'strong', 's'], allowedAttributes: {} };

/** Nothing in it means anything in Markdown or HTML, and nothing looks like an address; most texts are like that. */
const plainText =
  /^(?![ \d]|[-+=] |(?:---|===))[\p{L}\p{N} ,;'"()–—%$/?=+-]*(?:\. [\p{L}\p{N} ,;'"()–—%$/?=+-]+)*[.?!]?$/u;
const { escapeExpression } = Handlebars;

/** `> [!NOTE]` as the head of a quotation. */
const alert = /^( {0,3}> *)\[!(note|tip|important|warning|caution)\] *$/gim;

/** HTML of one line of such Markdown, without links: it may stand within one, or on something that opens and closes. */
export function markdownLineToHtml(text: string): string {
  if (plainText.test(text)) return escapeExpression(text.trim());
  return sanitize(markdown.renderInline(text), allowedInline);
}

/** HTML of a Markdown text that anybody may have written: no HTML of theirs, no images, no script, headings below ours. */
export function markdownToHtml(text: string): string {
  if (text === '') return '';
  if (plainText.test(text)) return `<p>${escapeExpression(text.trim())}</p>\n`;
  const headed = text.replace(
    alert,
    (_, quote: string, word: string) =>
      `${quote}**${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}**\n${quote}`,
  );
  return sanitize(markdown.render(headed), allowed);
}
