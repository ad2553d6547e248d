import type { ReferenceNavDto, ReferenceTagDto } from '#contract';
import { toSummary } from '../specs/to-summary.js';
import { MAX_NAV_ENTRIES, type ReferenceOperationRow } from './reference-operation.store.js';

/** The side list of an operation. */
export function toNav(row: ReferenceOperationRow): ReferenceNavDto {
  const operations = around(row.before, row, row.after);
  return {
    ...tagsAround(row),
    tag: row.tag,
    operations: operations.entries.map(toSummary),
    hasMoreBefore: operations.moreBefore,
    hasMoreAfter: operations.moreAfter,
  };
}

/** The tags around one, in the order of the document. */
export function tagsAround(row: {
  tagsBefore: ReferenceTagDto[];
  ownTag: ReferenceTagDto | null;
  tagsAfter: ReferenceTagDto[];
}): Pick<ReferenceNavDto, 'tags' | 'moreTags'> {
  if (row.ownTag === null) return { tags: [], moreTags: false };
  const { entries, moreBefore, moreAfter } = around(row.tagsBefore, row.ownTag, row.tagsAfter);
  const tags = entries.map(({ name, operationCount }) => ({ name, operationCount }));
  return { tags, moreTags: moreBefore || moreAfter };
}

/** As many entries as fit around one: half before it and half after it, or more where the other side has less. */
function around<Entry>(
  before: Entry[],
  current: Entry,
  after: Entry[],
): { entries: Entry[]; moreBefore: boolean; moreAfter: boolean } {
  const room = MAX_NAV_ENTRIES - 1;
  const half = Math.floor(room / 2);
  const beforeCount = Math.min(before.length, Math.max(half, room - after.length));
  const afterCount = Math.min(after.length, room - beforeCount);
  return {
    entries: [...before.slice(0, beforeCount).toReversed(), current, ...after.slice(0, afterCount)],
    moreBefore: before.length > beforeCount,
    moreAfter: after.length > afterCount,
  };
}
