import type { OperationPageDto, ServiceDto, TimelineDto, VersionDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { markdownToHtml } from '../../view/markdown.js';
import { timelineLines, type TimelineLine } from '../lifecycle/timeline.view.js';
import { operationGroups, type OperationGroup } from '../shared/operation-groups.js';
import { endingView, type EndingView } from './ending.view.js';
import { serviceTabs, versionFacts, type FactView, type TabView } from './version-facts.js';

/** Where the reference of a version starts. */
export interface ReferenceView {
  title: string;
  service: { slug: string; name: string };
  version: { name: string; state: string };
  summary: string;
  breadcrumb: { href: string; label: string }[];
  action: { href: string; label: string } | undefined;
  tabs: TabView[];
  ending: EndingView | undefined;
  timeline: TimelineLine[];
  descriptionHtml: string;
  facts: FactView[];
  query: string;
  groups: OperationGroup[];
  operationCount: number;
  emptyText: string;
  pager: { note: string; firstHref: string | undefined; nextHref: string | undefined } | undefined;
}

export function referenceView(
  service: ServiceDto,
  version: VersionDto,
  operations: OperationPageDto,
  filter: { query: string; cursor: string },
  timeline: TimelineDto,
): ReferenceView {
  const { spec } = version;
  const here = link('services', service.slug, version.name);
  const pageHref = (cursor: string | undefined) => withQuery(here, { q: filter.query, cursor });
  const nextHref = operations.nextCursor === null ? undefined : pageHref(operations.nextCursor);
  const firstHref = filter.cursor === '' ? undefined : pageHref(undefined);
  const callable = version.state === 'published' || version.state === 'deprecated';
  return {
    title: `${service.name} ${version.name}`,
    service: { slug: service.slug, name: service.name },
    version: { name: version.name, state: version.state },
    summary: spec?.summary || service.summary,
    breadcrumb: [{ href: link('services', service.slug), label: service.name }],
    action: callable ? { href: link('services', service.slug, 'get-key'), label: 'Get a key' } : undefined,
    tabs: serviceTabs(service, version.name),
    ending: endingView(service.slug, version),
    timeline: timelineLines({ items: timeline.items.map((entry) => ({ ...entry, by: null })) }),
    descriptionHtml: markdownToHtml(spec?.description ?? ''),
    facts: versionFacts(version),
    query: filter.query,
    groups: operationGroups(service.slug, version.name, operations.items),
    operationCount: spec?.operationCount ?? 0,
    emptyText:
      filter.query === ''
        ? 'This version has no document yet, or the document has no operations.'
        : 'No operation has all of these words in its path, name or summary.',
    pager: nextHref || firstHref ? { note: 'In the order of the document', firstHref, nextHref } : undefined,
  };
}
