import type { ReferenceComponentDto } from '#contract';
import { markdownHref, operationHref, schemaHref, versionHref } from '../reference/addresses.js';
import { isObject, textOf } from '../reference/json.js';
import { block, linkTo, page, plain, shapeText } from '../reference/markdown-text.js';
import { SchemaTrees } from '../reference/schema-trees.js';
import { operationTitle } from '../shared/operation-groups.js';

const treeBytes = 90_000;

/** The page of a component as Markdown. @param base of all links */
export function schemaMarkdown(dto: ReferenceComponentDto, base: string): string {
  const { place, pointer, at, schema, sample, usedBy } = dto;
  const [slug, version] = [place.service.slug, place.version.name];
  const trees = new SchemaTrees(
    { components: dto.components, hrefOf: (source, from) => schemaHref(slug, version, source, from) },
    treeBytes,
  );
  const users = usedBy.map(
    (operation) =>
      `- ${linkTo(
        operationTitle(operation),
        `${base}${markdownHref(operationHref(slug, version, operation.method, operation.path))}`,
      )}`,
  );
  return page(
    `# ${plain(dto.name)}`,
    `A schema of ${linkTo(`${place.service.name} ${version}`, `${base}${markdownHref(versionHref(slug, version))}`)}.`,
    isObject(schema) ? textOf(schema.description) : '',
    shapeText(trees.shape(schema, 'schema', { pointer, at }), base),
    sample?.text == null ? '' : block(sample.text, 'json'),
    users.length === 0 ? '' : `## Used by\n\n${users.join('\n')}${dto.usedByMore ? '\n\nAnd by others.' : ''}`,
  );
}
