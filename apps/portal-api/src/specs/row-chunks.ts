import type { KeptReading } from '#openapi';
import { copyChunks, integersField, uuidField } from './copy-rows.js';
import type { RevisionPlan } from './plan-rows.js';

/** Whose rows they are, and from which revision on. */
export interface RowsOf {
  versionId: string;
  since: number;
}

/**
 * The operations that begin, for COPY_OPERATIONS_SQL.
 * @param reaches takes the places of the lists of components that they name
 */
export function operationChunks(
  { operations }: KeptReading,
  plan: RevisionPlan,
  of: RowsOf,
  reaches: Set<number>,
): Iterable<Buffer> {
  const { added, keys } = plan.operations;
  const version = uuidField(of.versionId);
  return copyChunks(added, 13, (fields, place) => {
    const { method, path, operationId = null, summary = '', tags, tag, ...row } = operations[place]!;
    fields.raw(version);
    fields.integer(keys[place]!);
    fields.integer(of.since);
    for (const text of [method, path, operationId, summary]) fields.text(text);
    fields.texts(tags);
    fields.text(tag);
    fields.boolean(row.deprecated);
    fields.of(row.definition);
    fields.integer(row.reach);
    reaches.add(row.reach);
    fields.text(row.digest);
  });
}

/** These lists of components, for COPY_REACHES_SQL. */
export function reachChunks(
  { reaches: lists }: KeptReading,
  plan: RevisionPlan,
  of: RowsOf,
  reaches: Iterable<number>,
): Iterable<Buffer> {
  const version = uuidField(of.versionId);
  return copyChunks(reaches, 4, (fields, reach) => {
    fields.raw(version);
    fields.integer(of.since);
    fields.integer(reach);
    fields.raw(integersField(lists[reach]!.map((place) => plan.components.keys[place]!)));
  });
}

/** The tags that begin, for COPY_TAGS_SQL. */
export function tagChunks({ operationTags }: KeptReading, plan: RevisionPlan, of: RowsOf): Iterable<Buffer> {
  const { added, keys } = plan.operationTags;
  const version = uuidField(of.versionId);
  return copyChunks(added, 7, (fields, place) => {
    const { name, description, operationCount, digest } = operationTags[place]!;
    fields.raw(version);
    fields.integer(keys[place]!);
    fields.integer(of.since);
    for (const text of [name, description]) fields.text(text);
    fields.integer(operationCount);
    fields.text(digest);
  });
}

/** The components that begin, for COPY_COMPONENTS_SQL. */
export function componentChunks({ components }: KeptReading, plan: RevisionPlan, of: RowsOf): Iterable<Buffer> {
  const { added, keys } = plan.components;
  const version = uuidField(of.versionId);
  return copyChunks(added, 7, (fields, place) => {
    const { pointer, name, definition, digest } = components[place]!;
    fields.raw(version);
    fields.integer(keys[place]!);
    fields.integer(of.since);
    for (const text of [pointer, name]) fields.text(text);
    fields.of(definition);
    fields.text(digest);
  });
}
