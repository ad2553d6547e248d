import { readKept } from '#openapi';
import { OperationStore, type RevisionOfVersion } from '../src/specs/operation.store.js';
import type { TestApp } from './start-test-app.js';

/** What readers find of a document, in order, with the components of each operation. */
export type ReadDocument = object[];

const PAGE = { words: [], limit: 100_000 };

/** A revision as the store gives it. */
export async function storedRevision(api: TestApp, revision: RevisionOfVersion): Promise<ReadDocument> {
  const store = api.app.get(OperationStore);
  const rows = await store.page(revision, { ...PAGE, after: -1 });
  return Promise.all(
    rows.map(async ({ position: _, ...summary }) => {
      const found = await store.find(revision, summary.method, summary.path);
      return { ...summary, definition: found?.definition, components: await componentsOf(api, revision, found!.refs) };
    }),
  );
}

async function componentsOf(
  { database }: TestApp,
  { versionId, revision }: RevisionOfVersion,
  numbers: number[],
): Promise<object> {
  const { rows } = await database.pool.query<{ pointer: string; definition: unknown }>(
    `SELECT pointer, definition FROM unnest($3::int[]) WITH ORDINALITY AS wanted(number, place)
     JOIN spec_component USING (number)
     WHERE version_id = $1 AND since <= $2 AND (until IS NULL OR until > $2) ORDER BY place`,
    [versionId, revision, numbers],
  );
  return Object.fromEntries(rows.map(({ pointer, definition }) => [pointer, definition]));
}

/** The same of a document that no version has. */
export function freshlyRead(bytes: Uint8Array): ReadDocument {
  const { operations, reaches, components } = readKept(bytes);
  return operations.map(({ method, path, operationId = null, summary = '', tags, deprecated, definition, reach }) => {
    const reached = Array.from(reaches[reach]!, (place) => components[place]!);
    return {
      ...{ method, path, operationId, summary, tags, deprecated },
      definition: jsonOf(definition),
      components: Object.fromEntries(reached.map((row) => [row.pointer, jsonOf(row.definition)])),
    };
  });
}

const jsonOf = (bytes: Uint8Array): unknown => JSON.parse(Buffer.from(bytes).toString());

/** A tag as pages list it. */
export interface ListedTag {
  name: string;
  description: string;
  operationCount: number;
}

/** The tags of a revision, in order. */
export async function storedTags(
  { database }: TestApp,
  { versionId, revision }: RevisionOfVersion,
): Promise<ListedTag[]> {
  const { rows } = await database.pool.query<ListedTag>(
    `SELECT name, description, operation_count AS "operationCount" FROM operation_tag
     WHERE version_id = $1 AND since <= $2 AND (until IS NULL OR until > $2) ORDER BY position`,
    [versionId, revision],
  );
  return rows;
}

/** How many rows, in all tables together, `work` inserts or changes. Nothing else may write meanwhile. */
export async function rowsWritten({ database: { pool } }: TestApp, work: () => Promise<unknown>): Promise<number> {
  const { rows: before } = await pool.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
  await work();
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_stat_user_tables WHERE schemaname = 'public'`,
  );
  const counts = tables.map(({ name }) => `SELECT count(*) FROM ${name} WHERE xmin::text::bigint > ${before[0]!.id}`);
  const { rows } = await pool.query<{ written: number }>(
    `SELECT sum(count)::int AS written FROM (${counts.join(' UNION ALL ')}) AS each`,
  );
  return rows[0]!.written;
}
