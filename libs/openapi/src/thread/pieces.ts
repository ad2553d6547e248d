import { Scale } from '../json.js';
import { BATCH_CHARACTERS } from '../limits.js';

/** Cuts a list into pieces of about so many characters, so that taking one over never holds up an event loop for long. */
export function* piecesOf<Row extends object>(rows: Iterable<Row>): Generator<Row[]> {
  const scale = new Scale();
  let piece: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    piece.push(row);
    characters += scale.weigh(row);
    if (characters < BATCH_CHARACTERS) continue;
    yield piece;
    piece = [];
    characters = 0;
  }
  if (piece.length > 0) yield piece;
}
