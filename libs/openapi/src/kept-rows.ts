/** What every kept row has besides its head. */
export interface KeptRow {
  /** JSON */
  definition: Uint8Array;
  digest: string;
}

/** Rows as a thread hands them over: a few objects, however many rows, because each would be copied one by one. */
export interface RowPiece {
  digests: string[];
  /** Of each row, one after the other: its head as JSON, and its definition. */
  bytes: ArrayBuffer;
  /** Of each row, where these two end. */
  ends: Uint32Array;
}

const PARTS = 2;

/** Puts rows into one piece of memory. */
export function packRows(rows: readonly KeptRow[]): RowPiece {
  const parts = rows.flatMap(({ definition, digest: _, ...head }) => [Buffer.from(JSON.stringify(head)), definition]);
  const ends = new Uint32Array(parts.length);
  let end = 0;
  for (const [at, { byteLength }] of parts.entries()) ends[at] = end += byteLength;
  const bytes = new Uint8Array(end);
  for (const [at, part] of parts.entries()) bytes.set(part, ends[at]! - part.byteLength);
  return { digests: rows.map(({ digest }) => digest), bytes: bytes.buffer, ends };
}

/**
 * The rows of a document, in order. Each is made anew whenever it is asked for: as objects, those of a large document would
 * keep the collector of the process busy.
 */
export class KeptRows<Row extends KeptRow> implements Iterable<Row> {
  /** Of all rows, in order. */
  readonly digests: string[] = [];
  /** Of each row, the piece that has it, and where the first row of that piece stands. */
  private readonly places: { piece: RowPiece; first: number }[] = [];

  get length(): number {
    return this.digests.length;
  }

  add(piece: RowPiece): void {
    const place = { piece, first: this.length };
    for (const digest of piece.digests) {
      this.digests.push(digest);
      this.places.push(place);
    }
  }

  /** Throws RangeError where no row is. */
  at(place: number): Row {
    const [found, digest] = [this.places[place], this.digests[place]];
    if (found === undefined || digest === undefined) throw new RangeError(`There is no row ${place}.`);
    return unpack<Row>(found.piece, place - found.first, digest);
  }

  *[Symbol.iterator](): Generator<Row> {
    for (let place = 0; place < this.length; place++) yield this.at(place);
  }
}

function unpack<Row extends KeptRow>({ bytes, ends }: RowPiece, nth: number, digest: string): Row {
  const at = nth * PARTS;
  const start = at === 0 ? 0 : ends[at - 1]!;
  const [headEnd, end] = [ends[at]!, ends[at + 1]!];
  const head = JSON.parse(Buffer.from(bytes, start, headEnd - start).toString()) as Omit<Row, keyof KeptRow>;
  return { ...head, definition: new Uint8Array(bytes, headEnd, end - headEnd), digest } as unknown as Row;
}
