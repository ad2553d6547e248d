import { promisify } from 'node:util';
import { gunzip as gunzipAsync } from 'node:zlib';
import type pg from 'pg';
import type { KeptReading } from '#openapi';

const INSERT_SPEC_SQL = `
  INSERT INTO spec (hash, format, byte_length, bytes, openapi, title, doc_version, summary, description, servers, tags,
    security, warnings, external_docs, operation_count)
  SELECT s.hash, s.format, s.byte_length, $2, s.openapi, s.title, s.doc_version, s.summary, s.description, s.servers,
    s.tags, s.security, s.warnings, s.external_docs, s.operation_count
  FROM jsonb_to_recordset($1::jsonb) AS s(hash text, format text, byte_length int, openapi text, title text,
    doc_version text, summary text, description text, servers jsonb, tags jsonb, security jsonb, warnings jsonb,
    external_docs jsonb, operation_count int)
  ON CONFLICT (hash) DO NOTHING`;

export interface StoredDocument {
  bytes: Uint8Array;
  format: 'json' | 'yaml' | 'zip';
}

const gunzip = promisify(gunzipAsync);
const PIECE_BYTES = 1024 * 1024;

/** Documents by their hash. One that two versions share is stored once. */
export class DocumentStore {
  constructor(private readonly pool: pg.Pool) {}

  /** Whether it is stored; then it stays for a day from now on, although nothing refers to it yet. */
  async keep(hash: string): Promise<boolean> {
    return (await this.pool.query('UPDATE spec SET created_at = now() WHERE hash = $1', [hash])).rowCount === 1;
  }

  /**
   * Stores a document and what stands in its head: it is what its hash says, whichever version comes to use it.
   * @param compressed as `compressDocument` gives it
   */
  async store(reading: KeptReading, compressed: Uint8Array): Promise<void> {
    await this.pool.query(INSERT_SPEC_SQL, [JSON.stringify([headOf(reading)]), compressed]);
  }

  /** The bytes come in pieces: the client makes a text of each, and one of 100 MB would hold up everybody. */
  async find(hash: string): Promise<StoredDocument | null> {
    const { rows } = await this.pool.query<{ format: StoredDocument['format']; start: number; piece: Buffer }>({
      name: 'spec_document',
      // Appending nothing decompresses the bytes once; OFFSET keeps that apart from the pieces.
      text: `SELECT s.format, start, substring(s.bytes FROM start FOR ${PIECE_BYTES}) AS piece
             FROM (SELECT format, bytes || ''::bytea AS bytes FROM spec WHERE hash = $1 OFFSET 0) s,
               generate_series(1, octet_length(s.bytes), ${PIECE_BYTES}) AS start`,
      values: [hash],
    });
    const [first] = rows;
    if (first === undefined) return null;
    const pieces = rows.sort((one, other) => one.start - other.start).map(({ piece }) => piece);
    const stored = Buffer.concat(pieces);
    return { bytes: isGzip(stored) ? await gunzip(stored) : stored, format: first.format };
  }
}

/** No document begins so: it is text, or a zip. Those that were stored in former times were not compressed. */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function headOf(reading: KeptReading): Record<string, unknown> {
  const { sha256, format, byteLength, openapi, title, docVersion, summary, description } = reading;
  const { servers, tags, securitySchemes, warnings, externalDocs, operationCount } = reading;
  return {
    hash: sha256,
    format,
    byte_length: byteLength,
    openapi,
    title,
    doc_version: docVersion,
    summary,
    description,
    servers,
    tags,
    security: { schemes: securitySchemes },
    warnings,
    external_docs: externalDocs,
    operation_count: operationCount,
  };
}
