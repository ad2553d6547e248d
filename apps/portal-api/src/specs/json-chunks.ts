/** Characters of JSON in one statement: large enough to be quick, small enough to need little memory at once. */
export const CHUNK_CHARACTERS = 4_000_000;

/**
 * Lists of rows as JSON texts that PostgreSQL accepts, each at most about `chunkCharacters` long (a single larger row
 * stands alone).
 */
export function* chunksOfJson<Row>(
  rows: Iterable<Row>,
  toRecord: (row: Row) => Record<string, unknown>,
  chunkCharacters = CHUNK_CHARACTERS,
): Generator<string> {
  let texts: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = storableJson(toRecord(row));
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

/** In JSON text: U+0000 or a lone half of a surrogate pair, which JSON.stringify writes as an escape. */
const UNSTORABLE = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89ab][0-9a-f]{2}|d[c-f][0-9a-f]{2})/g;

/** PostgreSQL's text holds no U+0000 and no half characters; they become U+FFFD. The original bytes keep them. */
function storableJson(record: Record<string, unknown>): string {
  const text = JSON.stringify(record);
  return text.includes('\\u') ? text.replace(UNSTORABLE, '$1\\ufffd') : text;
}
