// A string may be cut off: its end is not looked for again from each quote in it.
const token = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON with a line for every value, its numbers and texts left as they came: reading and writing it would round long
 * numbers. A text that is no JSON comes back as it is.
 *
 * @param maxLength soon after so many characters the text ends: lists within lists would make megabytes of spaces
 */
export function indentJson(text: string, maxLength: number): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return indentPieces(text, maxLength);
}

/** The same of the beginning of a JSON text, which is no JSON any more; it may also be anything else. */
export function indentPieces(text: string, maxLength: number): string {
  let depth = 0;
  let before = '';
  let indented = '';
  for (const [piece] of text.matchAll(token)) {
    if (indented.length > maxLength) break;
    const closes = piece === '}' || piece === ']';
    const opened = before === '{' || before === '[';
    if (closes) depth = Math.max(0, depth - 1);
    if ((opened && !closes) || (closes && !opened) || before === ',') indented += `\n${'  '.repeat(depth)}`;
    indented += piece === ':' ? ': ' : piece;
    if (piece === '{' || piece === '[') depth += 1;
    before = piece;
  }
  return indented;
}
