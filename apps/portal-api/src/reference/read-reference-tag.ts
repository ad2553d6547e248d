import { Injectable } from '@nestjs/common';
import type { ReferenceTagItemDto, ReferenceTagPageDto, ReferenceTagQuery } from '#contract';
import { notFound } from '#domain';
import type { SchemaAt } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { limitOf, positionCursor, readPositionCursor, toPage } from '../http/cursor.js';
import { MAX_POSITION } from '../specs/sparse-positions.js';
import { toSummary } from '../specs/to-summary.js';
import { ReferenceAccess } from './reference-access.js';
import { type ReferenceTagRow, ReferenceTagStore, type TagItemRow } from './reference-tag.store.js';
import { tagsAround } from './to-nav.js';
import { toComponents, toDefinition } from './to-definition.js';

/** Whole operations on one page. */
const MAX_WHOLE = 50;

/** The page of a tag. */
@Injectable()
export class ReadReferenceTag {
  constructor(
    private readonly access: ReferenceAccess,
    private readonly store: ReferenceTagStore,
  ) {}

  async run(caller: Caller, slug: string, name: string, query: ReferenceTagQuery): Promise<ReferenceTagPageDto> {
    const root = await this.access.root(caller, slug, name);
    const after = readPositionCursor(query, { none: -1, max: MAX_POSITION });
    const whole = query.whole === 'true';
    const asked = whole ? Math.min(limitOf(query), MAX_WHOLE) : limitOf(query);
    const row = await this.store.find(root.at, root.specHash, { name: query.name, after, limit: asked, whole });
    if (row === null) throw notFound('tag');
    const components = toComponents(row.components);
    const schemaAt: SchemaAt = (pointer) => (Object.hasOwn(components, pointer) ? components[pointer] : undefined);
    const { externalDocs, ...tag } = row.tag;
    const limit = row.isCut ? Math.min(asked, row.items.length - 1 || 1) : asked;
    return {
      place: root.place,
      tag: externalDocs === null ? tag : { ...tag, externalDocs },
      ...toPage(row.items, limit, positionCursor, (item) => toItem(item, row, schemaAt)),
      components,
      ...tagsAround({ ...row, ownTag: row.tag }),
    };
  }
}

function toItem(item: TagItemRow, { schemes, components, refCount }: ReferenceTagRow, schemaAt: SchemaAt) {
  const summary: ReferenceTagItemDto = toSummary(item);
  if (item.definition === null) return summary;
  const names = new Set(item.definition.security.flat().map(({ scheme }) => scheme));
  const required = schemes.filter((scheme) => names.has(scheme.name));
  const isWhole = components.length === refCount;
  return { ...summary, definition: toDefinition(item.definition, { schemaAt, schemes: required, isWhole }) };
}
