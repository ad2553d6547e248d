import type { ReferenceTagItemDto, ReferenceTagPageDto } from '#contract';
import { withQuery } from '../../view/helpers.js';
import { markdownToHtml } from '../../view/markdown.js';
import { callbackViews, externalDocsView, type CallbacksView } from '../operation/operation.view.js';
import { documentHref, markdownHref, operationHref, schemaHref, tagHref, versionHref } from '../reference/addresses.js';
import { anchorPart } from '../reference/anchors.js';
import { exchangeView, type ExchangeView } from '../reference/exchange.view.js';
import { cut } from '../reference/json.js';
import { PageRoom } from '../reference/page-room.js';
import {
  authView,
  methodOf,
  navView,
  placeView,
  type AuthView,
  type NavView,
  type PlaceView,
} from '../reference/place.view.js';
import type { LinkView } from '../reference/shape.view.js';
import { SchemaTrees } from '../reference/schema-trees.js';
import { operationGroups, operationTitle, tagTitle, type OperationGroup } from '../shared/operation-groups.js';

const maxDescriptionLength = 12_000;
/** Of the trees of one operation on paper. */
const printedTreeBytes = 40_000;
const printedTextBytes = 40_000;
const printedSampleBytes = 6_000;
const printedRowBytes = 40_000;

interface PagerView {
  note: string;
  firstHref: string | undefined;
  nextHref: string | undefined;
}

interface TagHead extends PlaceView {
  title: string;
  heading: string;
  summary: string;
  descriptionHtml: string;
  externalDocs: LinkView | undefined;
  pager: PagerView | undefined;
}

/** The operations of a tag. */
export interface TagView extends TagHead {
  alternate: string;
  printHref: string;
  nav: NavView;
  groups: OperationGroup[];
}

export interface PrintedOperationView extends ExchangeView, CallbacksView {
  anchor: string;
  method: string;
  path: string;
  heading: string;
  deprecated: boolean;
  descriptionHtml: string;
}

/** All operations of a tag whole, for paper. */
export interface PrintView extends TagHead {
  backHref: string;
  auth: AuthView;
  addresses: { name: string; url: string }[];
  operations: PrintedOperationView[];
}

export function tagView(dto: ReferenceTagPageDto, cursor: string): TagView {
  const { place, tag, items } = dto;
  const href = hrefOf(dto);
  return {
    ...tagHead(dto, cursor, {}),
    alternate: markdownHref(href),
    printHref: withQuery(href, { print: 1 }),
    nav: navView(place, { tags: dto.tags, moreTags: dto.moreTags, tag: tag.name }),
    groups: operationGroups(place.service.slug, place.version.name, items).length === 0 ? [] : [oneGroup(dto)],
  };
}

export function printView(dto: ReferenceTagPageDto, cursor: string): PrintView {
  const { place } = dto;
  return {
    ...tagHead(dto, cursor, { print: 1 }),
    backHref: hrefOf(dto),
    auth: authView(place),
    addresses: place.version.callUrls.map(({ environmentName, url }) => ({ name: environmentName, url })),
    operations: dto.items.map((item) => printedOperation(item, dto)),
  };
}

function hrefOf({ place, tag }: ReferenceTagPageDto): string {
  return tagHref(place.service.slug, place.version.name, tag.name);
}

function tagHead(dto: ReferenceTagPageDto, cursor: string, also: { print?: number }): TagHead {
  const { place, tag, nextCursor } = dto;
  const around = placeView(place);
  const href = hrefOf(dto);
  const pages = {
    firstHref: cursor === '' ? undefined : withQuery(href, also),
    nextHref: nextCursor === null ? undefined : withQuery(href, { ...also, cursor: nextCursor }),
  };
  const heading = tagTitle(tag.name);
  return {
    ...around,
    title: `${heading} · ${place.service.name} ${place.version.name}`,
    breadcrumb: [
      ...around.breadcrumb,
      { href: versionHref(place.service.slug, place.version.name), label: place.version.name },
    ],
    heading,
    summary: `${tag.operationCount} ${tag.operationCount === 1 ? 'operation' : 'operations'}`,
    descriptionHtml: tag.description === '' ? '' : markdownToHtml(cut(tag.description, maxDescriptionLength)),
    externalDocs: externalDocsView(tag.externalDocs),
    pager: pages.firstHref || pages.nextHref ? { note: 'In the order of the document', ...pages } : undefined,
  };
}

/** All in one list: the page is the group. */
function oneGroup({ place, items }: ReferenceTagPageDto): OperationGroup {
  const groups = operationGroups(place.service.slug, place.version.name, items);
  return { name: undefined, operations: groups.flatMap(({ operations }) => operations) };
}

function printedOperation(item: ReferenceTagItemDto, { place, components }: ReferenceTagPageDto): PrintedOperationView {
  const [slug, version] = [place.service.slug, place.version.name];
  const here = operationHref(slug, version, item.method, item.path);
  const prefix = `${anchorPart(`${item.method} ${item.path}`)}.`;
  const trees = new SchemaTrees(
    {
      components,
      hrefOf: ({ pointer, at }, from) =>
        pointer === undefined ? withQuery(here, { at, from }) : schemaHref(slug, version, { pointer, at }, from),
    },
    printedTreeBytes,
  );
  const definition = item.definition ?? { description: '', parameters: [], requestBody: null, responses: [] };
  const room = new PageRoom({ texts: printedTextBytes, samples: printedSampleBytes, rows: printedRowBytes });
  const hrefOf = (method: string, path: string) => operationHref(slug, version, method, path);
  const parts = {
    ...{ trees, room, prefix, source: { pointer: undefined, at: '' } },
    ...{ operationHref: hrefOf, documentHref: documentHref(slug, version) },
  };
  return {
    anchor: prefix.slice(0, -1),
    method: methodOf(item.method),
    path: item.path,
    heading: operationTitle(item),
    deprecated: item.deprecated,
    descriptionHtml: room.html(definition.description, maxDescriptionLength),
    ...exchangeView(definition, parts),
    ...callbackViews(item.definition?.callbacks, parts),
  };
}
