import type { ReferenceContentDto, ReferenceExchangeDto, ReferenceOperationDto } from '#contract';
import { markdownHref, operationHref, tagHref, versionHref } from '../reference/addresses.js';
import { exchangeView, sampleText, type ContentView, type ExchangeView } from '../reference/exchange.view.js';
import { cut } from '../reference/json.js';
import { block, code, fieldList, linkTo, page, plain, shapeText } from '../reference/markdown-text.js';
import { PageRoom } from '../reference/page-room.js';
import { authView, methodOf } from '../reference/place.view.js';
import { within } from '../reference/source.js';
import { operationTitle } from '../shared/operation-groups.js';
import { operationTrees } from './operation.view.js';

const treeBytes = 90_000;
const maxSampleLength = 8_000;

/** The page of an operation as Markdown, for programs that read. @param base of all links */
export function operationMarkdown(operation: ReferenceOperationDto, base: string): string {
  const { place, definition } = operation;
  const [slug, version] = [place.service.slug, place.version.name];
  const trees = operationTrees(operation, treeBytes);
  const source = { pointer: undefined, at: '' };
  const room = new PageRoom(0, 0);
  const parts = { trees, room, prefix: '', source, operationHref: () => '' };
  const view = exchangeView(definition, parts);
  const callbacks = (definition.callbacks ?? []).map((callback, index) => {
    const called = exchangeView(callback, {
      ...parts,
      prefix: `callback-${index}.`,
      source: within(source, 'callbacks', index),
    });
    const head = `## Callback ${plain(callback.name)}: ${callback.method} ${code(callback.expression)}`;
    return page(head, callback.summary, callback.description, exchangeText(callback, called, base)).trim();
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
    ...callbacks,
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
    requestBody === null
      ? ''
      : page(
          `## Request body${requestBody.required ? ' (required)' : ''}`,
          requestBody.description,
          contentsText(requestBody.contents, view.body?.contents ?? [], base),
        ).trim(),
    '## Answers',
    ...responses.map((response, index) =>
      page(
        `### ${response.status}`,
        response.description,
        (view.responses[index]?.headers.length ?? 0) > 0
          ? `Headers:\n\n${fieldList(view.responses[index]!.headers, base)}`
          : '',
        contentsText(response.contents, view.responses[index]?.contents ?? [], base),
      ).trim(),
    ),
  ).trim();
}

function contentsText(contents: ReferenceContentDto[], views: ContentView[], base: string): string {
  return contents
    .map((content, index) => {
      const view = views[index];
      const [sample] = content.samples;
      const language = /json/i.test(content.mediaType) ? 'json' : '';
      return page(
        `Media type ${code(content.mediaType)}`,
        view === undefined ? '' : shapeText(view.shape, base),
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
