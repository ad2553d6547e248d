import type { OperationSummaryDto, ReferenceTagPageDto } from '#contract';
import { withQuery } from '../../view/helpers.js';
import { markdownHref, operationHref, tagHref, versionHref } from '../reference/addresses.js';
import { code, linkTo, page, plain } from '../reference/markdown-text.js';
import { methodOf } from '../reference/place.view.js';
import { operationTitle, tagTitle } from '../shared/operation-groups.js';

/** An operation in a list. @param base of the link */
export function operationLine(slug: string, version: string, operation: OperationSummaryDto, base: string): string {
  const href = markdownHref(operationHref(slug, version, operation.method, operation.path));
  const deprecated = operation.deprecated ? ' (deprecated)' : '';
  const call = code(`${methodOf(operation.method)} ${operation.path}`);
  return `- ${linkTo(operationTitle(operation), `${base}${href}`)}: ${call}${deprecated}`;
}

/** The page of a tag as Markdown. @param base of all links */
export function tagMarkdown({ place, tag, items, nextCursor }: ReferenceTagPageDto, base: string): string {
  const [slug, version] = [place.service.slug, place.version.name];
  const here = markdownHref(tagHref(slug, version, tag.name));
  const more = nextCursor === null ? '' : linkTo('The next ones', `${base}${withQuery(here, { cursor: nextCursor })}`);
  return page(
    `# ${plain(tagTitle(tag.name))}`,
    `Part of ${linkTo(`${place.service.name} ${version}`, `${base}${markdownHref(versionHref(slug, version))}`)}.`,
    tag.description,
    items.map((operation) => operationLine(slug, version, operation, base)).join('\n'),
    more,
  );
}
