/** A table as CSV (RFC 4180) with a line of heads, in one part for it and one for the rows of each page. */
export async function* toCsv<Item>(
  head: string[],
  pages: AsyncIterable<Item[]>,
  rowsOf: (item: Item) => string[][],
): AsyncGenerator<string> {
  yield linesOf([head]);
  for await (const items of pages) yield linesOf(items.flatMap(rowsOf));
}

function linesOf(rows: string[][]): string {
  return rows.map((cells) => cells.map(cell).join() + '\r\n').join('');
}

/** Quoted always. What a spreadsheet would run as a formula gets an apostrophe: strangers have written some of it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
