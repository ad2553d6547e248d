import type {
  ReferenceBodyDto,
  ReferenceContentDto,
  ReferenceEncodingDto,
  ReferenceExchangeDto,
  ReferenceHeaderDto,
  ReferenceLinkDto,
  ReferenceParameterDto,
  ReferenceResponseDto,
} from '#contract';
import { markdownLineToHtml } from '../../view/markdown.js';
import { indentPieces } from '../operation/indent-json.js';
import { anchorPart } from './anchors.js';
import { cut } from './json.js';
import { shown, type SchemaFact } from './schema-facts.js';
import type { Listed, PageRoom } from './page-room.js';
import { parameterFacts } from './parameter-facts.js';
import type { FieldView, ShapeView } from './shape.view.js';
import type { SchemaTrees } from './schema-trees.js';
import { within, type Source } from './source.js';

const maxTextLength = 4_000;
const maxLineLength = 300;
const maxSampleLength = 4_000;
/** What the trees of a body may take of the page, the one that is shown first and each further one. */
const firstBytes = 24_000;
const furtherBytes = 8_000;
const parameterBytes = 3_000;
/** What the rows of one list may take of the page; the answers and the callbacks take what is left. */
const parameterRowBytes = 24_000;
const contentRowBytes = 3_000;
const headerRowBytes = 3_000;
const linkRowBytes = 3_000;
const maxNameLength = 200;
const shownEncodings = 40;
const shownValues = 24;

/** What a page has no room for: it stands in the document. */
export interface LeftView {
  count: number;
  href: string;
}

export interface ContentView {
  mediaType: string;
  anchor: string;
  shape: ShapeView;
  encoding: { name: string; words: string }[];
  examples: { id: string; samples: ExampleView[] } | undefined;
}

export interface ExampleView {
  label: string;
  text: string;
}

export interface BodyView {
  anchor: string;
  required: boolean;
  textHtml: string;
  contents: ContentView[];
  contentsLeft: LeftView | undefined;
  outside: string;
}

export interface ResponseView {
  /** Which of the answers of the document. */
  at: number;
  anchor: string;
  state: string;
  status: string;
  lineHtml: string;
  textHtml: string;
  open: boolean;
  headers: FieldView[];
  headersLeft: LeftView | undefined;
  contents: ContentView[];
  contentsLeft: LeftView | undefined;
  links: { name: string; textHtml: string; target: string; href: string | undefined; rules: SchemaFact[] }[];
  linksLeft: LeftView | undefined;
  outside: string;
}

export interface ExchangeView {
  parameterGroups: { label: string; parameters: FieldView[] }[];
  parametersLeft: LeftView | undefined;
  body: BodyView | undefined;
  responses: ResponseView[];
  responsesLeft: LeftView | undefined;
}

/** What an exchange is shown with. */
export interface ExchangeParts {
  trees: SchemaTrees;
  room: PageRoom;
  /** Before every anchor; empty for the operation of the page. */
  prefix: string;
  /** Where the exchange stands in what the operation says. */
  source: Source;
  operationHref: (method: string, path: string) => string;
  /** The document itself. */
  documentHref: string;
}

/** What goes over the wire, for reading: the body and the answer of success have most of the room. */
export function exchangeView(exchange: ReferenceExchangeDto, parts: ExchangeParts): ExchangeView {
  const parameters = parametersView(exchange.parameters, parts);
  const body = exchange.requestBody === null ? undefined : bodyView(exchange.requestBody, parts);
  return { ...parameters, body, ...responseViews(exchange.responses, parts) };
}

/** What of a list the page leaves out. */
export function leftView(
  { left }: Pick<Listed<unknown>, 'left'>,
  { documentHref }: ExchangeParts,
): LeftView | undefined {
  return left === 0 ? undefined : { count: left, href: documentHref };
}

const places = [
  { in: 'path', label: 'In the path' },
  { in: 'query', label: 'In the query' },
  { in: 'header', label: 'In the header' },
  { in: 'cookie', label: 'In a cookie' },
  { in: '', label: 'Outside of the document' },
];

function parametersView(parameters: ReferenceParameterDto[], parts: ExchangeParts) {
  const placed = places.flatMap(({ in: place }) =>
    parameters.flatMap((parameter, index) => (parameter.in === place ? [{ parameter, index }] : [])),
  );
  const listed = parts.room.list(placed, parameterRowBytes, ({ parameter, index }) => {
    const isHeader = parameter.in === 'header';
    const name = isHeader ? parameter.name.toLowerCase() : parameter.name;
    const anchor = `${parts.prefix}${parameter.in || 'other'}-${anchorPart(name)}`;
    const source = within(parts.source, 'parameters', index, 'schema');
    return { in: parameter.in, ...parameterView(parameter, anchor, source, parts) };
  });
  const groups = places
    .map(({ in: place, label }) => ({ label, parameters: listed.shown.filter((view) => view.in === place) }))
    .filter((group) => group.parameters.length > 0);
  return { parameterGroups: groups, parametersLeft: leftView(listed, parts) };
}

function parameterView(given: ReferenceHeaderDto, wished: string, source: Source, parts: ExchangeParts): FieldView {
  const { trees, room } = parts;
  const anchor = trees.anchors.unique(wished);
  const shape = trees.shape(given.schema, anchor, source, parameterBytes);
  return {
    ...shape,
    anchor,
    name: cut(given.name || given.externalRef || '', maxNameLength),
    note: '',
    required: given.required,
    deprecated: given.deprecated,
    access: '',
    text: room.text(given.description, maxTextLength),
    textHtml: room.html(given.description, maxTextLength),
    facts: [...shape.facts, ...parameterFacts(given, shape.facts)],
  };
}

function bodyView(body: ReferenceBodyDto, parts: ExchangeParts): BodyView {
  const anchor = `${parts.prefix}body`;
  return {
    anchor: parts.trees.anchors.unique(anchor),
    required: body.required,
    textHtml: parts.room.html(body.description, maxTextLength),
    ...contentViews(body.contents, anchor, within(parts.source, 'requestBody'), parts),
    outside: body.externalRef ?? '',
  };
}

function responseViews(responses: ReferenceResponseDto[], parts: ExchangeParts) {
  const first = Math.max(
    0,
    responses.findIndex(({ status }) => status.startsWith('2')),
  );
  // The answer of success takes its room before the others do.
  const order = responses.map((_, index) => index).sort((a, b) => Number(b === first) - Number(a === first));
  const listed = parts.room.list(order, Infinity, (index) =>
    responseView(responses[index]!, index, index === first, parts),
  );
  const inOrder = listed.shown.sort((a, b) => a.at - b.at);
  return { responses: inOrder, responsesLeft: leftView(listed, parts) };
}

function responseView(
  response: ReferenceResponseDto,
  index: number,
  open: boolean,
  parts: ExchangeParts,
): ResponseView {
  const { trees, room } = parts;
  const anchor = `${parts.prefix}response-${anchorPart(response.status)}`;
  const source = within(parts.source, 'responses', index);
  const [line = '', ...rest] = response.description.trim().split('\n');
  const own = trees.anchors.unique(anchor);
  const textHtml = room.html(
    line.length > maxLineLength ? response.description : rest.join('\n').trim(),
    maxTextLength,
  );
  const headers = room.list(response.headers, headerRowBytes, (header, at) =>
    parameterView(
      header,
      `${anchor}.header-${anchorPart(header.name.toLowerCase())}`,
      within(source, 'headers', at, 'schema'),
      parts,
    ),
  );
  const contents = contentViews(response.contents, anchor, source, parts, open ? firstBytes : furtherBytes);
  const links = room.list(response.links ?? [], linkRowBytes, (link) => linkView(link, parts));
  return {
    ...{ at: index, anchor: own, state: stateOf(response.status), status: cut(response.status, maxNameLength) },
    ...{ lineHtml: markdownLineToHtml(cut(line, maxLineLength)), textHtml, open },
    ...{ headers: headers.shown, headersLeft: leftView(headers, parts) },
    ...contents,
    ...{ links: links.shown, linksLeft: leftView(links, parts) },
    outside: response.externalRef ?? '',
  };
}

const states: Record<string, string> = { 1: 'hint', 2: 'success', 3: 'redirect', 4: 'refusal', 5: 'fault' };

function stateOf(status: string): string {
  return states[status.charAt(0)] ?? 'otherwise';
}

function contentViews(
  contents: ReferenceContentDto[],
  anchor: string,
  source: Source,
  parts: ExchangeParts,
  bytes = firstBytes,
) {
  const { trees, room } = parts;
  const listed = room.list(contents, contentRowBytes, (content, index): ContentView => {
    const own = index === 0 ? anchor : trees.anchors.unique(`${anchor}-${anchorPart(content.mediaType)}`);
    const at = within(source, 'contents', index, 'schema');
    return {
      mediaType: cut(content.mediaType, maxNameLength),
      anchor: own,
      shape: trees.shape(content.schema ?? undefined, own, at, index === 0 ? bytes : furtherBytes),
      encoding: (content.encoding ?? []).slice(0, shownEncodings).map(encodingView),
      examples: examplesView(content, own, room),
    };
  });
  return { contents: listed.shown, contentsLeft: leftView(listed, parts) };
}

function encodingView({ name, contentType, style, explode, allowReserved }: ReferenceEncodingDto) {
  const words = [
    contentType,
    style && `in the style ${style}`,
    explode === undefined ? undefined : explode ? 'each value by itself' : 'values together',
    allowReserved === true ? 'reserved characters stay as they are' : undefined,
  ];
  return { name, words: words.filter((word) => word !== undefined && word !== '').join(', ') };
}

/** Named examples stand with what they are examples of; a single one stands beside the text. */
function examplesView({ samples }: ReferenceContentDto, anchor: string, room: PageRoom): ContentView['examples'] {
  if (samples.length < 2) return undefined;
  const views = samples.flatMap((sample, index) => {
    const text = room.sample(sampleText(sample), maxSampleLength);
    return text === undefined
      ? []
      : [{ label: cut(sample.summary || sample.name || `Example ${index + 1}`, maxNameLength), text }];
  });
  return views.length === 0 ? undefined : { id: `${anchor}-example`, samples: views };
}

/** What was too long to be kept whole stands on one line. */
const cutJson = /^[{[][^\n]*… \(cut; the example has [\d,]+ characters\)$/;

/** The text of a sample, or where it stands. */
export function sampleText({ text, externalValue }: { text: string | null; externalValue?: string }): string {
  if (text !== null && cutJson.test(text)) return `${indentPieces(text, maxSampleLength)}…`;
  return text ?? externalValue ?? '';
}

function linkView(link: ReferenceLinkDto, { operationHref, room }: ExchangeParts): ResponseView['links'][number] {
  const { method, path } = link;
  const known = method !== undefined && path !== undefined;
  const values = [
    ...link.parameters,
    ...(link.requestBody === undefined ? [] : [{ name: 'body', value: link.requestBody }]),
  ];
  return {
    name: link.name,
    textHtml: room.html(link.description, maxTextLength),
    target: known ? `${method} ${path}` : (link.target ?? ''),
    href: known ? operationHref(method, path) : undefined,
    rules: values
      .slice(0, shownValues)
      .map(({ name, value }) => ({ words: `${name} is`, values: [shown(value)], after: '' })),
  };
}
