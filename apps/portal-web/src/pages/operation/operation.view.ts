import type { ReferenceCallbackDto, ReferenceOperationDto, ReferenceRequestDto } from '#contract';
import { withQuery } from '../../view/helpers.js';
import { documentHref, markdownHref, operationHref, schemaHref, tagHref } from '../reference/addresses.js';
import { anchorPart } from '../reference/anchors.js';
import { exchangeView, leftView, sampleText, type ExchangeView, type LeftView } from '../reference/exchange.view.js';
import { cut } from '../reference/json.js';
import { PageRoom } from '../reference/page-room.js';
import {
  authView,
  methodOf,
  navView,
  placeView,
  schemeViews,
  type AuthView,
  type NavView,
  type PlaceView,
  type SchemeView,
} from '../reference/place.view.js';
import type { LinkView } from '../reference/shape.view.js';
import { SchemaTrees } from '../reference/schema-trees.js';
import { within } from '../reference/source.js';
import { operationTitle, tagTitle } from '../shared/operation-groups.js';
import { consoleEntry, type ConsoleEntry } from './console-entry.js';
import { codeSamples, type CodeSample, type LanguageSample } from './code-samples.js';

const maxDescriptionLength = 6_000;
/** As much HTML as all trees of the page have together. */
const treeBytes = 24_000;
const textBytes = 12_000;
const sampleBytes = 6_000;
const rowBytes = 40_000;
const shownExamples = 24;
/** As many as a code block has tabs for. */
const shownAnswers = 6;
const maxAnswerLength = 3_000;

/** What of the page the reader has chosen. */
export interface OperationChoice {
  /** Which of the requests, counted from 1. */
  example: number;
  language: string;
  environment: string;
}

export interface CallbackView extends ExchangeView {
  anchor: string;
  name: string;
  method: string;
  expression: string;
  summary: string;
  deprecated: boolean;
  textHtml: string;
}

/** The operations that an operation calls back. */
export interface CallbacksView {
  callbacks: CallbackView[];
  callbacksLeft: LeftView | undefined;
}

export interface OperationView extends PlaceView, ExchangeView, CallbacksView {
  title: string;
  description: string;
  alternate: string;
  nav: NavView;
  operation: {
    method: string;
    path: string;
    url: string;
    summary: string;
    operationId: string;
    isWebhook: boolean;
    deprecated: boolean;
    descriptionHtml: string;
  };
  environments: { name: string; url: string; href: string; current: boolean }[];
  auth: AuthView | undefined;
  schemes: SchemeView[];
  externalDocs: LinkView | undefined;
  examples: (LinkView & { current: boolean })[];
  samples: LanguageSample[];
  language: string;
  console: ConsoleEntry | undefined;
  answer: { title: string; samples: CodeSample[] } | undefined;
  previous: LinkView | undefined;
  next: LinkView | undefined;
}

export function operationView(operation: ReferenceOperationDto, choice: OperationChoice): OperationView {
  const { place, definition } = operation;
  const [slug, version] = [place.service.slug, place.version.name];
  const here = operationHref(slug, version, operation.method, operation.path);
  const trees = operationTrees(operation, treeBytes);
  const room = new PageRoom({ texts: textBytes, samples: sampleBytes, rows: rowBytes });
  const hrefOf = (method: string, path: string) => operationHref(slug, version, method, path);
  const source = { pointer: undefined, at: '' };
  const descriptionHtml = room.html(definition.description, maxDescriptionLength);
  const answer = answerView(operation, room);
  const parts = { trees, room, prefix: '', source, operationHref: hrefOf, documentHref: documentHref(slug, version) };
  const exchange = exchangeView(definition, parts);
  const summary = operationTitle(operation);
  const call = callView(operation, choice, here);
  const isWebhook = operation.method.startsWith('WEBHOOK ');
  const around = placeView(place, here);
  const [tag] = operation.tags;
  return {
    ...around,
    breadcrumb: [
      ...around.breadcrumb,
      { href: around.version.href, label: place.version.name },
      ...(tag === undefined ? [] : [{ href: tagHref(slug, version, tag), label: tagTitle(tag) }]),
    ],
    title: `${summary} · ${place.service.name} ${version}`,
    description: cut(summary, 200),
    alternate: markdownHref(here),
    nav: navView(place, operation.nav, operation),
    operation: {
      ...{ method: methodOf(operation.method), path: operation.path, summary, isWebhook },
      url: `${chosenUrl(operation, choice)?.url ?? place.version.basePath}${operation.path}`,
      operationId: operation.operationId ?? '',
      deprecated: operation.deprecated,
      descriptionHtml,
    },
    ...call,
    language: call.samples.some(({ id }) => id === choice.language) ? choice.language : '',
    auth: isWebhook ? undefined : authView(place, here),
    schemes: schemeViews(definition.securitySchemes, definition.security),
    externalDocs: externalDocsView(definition.externalDocs),
    ...exchange,
    ...callbackViews(definition.callbacks, parts),
    console: consoleEntry(operation),
    answer,
    previous: neighbourView(operation.previous, hrefOf),
    next: neighbourView(operation.next, hrefOf),
  };
}

/** The trees of an operation's page; what is not shown in them stands on a page of the operation or of a component. */
export function operationTrees(operation: ReferenceOperationDto, bytes: number): SchemaTrees {
  const { place, components } = operation;
  const [slug, version] = [place.service.slug, place.version.name];
  const here = operationHref(slug, version, operation.method, operation.path);
  const hrefOf = ({ pointer, at }: { pointer: string | undefined; at: string }, from?: number) =>
    pointer === undefined ? withQuery(here, { at, from }) : schemaHref(slug, version, { pointer, at }, from);
  return new SchemaTrees({ components, hrefOf }, bytes);
}

export function externalDocsView(docs: { url: string; description: string } | undefined): LinkView | undefined {
  if (docs === undefined || !/^https?:\/\//i.test(docs.url) || !URL.canParse(docs.url)) return undefined;
  return { href: docs.url, label: cut(docs.description.split('\n', 1)[0] ?? '', 120) || docs.url };
}

/** Each with what goes over the wire, while there is room. */
export function callbackViews(
  callbacks: ReferenceCallbackDto[] | undefined,
  parts: Parameters<typeof exchangeView>[1],
): CallbacksView {
  const listed = parts.room.list(callbacks ?? [], Infinity, (callback, index) => {
    const { name, method, expression, summary, deprecated, description } = callback;
    const prefix = `${parts.prefix}callback-${anchorPart(name)}-${method.toLowerCase()}.`;
    return {
      ...{ name, method, expression, summary, deprecated },
      anchor: parts.trees.anchors.unique(prefix.slice(0, -1)),
      textHtml: parts.room.html(description, maxDescriptionLength),
      ...exchangeView(callback, { ...parts, prefix, source: within(parts.source, 'callbacks', index) }),
    };
  });
  return { callbacks: listed.shown, callbacksLeft: leftView(listed, parts) };
}

function neighbourView(
  found: ReferenceOperationDto['previous'],
  hrefOf: (method: string, path: string) => string,
): LinkView | undefined {
  return found === null ? undefined : { href: hrefOf(found.method, found.path), label: operationTitle(found) };
}

function chosenUrl({ place }: ReferenceOperationDto, { environment }: OperationChoice) {
  const { callUrls } = place.version;
  return callUrls.find((callUrl) => callUrl.environment === environment) ?? callUrls[0];
}

type CallView = Pick<OperationView, 'environments' | 'examples' | 'samples'>;

/** The call as programs, with one of the examples, in one environment. */
function callView(operation: ReferenceOperationDto, choice: OperationChoice, here: string): CallView {
  const { requests, place } = operation;
  const index = requests[choice.example - 1] === undefined ? 0 : choice.example - 1;
  const request = requests[index];
  const used = chosenUrl(operation, choice);
  const hrefOf = (over: Partial<OperationChoice>) => {
    const { example, environment, language } = { ...choice, ...over };
    return withQuery(here, {
      example: example > 1 ? example : undefined,
      environment: environment === place.version.callUrls[0]?.environment ? undefined : environment,
      language,
    });
  };
  const environments = [...new Map(place.version.callUrls.map((callUrl) => [callUrl.environment, callUrl])).values()];
  return {
    environments: environments.map(({ environment, environmentName, url }) => ({
      ...{ name: environmentName, url, href: hrefOf({ environment }), current: environment === used?.environment },
    })),
    examples:
      requests.length < 2
        ? []
        : requests.slice(0, shownExamples).map((each, at) => ({
            href: hrefOf({ example: at + 1 }),
            label: exampleLabel(each),
            current: at === index,
          })),
    samples:
      request === undefined
        ? []
        : codeSamples(inEnvironment(request, operation, used?.url), choice.language, (language) =>
            hrefOf({ language }),
          ),
  };
}

function exampleLabel({ summary, example, mediaType }: ReferenceRequestDto): string {
  return cut(summary || example || mediaType || 'Without a body', 80);
}

/** The same request to the gateway of another environment. */
function inEnvironment(given: ReferenceRequestDto, { place }: ReferenceOperationDto, url: string | undefined) {
  const { request, curl } = given;
  const own = place.version.callUrls.find((callUrl) => request.url.startsWith(callUrl.url))?.url;
  if (own === undefined || url === undefined || own === url) return { request, curl };
  const moved = { ...request, url: `${url}${request.url.slice(own.length)}` };
  return { request: moved, curl: curl.replace(own, () => url) };
}

/** A tab for each of the first answers, those that succeed before all others. */
function answerView({ definition }: ReferenceOperationDto, room: PageRoom): OperationView['answer'] {
  const all = definition.responses.flatMap(({ status, contents }) => {
    const sample = contents.find(({ samples }) => samples.length > 0)?.samples[0];
    return sample === undefined ? [] : [{ label: status, text: sampleText(sample) }];
  });
  const good = all.filter(({ label }) => label.startsWith('2'));
  const samples = [...good, ...all.filter((sample) => !good.includes(sample))]
    .slice(0, shownAnswers)
    .flatMap((sample) => {
      const text = room.sample(sample.text, maxAnswerLength);
      return text === undefined ? [] : [{ label: sample.label, text }];
    });
  const [first] = samples;
  if (first === undefined) return undefined;
  return { title: samples.length === 1 ? `Answer ${first.label}` : 'Answer', samples };
}
