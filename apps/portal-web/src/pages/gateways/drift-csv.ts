import type { DriftDto, DriftPageDto } from '#contract';

const columns = ['finding', 'kind', 'name', 'object', 'belongs to', 'found', 'field', 'wished', 'stands'];

/** All drift as CSV, a line for each field, read page by page so that as little as one page is in memory. */
export async function* driftCsv(read: (cursor: string | undefined) => Promise<DriftPageDto>, first: DriftPageDto) {
  yield line(columns);
  for (let page = first; ; page = await read(page.nextCursor ?? undefined)) {
    yield page.items.flatMap(linesOf).join('');
    if (page.nextCursor === null) return;
  }
}

function linesOf({ finding, kind, name, objectId, belongsTo, foundAt, fields }: DriftDto): string[] {
  const object = [finding, kind, name, objectId, belongsTo, foundAt];
  if (fields.length === 0) return [line([...object, '', '', ''])];
  return fields.map(({ path, wished, found }) => line([...object, path, wished ?? '', found ?? '']));
}

function line(cells: string[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

/** A text that a spreadsheet would run as a formula is marked as text. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
