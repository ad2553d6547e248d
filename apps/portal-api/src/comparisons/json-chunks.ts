/** Characters of JSON in one statement: large enough to be quick, small enough to hold up nobody while it is made. */
const CHUNK_CHARACTERS = 500_000;

/**
 * Lists of rows as JSON texts, each at most about `chunkCharacters` long (a single larger row
 * stands alone).
 */
export function* chunksOfJson<Row>(
  rows: Iterable<Row>,
  toJson: (row: Row) => string,
  chunkCharacters = CHUNK_CHARACTERS,
): Generator<string> {
  let texts: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = toJson(row);
    if (length > 0 && length + text.length > chunkCharacters) {
      yield `[${texts.join(',')}]`;
      texts = [];
      length = 0;
    }
    texts.push(text);
    length += text.length;
  }
  if (length > 0) yield `[${texts.join(',')}]`;
}
