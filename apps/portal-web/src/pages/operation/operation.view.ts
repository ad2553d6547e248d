import type {
  OperationDto,
  OperationPageDto,
  OperationSummaryDto,
  SampleAnswerDto,
  ServiceDto,
  SubscriptionDto,
  VersionDto,
} from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { markdownLineToHtml, markdownToHtml } from '../../view/markdown.js';
import { operationGroups, operationHref, operationTitle, type OperationGroup } from '../shared/operation-groups.js';
import { codeSamples, type CodeSample } from './code-samples.js';
import type {
  ContentDefinition,
  Json,
  OperationDefinition,
  ParameterDefinition,
  ResponseDefinition,
} from './definition.js';
import { SchemaTree, type FieldView, type ShapeView } from './schema-tree.js';

/** As many as a code block has tabs. */
const shownExamples = 4;

interface OperationLinkView {
  href: string;
  label: string;
}

interface BodyView {
  mediaType: string;
  required: boolean;
  textHtml: string;
  shape: ShapeView & { anchor: string };
}

interface AnswerView {
  state: string;
  status: string;
  lineHtml: string;
  mediaType: string | undefined;
  headers: FieldView[];
  shape: (ShapeView & { anchor: string }) | undefined;
}

export interface OperationView {
  title: string;
  service: { slug: string; name: string };
  version: { name: string; href: string };
  navigation: OperationGroup[];
  hasMore: boolean;
  breadcrumb: OperationLinkView[];
  operation: {
    method: string;
    path: string;
    url: string;
    summary: string;
    deprecated: string | undefined;
    descriptionHtml: string;
  };
  parameterGroups: { label: string; parameters: FieldView[] }[];
  body: BodyView | undefined;
  answers: AnswerView[];
  samples: CodeSample[];
  example: { title: string; samples: CodeSample[] } | undefined;
  previous: OperationLinkView | undefined;
  next: OperationLinkView | undefined;
  /** What to put in place of the placeholder, and where that is. */
  hint: { text: string; href: string; link: string };
}

/** What the page of an operation is made of. */
export interface OperationParts {
  service: ServiceDto;
  version: VersionDto;
  operation: OperationDto;
  siblings: OperationPageDto;
  subscriptions: SubscriptionDto[];
}

export function operationView(parts: OperationParts): OperationView {
  const { service, version, operation, siblings } = parts;
  const definition = operation.definition as unknown as OperationDefinition;
  const tree = new SchemaTree(operation.components as Record<string, Json>);
  const summary = operationTitle(operation);
  const versionHref = link('services', service.slug, version.name);
  const neighbour = (found: OperationSummaryDto | null): OperationLinkView | undefined =>
    found === null
      ? undefined
      : { href: operationHref(service.slug, version.name, found.method, found.path), label: operationTitle(found) };
  return {
    title: `${summary} · ${service.name} ${version.name}`,
    service: { slug: service.slug, name: service.name },
    version: { name: version.name, href: versionHref },
    navigation: operationGroups(service.slug, version.name, siblings.items, operation),
    hasMore: siblings.nextCursor !== null,
    breadcrumb: [
      { href: '/', label: 'Catalogue' },
      { href: link('services', service.slug), label: service.name },
      { href: versionHref, label: version.name },
    ],
    operation: {
      method: operation.method,
      path: operation.path,
      url: `${version.callUrls[0] ?? version.basePath}${operation.path}`,
      summary,
      deprecated: operation.deprecated ? 'It still answers; use another operation in new programs.' : undefined,
      descriptionHtml: markdownToHtml(definition.description),
    },
    parameterGroups: parameterGroups(definition.parameters, tree),
    body: bodyView(definition.requestBody, tree),
    answers: definition.responses.map((response, index) => answerView(response, index, tree)),
    samples: codeSamples(operation.curl, operation.request),
    example: exampleView(operation.examples),
    previous: neighbour(operation.previous),
    next: neighbour(operation.next),
    hint: hintOf(service, parts.subscriptions),
  };
}

const places = [
  { in: 'path', label: 'In the path' },
  { in: 'query', label: 'In the query' },
  { in: 'header', label: 'In the header' },
  { in: 'cookie', label: 'In a cookie' },
];

function parameterGroups(parameters: ParameterDefinition[], tree: SchemaTree) {
  return places
    .map((place) => ({
      label: place.label,
      parameters: parameters
        .filter((parameter) => parameter.in === place.in)
        .map((parameter, index) => parameterView(parameter, `${place.in}-${index + 1}`, tree)),
    }))
    .filter((group) => group.parameters.length > 0);
}

function parameterView(parameter: Omit<ParameterDefinition, 'in'>, anchor: string, tree: SchemaTree): FieldView {
  const { name, required, deprecated, description, schema, example } = parameter;
  const shape = tree.shape(schema ?? undefined, anchor);
  const shown = example === null || shape.facts.includes('For example') ? '' : `For example ${JSON.stringify(example)}`;
  const facts = [shape.facts, shown].filter((fact) => fact !== '').join(' · ');
  return { anchor, name, required, deprecated, textHtml: tree.textHtml(description), ...shape, facts };
}

function bodyView(body: OperationDefinition['requestBody'], tree: SchemaTree): BodyView | undefined {
  const content = body === null ? undefined : chosen(body.contents);
  if (body === null || content === undefined) return undefined;
  return {
    mediaType: content.mediaType,
    required: body.required,
    textHtml: tree.textHtml(body.description),
    shape: { ...tree.shape(content.schema ?? undefined, 'body'), anchor: 'body' },
  };
}

function answerView(response: ResponseDefinition, index: number, tree: SchemaTree): AnswerView {
  const anchor = `answer-${index + 1}`;
  const content = chosen(response.contents);
  return {
    state: stateOf(response.status),
    status: response.status,
    lineHtml: markdownLineToHtml(firstLine(response.description)),
    mediaType: content?.mediaType,
    headers: response.headers.map((header, at) => parameterView(header, `${anchor}-header-${at + 1}`, tree)),
    shape: content === undefined ? undefined : { ...tree.shape(content.schema ?? undefined, anchor), anchor },
  };
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}

const states: Record<string, string> = { 1: 'hint', 2: 'success', 3: 'redirect', 4: 'refusal', 5: 'fault' };

function stateOf(status: string): string {
  return states[status.charAt(0)] ?? 'otherwise';
}

/** JSON where the document offers it, or else what it names first. */
function chosen(contents: ContentDefinition[]): ContentDefinition | undefined {
  return contents.find(({ mediaType }) => /\bjson\b/i.test(mediaType)) ?? contents[0];
}

/** A tab for each of the first answers, those that succeed before all others. */
function exampleView(examples: SampleAnswerDto[]): OperationView['example'] {
  const good = examples.filter(({ status }) => status.startsWith('2'));
  const shown = [...good, ...examples.filter((example) => !good.includes(example))].slice(0, shownExamples);
  const [first] = shown;
  if (first === undefined) return undefined;
  const title = shown.length === 1 ? `Answer ${first.status}` : 'Answer';
  return { title, samples: shown.map(({ status, text }) => ({ label: status, text })) };
}

function hintOf(service: ServiceDto, subscriptions: SubscriptionDto[]): OperationView['hint'] {
  const used = subscriptions.find(({ state }) => state === 'active');
  if (used === undefined) {
    const href = link('services', service.slug, 'get-key');
    return { text: 'Put your key in place of YOUR_KEY.', href, link: 'Get a key' };
  }
  const href = withQuery(link('applications', used.applicationId), {});
  return { text: 'Put in place of YOUR_KEY a key of', href, link: used.applicationName };
}
