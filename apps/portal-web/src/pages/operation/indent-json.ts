const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * JSON with a line for every value, its numbers and texts left as they came: reading and writing it would round long
 * numbers. A text that is no JSON comes back as it is.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  let depth = 0;
  let before = '';
  const pieces: string[] = [];
  for (const [piece] of text.matchAll(token)) {
    const closes = piece === '}' || piece === ']';
    const opened = before === '{' || before === '[';
    if (closes) depth -= 1;
    if ((opened && !closes) || (closes && !opened) || before === ',') pieces.push(`\n${'  '.repeat(depth)}`);
    pieces.push(piece === ':' ? ': ' : piece);
    if (piece === '{' || piece === '[') depth += 1;
    before = piece;
  }
  return pieces.join('');
}
