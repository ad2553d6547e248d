import { promisify } from 'node:util';
import { gunzip as gunzipAsync } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { KeptReading } from '#openapi';
import { Database, type Tx } from '../database/database.js';

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

export interface NewRevision {
  versionId: string;
  number: number;
  specHash: string;
  fileName: string;
  /** where it was fetched from */
  sourceUrl: string | null;
  uploadedBy: string | null;
}

/** Documents by their hash. A document that two versions share is stored once. */
@Injectable()
export class SpecStore {
  constructor(private readonly database: Database) {}

  /** Whether it is stored; then it stays for a day from now on, although nothing refers to it yet. */
  async keep(hash: string): Promise<boolean> {
    return (
      (await this.database.prisma.spec.updateMany({ where: { hash }, data: { createdAt: new Date() } })).count === 1
    );
  }

  /** Stores a document and what stands in its head: it is what its hash says, whichever version comes to use it. */
  async store(reading: KeptReading, bytes: Uint8Array): Promise<void> {
    await this.database.pool.query(INSERT_SPEC_SQL, [JSON.stringify([headOf(reading)]), reading.gzip ?? bytes]);
  }

  async addRevision(tx: Tx, revision: NewRevision): Promise<void> {
    await tx.specRevision.create({ data: revision });
  }

  /**
   * The hash of the document that a version had as of a revision. Drafts are for insiders, and so is what a version had
   * only while it was one.
   */
  async hashOf(versionId: string, number: number, insider: boolean): Promise<string | null> {
    const { rows } = await this.database.pool.query<{ hash: string }>({
      name: 'spec_hash_of_revision',
      text: `SELECT r.spec_hash AS hash FROM spec_revision r JOIN version v ON v.id = r.version_id
             WHERE r.version_id = $1 AND r.number = $2 AND ($3 OR NOT EXISTS (
               SELECT FROM spec_revision n WHERE n.version_id = $1 AND n.number = $2 + 1
                 AND n.created_at <= COALESCE(v.published_at, 'infinity')))`,
      values: [versionId, number, insider],
    });
    return rows[0]?.hash ?? null;
  }

  /** The bytes come in pieces: the client makes a text of each, and one of 100 MB would hold up everybody. */
  async document(hash: string): Promise<StoredDocument | null> {
    const { rows } = await this.database.pool.query<{ format: StoredDocument['format']; start: number; piece: Buffer }>(
      {
        name: 'spec_document',
        // Appending nothing decompresses the bytes once; OFFSET keeps that apart from the pieces.
        text: `SELECT s.format, start, substring(s.bytes FROM start FOR ${PIECE_BYTES}) AS piece
             FROM (SELECT format, bytes || ''::bytea AS bytes FROM spec WHERE hash = $1 OFFSET 0) s,
               generate_series(1, octet_length(s.bytes), ${PIECE_BYTES}) AS start`,
        values: [hash],
      },
    );
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
