import type { OperationPageDto, ReferenceStartDto, TimelineDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { markdownLineToHtml, markdownToHtml } from '../../view/markdown.js';
import { timelineLines, type TimelineLine } from '../lifecycle/timeline.view.js';
import { externalDocsView } from '../operation/operation.view.js';
import { markdownHref, schemaHref, tagHref, versionHref } from '../reference/addresses.js';
import { cut } from '../reference/json.js';
import {
  authView,
  placeView,
  schemeViews,
  type AuthView,
  type PlaceView,
  type SchemeView,
} from '../reference/place.view.js';
import type { LinkView } from '../reference/shape.view.js';
import { operationGroups, tagTitle, type OperationGroup } from '../shared/operation-groups.js';
import type { FactView, TabView } from './version-facts.js';

const maxDescriptionLength = 40_000;
const maxTagLineLength = 200;

interface TagRowView {
  name: string;
  href: string;
  operationCount: number;
  lineHtml: string;
}

/** Where the reference of a version starts. */
export interface ReferenceView extends PlaceView {
  title: string;
  alternate: string;
  summary: string;
  action: LinkView | undefined;
  tabs: TabView[];
  timeline: TimelineLine[];
  descriptionHtml: string;
  auth: AuthView;
  schemes: SchemeView[];
  facts: FactView[];
  externalDocs: LinkView | undefined;
  tags: TagRowView[];
  moreTags: boolean;
  schemas: LinkView[];
  moreSchemas: boolean;
  query: string;
  isFiltered: boolean;
  groups: OperationGroup[];
  operationCount: number;
  emptyText: string;
  pager: { note: string; firstHref: string | undefined; nextHref: string | undefined } | undefined;
}

export function referenceView(
  start: ReferenceStartDto,
  operations: OperationPageDto,
  filter: { query: string; cursor: string },
  timeline: TimelineDto,
): ReferenceView {
  const { place } = start;
  const { service, version } = place;
  const here = versionHref(service.slug, version.name);
  const pageHref = (cursor: string | undefined) => withQuery(here, { q: filter.query, cursor });
  const nextHref = operations.nextCursor === null ? undefined : pageHref(operations.nextCursor);
  const firstHref = filter.cursor === '' ? undefined : pageHref(undefined);
  const callable = version.state === 'published' || version.state === 'deprecated';
  return {
    ...placeView(place),
    title: `${service.name} ${version.name}`,
    alternate: markdownHref(here),
    summary: start.summary || service.summary,
    breadcrumb: [{ href: link('services', service.slug), label: service.name }],
    action: callable ? { href: link('services', service.slug, 'get-key'), label: 'Get a key' } : undefined,
    tabs: tabsOf(start),
    timeline: timelineLines({ items: timeline.items.map((entry) => ({ ...entry, by: null })) }),
    descriptionHtml: markdownToHtml(cut(start.description, maxDescriptionLength)),
    auth: authView(place, here),
    schemes: schemeViews(start.securitySchemes),
    facts: factsOf(start),
    externalDocs: externalDocsView(start.externalDocs),
    tags: start.tags.map(({ name, operationCount, description }) => ({
      ...{ name: tagTitle(name), operationCount, href: tagHref(service.slug, version.name, name) },
      lineHtml: markdownLineToHtml(cut(description.trim().split('\n', 1)[0] ?? '', maxTagLineLength)),
    })),
    moreTags: start.moreTags,
    schemas: start.components.map(({ pointer, name }) => ({
      ...{ label: name, href: schemaHref(service.slug, version.name, { pointer, at: '' }) },
    })),
    moreSchemas: start.moreComponents,
    query: filter.query,
    isFiltered: filter.query !== '' || filter.cursor !== '',
    groups: operationGroups(service.slug, version.name, operations.items),
    operationCount: start.operationCount,
    emptyText:
      filter.query === ''
        ? 'This version has no document yet, or the document has no operations.'
        : 'No operation has all of these words in its path, name or summary.',
    pager: nextHref || firstHref ? { note: 'In the order of the document', firstHref, nextHref } : undefined,
  };
}

/** Overview, then the versions, newest first, then what changed between their documents. */
function tabsOf({ place: { service, version, versions } }: ReferenceStartDto): TabView[] {
  const href = link('services', service.slug);
  return [
    { href, label: 'Overview', current: false },
    ...versions.map(({ name }) => ({ href: `${href}${link(name)}`, label: name, current: name === version.name })),
    { href: `${href}/changes`, label: 'Changes', current: false },
  ];
}

/** Where the version is called, since when, until when, and its document. */
function factsOf({ place: { service, version }, docVersion }: ReferenceStartDto): FactView[] {
  const date = (label: string, at: string | null): FactView[] => (at === null ? [] : [{ label, at }]);
  return [
    ...version.callUrls.map(({ environmentName, url }) => ({ label: environmentName, value: url, mono: true })),
    ...date('Published', version.publishedAt),
    ...date('Deprecated', version.deprecatedAt),
    ...date('Ends', version.retiredAt === null ? version.sunsetAt : null),
    ...date('Retired', version.retiredAt),
    ...(docVersion === '' ? [] : [{ label: 'Document version', value: cut(docVersion, 60) }]),
    ...(version.openapi === null
      ? []
      : [
          {
            label: 'Document',
            value: `OpenAPI ${version.openapi}`,
            href: link('services', service.slug, version.name, 'openapi'),
          },
        ]),
  ];
}
