import { isUUID } from 'class-validator';
import { PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX, type Page, type PageQuery } from '#contract';
import { Fault } from '#domain';

/** Where a page begins: the sort key of the last item of the page before. */
export type Cursor = string[];

/** Reads the opaque cursor of a query; `length` is the number of parts that this list sorts by. */
export function readCursor(query: PageQuery, length: number): Cursor | null {
  if (query.cursor === undefined) return null;
  try {
    const parts: unknown = JSON.parse(Buffer.from(query.cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length && parts.every(isText)) return parts;
  } catch {
    // falls through to the refusal
  }
  throw foreignCursor();
}

/** A database holds no NUL, so no item was ever sorted by one. */
function isText(part: unknown): part is string {
  return typeof part === 'string' && !part.includes('\0');
}

/** The refusal of a cursor whose parts are not what this list sorts by. */
export function foreignCursor(): Fault {
  return new Fault('request.invalid', 'The cursor is not one of ours. Start from the first page.');
}

/** The cursor of a list that is sorted by id alone. */
export function readIdCursor(query: PageQuery): string | null {
  const [id] = readCursor(query, 1) ?? [];
  if (id !== undefined && !isUUID(id)) throw foreignCursor();
  return id ?? null;
}

/** The cursor of a list whose rows are numbered: the number of the last one; `none` on the first page. */
export function readPositionCursor(query: PageQuery, { none, max }: { none: number; max: number }): number {
  const [text] = readCursor(query, 1) ?? [];
  if (text === undefined) return none;
  if (!/^(-1|\d{1,10})$/.test(text) || Number(text) < none || Number(text) > max) throw foreignCursor();
  return Number(text);
}

/** What readPositionCursor reads. */
export function positionCursor({ position }: { position: number }): Cursor {
  return [String(position)];
}

export function limitOf(query: PageQuery): number {
  return query.limit ?? PAGE_LIMIT_DEFAULT;
}

/** The items of a list page by page, to its end; the next page is read when it is asked for. */
export async function* everyPage<Item>(read: (query: PageQuery) => Promise<Page<Item>>): AsyncGenerator<Item[]> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { items, nextCursor } = await read({ cursor, limit: PAGE_LIMIT_MAX });
    yield items;
    cursor = nextCursor;
  }
}

/** Cuts rows that were read with `limit + 1` into a page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  cursorOf: (row: Row) => Cursor,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items: shown.map(toItem),
    nextCursor: more ? Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') : null,
  };
}
