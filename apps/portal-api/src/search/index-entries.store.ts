import { Injectable } from '@nestjs/common';
import type { VersionState } from '#domain';
import { ENQUEUE_MANY_SQL, enqueueParameters } from '#platform';
import { Database } from '../database/database.js';
import type { Entry } from './entry.js';
import type { IndexedComponent, IndexedOperation } from './version-entries.js';

export interface IndexedVersion {
  id: string;
  name: string;
  state: VersionState;
  revision: number;
  serviceId: string;
  slug: string;
  serviceName: string;
  docTitle: string;
  docDescription: string;
}

export interface IndexedService {
  id: string;
  slug: string;
  name: string;
  summary: string;
  description: string;
  /** of its published and deprecated versions */
  liveVersionIds: string[];
}

/** An entry that stands there. */
export interface PresentEntry {
  id: string;
  key: string;
  digest: string;
}

const OF_REVISION_SQL = 'version_id = $1 AND since <= $2 AND (until IS NULL OR until > $2)';

/** The words are cut already: the parser of PostgreSQL would take some of them for numbers or hosts. */
const wordsSql = (text: string): string => `array_to_tsvector(array_remove(string_to_array(${text}, ' '), ''))`;

/** $1 rows as JSON, $2 service, $3 its slug, $4 version, $5 ids of the rows that these take the place of. */
const WRITE_SQL = `
  WITH replaced AS (DELETE FROM search_entry WHERE id = ANY($5::bigint[]))
  INSERT INTO search_entry (service_id, version_id, kind, key, title, method, path, pointer, anchor, summary, tag,
    deprecated, names, name_key, path_key, head, words, digest)
  SELECT $2::uuid, $4::uuid, r.kind, r.key, r.title, r.method, r.path, r.pointer, r.anchor, r.summary, r.tag, r.deprecated,
    r.names, r.name_key, r.path_key, w.head || w.marks, w.head || ${wordsSql('r.body')} || w.marks,
    r.digest
  FROM json_to_recordset($1::json) AS r(kind text, key text, title text, method text, path text, pointer text,
    anchor text, summary text, tag text, deprecated boolean, names text, name_key text, path_key text, head text, body text,
    digest text)
  CROSS JOIN LATERAL (SELECT ${wordsSql('r.head')} AS head,
    array_to_tsvector(ARRAY['=' || r.kind, '@' || $3::text] ||
      CASE WHEN r.method IS NULL THEN '{}'::text[] ELSE ARRAY['#' || lower(r.method)] END) AS marks) w`;

/** Services and versions whose entries are not what their state asks for. */
const STALE_SQL = `
  SELECT v.id FROM version v
  WHERE (v.state IN ('published', 'deprecated')) <> EXISTS (SELECT FROM search_entry e WHERE e.version_id = v.id)
    AND v.spec_revision_number > 0
    AND NOT EXISTS (SELECT FROM graphile_worker.jobs j WHERE j.key = 'index-version:' || v.id)
  LIMIT $1`;

/** Reads what is to be found and writes it down as entries. */
@Injectable()
export class IndexEntriesStore {
  constructor(private readonly database: Database) {}

  async version(versionId: string): Promise<IndexedVersion | null> {
    const { rows } = await this.database.pool.query<IndexedVersion>(
      `SELECT v.id, v.name, v.state, v.spec_revision_number AS revision, s.id AS "serviceId", s.slug, s.name AS "serviceName",
         COALESCE(d.title, '') AS "docTitle", COALESCE(left(d.description, 8000), '') AS "docDescription"
       FROM version v JOIN service s ON s.id = v.service_id LEFT JOIN spec d ON d.hash = v.spec_hash WHERE v.id = $1`,
      [versionId],
    );
    return rows[0] ?? null;
  }

  async service(serviceId: string): Promise<IndexedService | null> {
    const { rows } = await this.database.pool.query<IndexedService>(
      `SELECT s.id, s.slug, s.name, s.summary, s.description, ARRAY(SELECT v.id::text FROM version v
         WHERE v.service_id = s.id AND v.state IN ('published', 'deprecated')) AS "liveVersionIds"
       FROM service s WHERE s.id = $1`,
      [serviceId],
    );
    return rows[0] ?? null;
  }

  /** The components of a revision after a number, in their order. */
  async components(versionId: string, revision: number, after: number, limit: number) {
    const { rows } = await this.database.pool.query<IndexedComponent & { number: number }>(
      `SELECT number, pointer, name, definition FROM spec_component
       WHERE ${OF_REVISION_SQL} AND number > $3 ORDER BY number LIMIT $4`,
      [versionId, revision, after, limit],
    );
    return rows;
  }

  /** The operations of a revision after a position, in their order. */
  async operations(versionId: string, revision: number, after: number, limit: number) {
    const { rows } = await this.database.pool.query<IndexedOperation & { position: number }>(
      `SELECT position, method, path, operation_id AS "operationId", summary, tags, deprecated, definition FROM operation
       WHERE ${OF_REVISION_SQL} AND position > $3 ORDER BY position LIMIT $4`,
      [versionId, revision, after, limit],
    );
    return rows;
  }

  /** What stands there of a version, or of the service itself. */
  async present(serviceId: string, versionId: string | null): Promise<PresentEntry[]> {
    const { rows } = await this.database.pool.query<PresentEntry>(
      `SELECT id::text, key, digest FROM search_entry
       WHERE ${versionId === null ? 'service_id = $1 AND version_id IS NULL' : 'version_id = $1'}`,
      [versionId ?? serviceId],
    );
    return rows;
  }

  async write(
    { serviceId, slug, versionId }: { serviceId: string; slug: string; versionId: string | null },
    entries: Entry[],
    replacedIds: string[],
  ): Promise<void> {
    await this.database.pool.query(WRITE_SQL, [JSON.stringify(entries), serviceId, slug, versionId, replacedIds]);
  }

  async remove(ids: string[]): Promise<void> {
    await this.database.pool.query('DELETE FROM search_entry WHERE id = ANY($1::bigint[])', [ids]);
  }

  /** Words that may be meant by a misspelt one. */
  async learn(words: string[]): Promise<void> {
    await this.database.pool.query(
      'INSERT INTO search_word (word) SELECT unnest($1::text[]) ORDER BY 1 ON CONFLICT DO NOTHING',
      [words],
    );
  }

  /** Versions that are live and not found yet, or found and live no more. */
  async stale(limit: number): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ id: string }>(STALE_SQL, [limit]);
    return rows.map(({ id }) => id);
  }

  async enqueueVersions(versionIds: string[]): Promise<void> {
    const jobs = versionIds.map((versionId) => enqueueParameters('index-version', { versionId }));
    const column = (place: 0 | 1 | 2 | 3) => jobs.map((job) => job[place]);
    await this.database.pool.query(ENQUEUE_MANY_SQL, [column(0), column(1), column(2), column(3)]);
  }
}
