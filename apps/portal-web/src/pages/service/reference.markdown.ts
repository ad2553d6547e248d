import type { ReferenceStartDto } from '#contract';
import { link } from '../../view/helpers.js';
import { markdownHref, tagHref } from '../reference/addresses.js';
import { code, linkTo, page, plain } from '../reference/markdown-text.js';
import { authView } from '../reference/place.view.js';
import { tagTitle } from '../shared/operation-groups.js';

/** The start of a version's reference as Markdown. @param base of all links */
export function referenceMarkdown(start: ReferenceStartDto, base: string): string {
  const { service, version, auth } = start.place;
  const { unavailable } = authView(start.place);
  const urls = version.callUrls.map(({ environmentName, url }) => `- ${plain(environmentName)}: ${code(url)}`);
  const openapi = `${base}${link('services', service.slug, version.name, 'openapi')}`;
  return page(
    `# ${plain(`${service.name} ${version.name}`)}`,
    (start.summary || service.summary) && `> ${plain(start.summary || service.summary)}`,
    version.state === 'published' ? '' : `This version is ${version.state}.`,
    start.description,
    unavailable ||
      `## Where and how\n\nSend your key in the header ${code(auth.name)}. ${linkTo('Get a key', `${base}${link('services', service.slug, 'get-key')}`)}.\n\n${urls.join('\n')}`,
    tagLines(start, base),
    version.openapi === null ? '' : `The whole document: ${linkTo(`OpenAPI ${version.openapi}`, openapi)}`,
  );
}

/** The tags of a version, each with its page as Markdown. */
export function tagLines({ place, tags, moreTags }: ReferenceStartDto, base: string): string {
  const { service, version } = place;
  if (tags.length === 0) return '';
  const lines = tags.map(({ name, operationCount, description }) => {
    const href = `${base}${markdownHref(tagHref(service.slug, version.name, name))}`;
    const line = plain(description.split('\n', 1)[0] ?? '').slice(0, 200);
    const count = `${operationCount} ${operationCount === 1 ? 'operation' : 'operations'}`;
    return `- ${linkTo(tagTitle(name), href)}: ${count}${line === '' ? '' : `. ${line}`}`;
  });
  return `## Operations\n\n${lines.join('\n')}${moreTags ? '\n- There are more tags; the document names them all.' : ''}`;
}
