/** A table as CSV (RFC 4180) with a line of heads. */
export function toCsv(head: string[], rows: string[][]): string {
  return [head, ...rows].map((cells) => cells.map(cell).join() + '\r\n').join('');
}

/** Quoted always. What a spreadsheet would run as a formula gets an apostrophe: strangers have written some of it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
