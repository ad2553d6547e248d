import { Injectable } from '@nestjs/common';
import type { KeptReading } from '#openapi';
import { Database, type Tx } from '../database/database.js';

const INSERT_SPEC_SQL = `
  INSERT INTO spec (hash, format, byte_length, bytes, openapi, title, doc_version, summary, description, servers, tags,
    security, warnings, operation_count)
  SELECT s.hash, s.format, s.byte_length, $2, s.openapi, s.title, s.doc_version, s.summary, s.description, s.servers,
    s.tags, s.security, s.warnings, s.operation_count
  FROM jsonb_to_recordset($1::jsonb) AS s(hash text, format text, byte_length int, openapi text, title text,
    doc_version text, summary text, description text, servers jsonb, tags jsonb, security jsonb, warnings jsonb,
    operation_count int)
  ON CONFLICT (hash) DO NOTHING`;

export interface StoredDocument {
  bytes: Uint8Array;
  format: 'json' | 'yaml' | 'zip';
}

/** Left to itself, the client makes a text of every binary value. */
const AS_BYTES = { getTypeParser: () => (bytes: unknown) => bytes };

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

  async has(hash: string): Promise<boolean> {
    return (await this.database.prisma.spec.count({ where: { hash } })) === 1;
  }

  /** Stores a document and what stands in its head: it is what its hash says, whichever version comes to use it. */
  async store(reading: KeptReading, bytes: Uint8Array): Promise<void> {
    await this.database.pool.query(INSERT_SPEC_SQL, [JSON.stringify([headOf(reading)]), bytes]);
  }

  async addRevision(tx: Tx, revision: NewRevision): Promise<void> {
    await tx.specRevision.create({ data: revision });
  }

  /** The hash of the document that a version had as of a revision. */
  async hashOf(versionId: string, number: number): Promise<string | null> {
    const revision = await this.database.prisma.specRevision.findUnique({
      where: { versionId_number: { versionId, number } },
      select: { specHash: true },
    });
    return revision?.specHash ?? null;
  }

  async document(hash: string): Promise<StoredDocument | null> {
    // In binary: 50 MB of hexadecimal digits would hold up everybody while they are read.
    const query = {
      text: 'SELECT bytes, format FROM spec WHERE hash = $1',
      values: [hash],
      binary: true,
      types: AS_BYTES,
    };
    const { rows } = await this.database.pool.query<{ bytes: Buffer; format: Buffer }>(query);
    const [row] = rows;
    return row === undefined ? null : { bytes: row.bytes, format: row.format.toString() as StoredDocument['format'] };
  }
}

function headOf(reading: KeptReading): Record<string, unknown> {
  const { sha256, format, byteLength, openapi, title, docVersion, summary, description } = reading;
  const { servers, tags, securitySchemes, warnings, operations } = reading;
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
    operation_count: operations.length,
  };
}
