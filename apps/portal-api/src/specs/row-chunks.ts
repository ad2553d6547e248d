import type { KeptReading } from '#openapi';
import { copyChunks, integersField, uuidField } from './copy-rows.js';
import type { RevisionPlan } from './plan-rows.js';

/** Whose rows they are, and from which revision on. */
export interface RowsOf {
  versionId: string;
  since: number;
}

/** The operations that begin, for COPY_OPERATIONS_SQL. */
export function operationChunks(
  { operations, reaches }: KeptReading,
  plan: RevisionPlan,
  of: RowsOf,
): Iterable<Buffer> {
  const { added, keys } = plan.operations;
  const version = uuidField(of.versionId);
  const refsOf = refsFields(reaches, plan.components.keys);
  return copyChunks(added, 13, (fields, place) => {
    const { method, path, operationId = null, summary = '', tags, tag, ...row } = operations.at(place);
    fields.raw(version);
    fields.integer(keys[place]!);
    fields.integer(of.since);
    for (const text of [method, path, operationId, summary]) fields.text(text);
    fields.texts(tags);
    fields.text(tag);
    fields.boolean(row.deprecated);
    fields.of(row.definition);
    fields.raw(refsOf(row.reach));
    fields.text(row.digest);
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
    const { pointer, name, definition, digest } = components.at(place);
    fields.raw(version);
    fields.integer(keys[place]!);
    fields.integer(of.since);
    for (const text of [pointer, name]) fields.text(text);
    fields.of(definition);
    fields.text(digest);
  });
}

/** Components are named by number; each list of them becomes a field once, however many operations share it. */
function refsFields(reaches: readonly Int32Array[], numbers: readonly number[]): (reach: number) => Buffer {
  const known: Buffer[] = [];
  return (reach) => (known[reach] ??= integersField(reaches[reach]!.map((component) => numbers[component]!)));
}
