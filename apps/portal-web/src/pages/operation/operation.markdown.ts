import type { ReferenceContentDto, ReferenceExchangeDto, ReferenceOperationDto } from '#contract';
import { documentHref, markdownHref, operationHref, tagHref, versionHref } from '../reference/addresses.js';
import {
  exchangeView,
  leftView,
  sampleText,
  type ContentView,
  type ExchangeView,
  type LeftView,
} from '../reference/exchange.view.js';
import { formatNumber } from '../../view/helpers.js';
import { cut } from '../reference/json.js';
import { block, code, fieldList, linkTo, page, plain, shapeText } from '../reference/markdown-text.js';
import { PageRoom } from '../reference/page-room.js';
import { authView, methodOf } from '../reference/place.view.js';
import { within } from '../reference/source.js';
import { operationTitle } from '../shared/operation-groups.js';
import { operationTrees } from './operation.view.js';

const treeBytes = 90_000;
const maxSampleLength = 8_000;
const maxTextLength = 20_000;
const textBytes = 90_000;
const rowBytes = 60_000;

/** The page of an operation as Markdown, for programs that read. @param base of all links */
export function operationMarkdown(operation: ReferenceOperationDto, base: string): string {
  const { place, definition } = operation;
  const [slug, version] = [place.service.slug, place.version.name];
  const trees = operationTrees(operation, treeBytes);
  const source = { pointer: undefined, at: '' };
  const room = new PageRoom({ texts: textBytes, samples: 0, rows: rowBytes });
  const parts = {
    ...{ trees, room, prefix: '', source },
    ...{ operationHref: () => '', documentHref: documentHref(slug, version) },
  };
  const view = exchangeView(definition, parts);
  const callbacks = room.list(definition.callbacks ?? [], Infinity, (callback, index) => {
    const called = exchangeView(callback, {
      ...parts,
      prefix: `callback-${index}.`,
      source: within(source, 'callbacks', index),
    });
    const head = `## Callback ${plain(callback.name)}: ${callback.method} ${code(callback.expression)}`;
    const text = cut(callback.description, maxTextLength);
    return page(head, callback.summary, text, exchangeText(callback, called, base)).trim();
  });
  const [request] = operation.requests;
  const [tag] = operation.tags;
  return page(
    `# ${plain(operationTitle(operation))}`,
    block(`${methodOf(operation.method)} ${operation.path}`),
    [
      `Part of ${linkTo(`${place.service.name} ${version}`, `${base}${markdownHref(versionHref(slug, version))}`)}`,
      tag === undefined ? '' : `, ${linkTo(tag, `${base}${markdownHref(tagHref(slug, version, tag))}`)}`,
      '.',
    ].join(''),
    operation.deprecated ? '**Deprecated.** It still answers; use another operation in new programs.' : '',
    definition.description,
    operation.method.startsWith('WEBHOOK ') ? 'A webhook: the service calls you.' : callText(operation, base),
    exchangeText(definition, view, base),
    ...callbacks.shown,
    leftText(leftView(callbacks, parts), base),
    request === undefined ? '' : `## A first call\n\n${block(request.curl, 'sh')}`,
    neighbourText(operation, base),
  );
}

function callText({ place }: ReferenceOperationDto, base: string): string {
  const { header, unavailable, getKeyHref } = authView(place);
  if (unavailable !== '') return unavailable;
  const urls = place.version.callUrls.map(({ environmentName, url }) => `- ${plain(environmentName)}: ${code(url)}`);
  const auth = `Send your key in the header ${code(header)}. ${linkTo('Get a key', `${base}${getKeyHref}`)}.`;
  return `## Where and how\n\n${auth}\n\n${urls.join('\n')}`;
}

function exchangeText(exchange: ReferenceExchangeDto, view: ExchangeView, base: string): string {
  const { requestBody, responses } = exchange;
  return page(
    ...view.parameterGroups.map(
      ({ label, parameters }) => `## Parameters: ${label.toLowerCase()}\n\n${fieldList(parameters, base)}`,
    ),
    leftText(view.parametersLeft, base),
    requestBody === null
      ? ''
      : page(
          `## Request body${requestBody.required ? ' (required)' : ''}`,
          cut(requestBody.description, maxTextLength),
          contentsText(requestBody.contents, view.body?.contents ?? [], base),
          leftText(view.body?.contentsLeft, base),
        ).trim(),
    '## Answers',
    ...view.responses.map((shown) => {
      const response = responses[shown.at]!;
      return page(
        `### ${shown.status}`,
        cut(response.description, maxTextLength),
        shown.headers.length > 0 ? `Headers:\n\n${fieldList(shown.headers, base)}` : '',
        leftText(shown.headersLeft, base),
        contentsText(response.contents, shown.contents, base),
        leftText(shown.contentsLeft, base),
      ).trim();
    }),
    leftText(view.responsesLeft, base),
  ).trim();
}

/** What stands in the document alone. */
function leftText(left: LeftView | undefined, base: string): string {
  if (left === undefined) return '';
  return `… and ${linkTo(`${formatNumber(left.count)} more stand in the document`, `${base}${left.href}`)}.`;
}

function contentsText(contents: ReferenceContentDto[], views: ContentView[], base: string): string {
  return views
    .map((view, index) => {
      const content = contents[index]!;
      const [sample] = content.samples;
      const language = /json/i.test(content.mediaType) ? 'json' : '';
      return page(
        `Media type ${code(content.mediaType)}`,
        shapeText(view.shape, base),
        sample === undefined ? '' : block(cut(sampleText(sample), maxSampleLength), language),
      ).trim();
    })
    .join('\n\n');
}

function neighbourText({ place, previous, next }: ReferenceOperationDto, base: string): string {
  const line = (word: string, found: ReferenceOperationDto['next']) =>
    found === null
      ? []
      : [
          `${word}: ${linkTo(
            operationTitle(found),
            `${base}${markdownHref(operationHref(place.service.slug, place.version.name, found.method, found.path))}`,
          )}`,
        ];
  return [...line('Previous', previous), ...line('Next', next)].join(' · ');
}
