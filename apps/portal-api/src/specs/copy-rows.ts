/** Handed to the connection at a time. */
const CHUNK_BYTES = 256 * 1024;
/** The signature, no flags, nothing more. */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const MAX_BYTES_OF_CHARACTER = 3;
const TEXT_TYPE = 25;
const INTEGER_TYPE = 23;

/** The fields of one row, in the order of the columns that are named to COPY. */
export type WriteRow<Row> = (fields: CopyFields, row: Row) => void;

/**
 * Rows as PostgreSQL's `COPY … FROM STDIN (FORMAT binary)` takes them, in chunks of about 256 kB (a single larger row
 * stands alone). The format: https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format".
 */
export function* copyChunks<Row>(rows: Iterable<Row>, columns: number, write: WriteRow<Row>): Generator<Buffer> {
  const fields = new CopyFields();
  fields.raw(HEADER);
  for (const row of rows) {
    fields.begin(columns);
    write(fields, row);
    if (fields.byteLength >= CHUNK_BYTES) yield fields.take();
  }
  fields.raw(TRAILER);
  yield fields.take();
}

/** A UUID as a field. */
export function uuidField(uuid: string): Buffer {
  const bytes = Buffer.from(uuid.replaceAll('-', ''), 'hex');
  return Buffer.concat([words([bytes.byteLength]), bytes]);
}

/** Integers as the field of a column `int[]`. */
export function integersField(integers: Int32Array): Buffer {
  const head = listHead(INTEGER_TYPE, integers.length);
  const field = new Int32Array(1 + head.length + 2 * integers.length);
  field.set([4 * (field.length - 1), ...head]);
  let end = 1 + head.length;
  for (const integer of integers) {
    field[end++] = 4;
    field[end++] = integer;
  }
  return Buffer.from(field.buffer).swap32();
}

/** Each method writes one field: its length, and then what it is. */
export class CopyFields {
  private bytes = Buffer.allocUnsafe(2 * CHUNK_BYTES);
  private end = 0;

  get byteLength(): number {
    return this.end;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = Buffer.from(this.bytes.subarray(0, this.end));
    this.end = 0;
    return taken;
  }

  begin(columns: number): void {
    this.reserve(2);
    this.end = this.bytes.writeInt16BE(columns, this.end);
  }

  integer(value: number): void {
    this.reserve(8);
    this.end = this.bytes.writeInt32BE(4, this.end);
    this.end = this.bytes.writeInt32BE(value, this.end);
  }

  boolean(value: boolean): void {
    this.reserve(5);
    this.end = this.bytes.writeInt32BE(1, this.end);
    this.end = this.bytes.writeUInt8(value ? 1 : 0, this.end);
  }

  text(value: string | null): void {
    if (value === null) {
      this.word(-1);
      return;
    }
    this.reserve(4 + value.length * MAX_BYTES_OF_CHARACTER);
    const length = this.bytes.write(value, this.end + 4);
    this.bytes.writeInt32BE(length, this.end);
    this.end += 4 + length;
  }

  /** Bytes that are what the column's type receives: of text and JSON, UTF-8. */
  of(value: Uint8Array): void {
    this.word(value.byteLength);
    this.raw(value);
  }

  /** The field of a column `text[]`. */
  texts(values: readonly string[]): void {
    this.word(0);
    const start = this.end;
    this.raw(words(listHead(TEXT_TYPE, values.length)));
    for (const value of values) this.text(value);
    this.bytes.writeInt32BE(this.end - start, start - 4);
  }

  /** A whole field that was written before, or what stands between rows. */
  raw(value: Uint8Array): void {
    this.reserve(value.byteLength);
    this.bytes.set(value, this.end);
    this.end += value.byteLength;
  }

  private word(value: number): void {
    this.reserve(4);
    this.end = this.bytes.writeInt32BE(value, this.end);
  }

  private reserve(byteLength: number): void {
    if (this.end + byteLength <= this.bytes.byteLength) return;
    const larger = Buffer.allocUnsafe(2 * (this.end + byteLength));
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
  }
}

/** Dimensions, no NULL among them, the type; then, where there is one dimension, how many, and from where they count. */
function listHead(type: number, length: number): number[] {
  return length === 0 ? [0, 0, type] : [1, 0, type, length, 1];
}

function words(values: readonly number[]): Buffer {
  return Buffer.from(Int32Array.from(values).buffer).swap32();
}
