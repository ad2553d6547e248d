import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

/** Everything that our templates write and Markdown may become; another element came out of a document unescaped. */
const ELEMENTS = new Set(
  `html head meta title link script body header footer main nav aside article section div span p a h1 h2 h3 h4 h5 h6
  ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td form fieldset legend label input select option
  optgroup textarea button output progress meter details summary figure figcaption img svg g path circle rect line
  polyline polygon text title use defs symbol blockquote pre code kbd samp var em strong b i s u small sub sup del ins
  mark abbr cite q time br hr wbr template noscript datalist search dialog`.split(/\s+/),
);
/** Those that have no end, inside a drawing too, or whose end a browser may add: tables need none of their rows. */
const ENDLESS = new Set(
  'meta link br hr img input col wbr path circle rect line polyline polygon use html head body tbody'.split(' '),
);
/** Words that show that a template wrote something other than what it meant. */
const SLIPS = ['[object Object]', '{{', 'undefined</', 'NaN</'];

/**
 * What is wrong with a page: what a browser would have to repair, foreign markup, ids that are there twice, slips of
 * templates.
 * @param document the text that the page shows a part of; a word that it says itself is no slip
 */
export function pageFaults(html: string, document = ''): string[] {
  const faults = new Set<string>();
  const tree = parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startLine, startCol }) => faults.add(`${code} at ${startLine}:${startCol}`),
  });
  const ids = new Set<string>();
  const waiting: Node[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('tagName' in node) checkElement(node, ids, faults);
    if ('childNodes' in node) waiting.push(...node.childNodes);
  }
  const body = html.slice(html.indexOf('<body'));
  for (const slip of SLIPS) if (isWritten(body, slip) && !says(document, slip)) faults.add(`It says ${slip}.`);
  return [...faults];
}

function checkElement({ tagName, attrs, sourceCodeLocation }: Element, ids: Set<string>, faults: Set<string>): void {
  if (!ELEMENTS.has(tagName)) faults.add(`An element ${tagName}.`);
  if (!ENDLESS.has(tagName) && !sourceCodeLocation?.endTag) faults.add(`A ${tagName} that is not closed.`);
  for (const { name, value } of attrs) {
    if (name.startsWith('on') || name === 'style') faults.add(`An attribute ${name} at ${tagName}.`);
    if (/^(href|src|action)$/.test(name) && /^\s*(javascript|data|vbscript):/i.test(value))
      faults.add(`An address ${value.slice(0, 40)}.`);
    if (name !== 'id') continue;
    if (value === '' || ids.has(value)) faults.add(`The id ${value.slice(0, 80)} twice or empty.`);
    ids.add(value);
  }
}

/** Documents may speak of templates themselves, in examples and prose; a slip stands in what the templates write. */
function isWritten(body: string, slip: string): boolean {
  if (slip === '{{') return /<(?:a|form|input|h1|nav)[^>]*\{\{[#/>]/.test(body);
  return body.includes(slip);
}

function says(document: string, slip: string): boolean {
  return document.includes(slip.replace('</', ''));
}
