import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { ComponentRow, OperationRow, SpecReading } from '#openapi';
import { Database, type Tx } from '../database/database.js';
import { chunksOfJson } from './json-chunks.js';

const INSERT_SPEC_SQL = `
  INSERT INTO spec (hash, format, byte_length, bytes, openapi, title, doc_version, summary, description, servers, tags,
    security, warnings, operation_count)
  SELECT s.hash, s.format, s.byte_length, $2, s.openapi, s.title, s.doc_version, s.summary, s.description, s.servers,
    s.tags, s.security, s.warnings, s.operation_count
  FROM jsonb_to_recordset($1::jsonb) AS s(hash text, format text, byte_length int, openapi text, title text,
    doc_version text, summary text, description text, servers jsonb, tags jsonb, security jsonb, warnings jsonb,
    operation_count int)
  ON CONFLICT (hash) DO NOTHING`;

const INSERT_OPERATIONS_SQL = `
  INSERT INTO operation (spec_hash, position, method, path, operation_id, summary, tags, deprecated, definition, refs)
  SELECT $2, o.position, o.method, o.path, o.operation_id, o.summary, o.tags, o.deprecated, o.definition, o.refs
  FROM json_to_recordset($1::json) AS o(position int, method text, path text, operation_id text, summary text,
    tags text[], deprecated boolean, definition json, refs int[])`;

const INSERT_COMPONENTS_SQL = `
  INSERT INTO spec_component (spec_hash, position, pointer, name, definition)
  SELECT $2, c.position, c.pointer, c.name, c.definition
  FROM json_to_recordset($1::json) AS c(position int, pointer text, name text, definition json)`;

export interface StoredDocument {
  bytes: Uint8Array;
  format: 'json' | 'yaml';
}

/** Documents by their hash. A document that two versions share is stored once. */
@Injectable()
export class SpecStore {
  constructor(private readonly database: Database) {}

  async has(hash: string): Promise<boolean> {
    return (await this.database.prisma.spec.count({ where: { hash } })) === 1;
  }

  /**
   * Stores a document with everything that was read in it, in a transaction of its own: a document is what its hash says,
   * whichever version comes to use it. Written by pg in small pieces, so that a large one holds nobody up.
   */
  async store(reading: SpecReading, bytes: Uint8Array): Promise<void> {
    const client = await this.database.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      await insert(client, reading, bytes);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: Error) => (broken = lost));
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async addRevision(
    tx: Tx,
    revision: { versionId: string; specHash: string; fileName: string; uploadedBy: string | null },
  ): Promise<void> {
    const last = await tx.specRevision.aggregate({ where: { versionId: revision.versionId }, _max: { number: true } });
    await tx.specRevision.create({ data: { ...revision, number: (last._max.number ?? 0) + 1 } });
  }

  async document(hash: string): Promise<StoredDocument | null> {
    // In binary: 50 MB of hexadecimal digits would hold up everybody while they are read.
    const query = { text: 'SELECT bytes, format FROM spec WHERE hash = $1', values: [hash], binary: true };
    const { rows } = await this.database.pool.query<StoredDocument>(query);
    return rows[0] ?? null;
  }
}

async function insert(client: pg.PoolClient, reading: SpecReading, bytes: Uint8Array): Promise<void> {
  const [spec] = chunksOfJson([headOf(reading)], (head) => head);
  const { rowCount } = await client.query(INSERT_SPEC_SQL, [spec, bytes]);
  if (rowCount === 0) return;
  const positions = new Map(reading.components.map(({ pointer }, position) => [pointer, position]));
  for (const rows of chunksOfJson(reading.operations, (row) => operationOf(row, positions)))
    await client.query(INSERT_OPERATIONS_SQL, [rows, reading.sha256]);
  for (const rows of chunksOfJson(reading.components.entries(), componentOf))
    await client.query(INSERT_COMPONENTS_SQL, [rows, reading.sha256]);
}

function headOf(reading: SpecReading): Record<string, unknown> {
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

/** Components are named by their place: a large document names its pointers a million times. */
function operationOf(row: OperationRow, positions: ReadonlyMap<string, number>): Record<string, unknown> {
  const { position, method, path, operationId, summary, tags, deprecated, refsTruncated } = row;
  const definition = { ...row.definition, description: row.description ?? '', refsTruncated };
  return {
    position,
    method,
    path,
    operation_id: operationId ?? null,
    summary: summary ?? '',
    tags,
    deprecated,
    definition,
    refs: row.refs.flatMap((pointer) => positions.get(pointer) ?? []),
  };
}

function componentOf([position, { pointer, name, definition }]: [number, ComponentRow]): Record<string, unknown> {
  return { position, pointer, name, definition };
}
