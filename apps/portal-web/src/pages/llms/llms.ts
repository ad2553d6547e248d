import type { ReferenceStartDto, ServicePageDto } from '#contract';
import { link, withQuery } from '../../view/helpers.js';
import { markdownHref, schemaHref, versionHref } from '../reference/addresses.js';
import { linkTo, page, plain } from '../reference/markdown-text.js';
import { tagLines } from '../service/reference.markdown.js';

const listedSchemas = 50;

/** The catalogue as llms.txt: each version of each service, with its page as Markdown. @param base of all links */
export function catalogueText({ items, nextCursor }: ServicePageDto, base: string): string {
  const lines = items.flatMap(({ slug, name, summary, versions }) =>
    versions
      .filter(({ state }) => state === 'published' || state === 'deprecated')
      .map((version) => {
        const state = version.state === 'published' ? '' : ` (${version.state})`;
        const href = `${base}${markdownHref(versionHref(slug, version.name))}`;
        return `- ${linkTo(`${name} ${version.name}`, href)}${state}: ${plain(summary)}`;
      }),
  );
  const next =
    nextCursor === null ? '' : linkTo('Further services', `${base}${withQuery('/llms.txt', { cursor: nextCursor })}`);
  return page(
    '# Gatehouse',
    '> The APIs that are offered here: what each one does, how to call it and how to get a key.',
    'Every page of the reference is also there as Markdown, with `.md` at the end of its address. Each version has a list of its own at `/services/{service}/{version}/llms.txt`.',
    lines.length === 0 ? 'Nothing is offered to you yet.' : `## Services\n\n${lines.join('\n')}`,
    next,
  );
}

/** One version as llms.txt. @param base of all links */
export function versionText(start: ReferenceStartDto, base: string): string {
  const { service, version } = start.place;
  const schemas = start.components.slice(0, listedSchemas).map(({ pointer, name }) => {
    const href = markdownHref(schemaHref(service.slug, version.name, { pointer, at: '' }));
    return `- ${linkTo(name, `${base}${href}`)}`;
  });
  const about = [
    `- ${linkTo('What it is, where it is called and how', `${base}${markdownHref(versionHref(service.slug, version.name))}`)}`,
    ...(version.openapi === null
      ? []
      : [`- ${linkTo('The OpenAPI document', `${base}${link('services', service.slug, version.name, 'openapi')}`)}`]),
  ];
  return page(
    `# ${plain(`${service.name} ${version.name}`)}`,
    `> ${plain(start.summary || service.summary)}`,
    `## About\n\n${about.join('\n')}`,
    tagLines(start, base),
    schemas.length === 0 ? '' : `## Optional\n\n${schemas.join('\n')}`,
  );
}
