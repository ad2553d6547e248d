import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { FoundState } from '#contract';
import { Fault } from '#domain';
import { Database } from '../database/database.js';
import { audienceSql, type Bind } from '../services/audience.sql.js';
import type { Viewer } from '../services/viewer.js';
import type { Entry } from './entry.js';
import { Turns } from '../turns.js';
import { LIVE_ENTRY_SQL, type Search, searchSql } from './search.sql.js';

/** What was written of it, and where it belongs. */
export interface FoundRow extends Omit<Entry, 'key' | 'name_key' | 'path_key' | 'head' | 'body' | 'digest'> {
  id: string;
  place: number;
  slug: string;
  service: string;
  version: string | null;
  state: FoundState | null;
}

export interface FacetRow {
  facet: 'kinds' | 'services' | 'versions' | 'methods' | 'states' | 'tags';
  value: string;
  label: string;
  count: number;
}

export interface Found {
  /** One more than the limit, where there is more. */
  items: FoundRow[];
  facets: FacetRow[];
  total: number;
}

/** Anybody may search: so many statements run at the same time, and leave connections to everything else. */
const MAX_AT_ONCE = 4;
const MAX_WAITING = 100;
const RETRY_AFTER_SECONDS = 1;
const TIMEOUT_MS = 2_000;
const QUERY_CANCELED = '57014';
/** Of trigrams in common; two letters of a word of five that changed places leave so few. */
const MIN_SIMILARITY = 0.2;
/** Words that resemble a misspelt one, of which the nearest are looked at. */
const MAX_SIMILAR = 1_000;
const MAX_TITLES = 50;

/** As it was typed, whether a title that the viewer sees begins a word so, and the words of all titles that resemble it. */
export interface SimilarWords {
  typed: string;
  isKnown: boolean;
  similar: string[];
}

@Injectable()
export class SearchStore {
  private readonly turns = new Turns(MAX_AT_ONCE, MAX_WAITING, tooManySearch);

  constructor(private readonly database: Database) {}

  async search(search: Search): Promise<Found> {
    const { text, values } = searchSql(search);
    const [found] = await this.inTime<Found>(text, values);
    return found!;
  }

  /** What each word may have meant, whoever may know it. */
  similar(viewer: Viewer, words: string[]): Promise<SimilarWords[]> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const text = `
      SELECT t.typed, k.known AS "isKnown", CASE WHEN k.known THEN '{}'::text[] ELSE
        ARRAY(SELECT word FROM search_word WHERE word % t.typed AND abs(length(word) - length(t.typed)) <= 2
          ORDER BY similarity(word, t.typed) DESC, word LIMIT ${MAX_SIMILAR}) END AS similar
      FROM unnest(${bind(words)}::text[]) AS t(typed)
      CROSS JOIN LATERAL (SELECT EXISTS (${seenSql(viewer, `'''' || t.typed || ''':*'`, bind)} LIMIT 1) AS known OFFSET 0) k`;
    return this.inTime<SimilarWords>(text, values);
  }

  /** In how many titles that the viewer sees each word stands; nobody counts further than MAX_TITLES. */
  async seen(viewer: Viewer, words: string[]): Promise<Map<string, number>> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const text = `SELECT t.word, (SELECT count(*)::int FROM (${seenSql(viewer, `'''' || t.word || ''''`, bind)}
        LIMIT ${MAX_TITLES}) titles) AS titles
      FROM unnest(${bind(words)}::text[]) AS t(word)`;
    const rows = await this.inTime<{ word: string; titles: number }>(text, values);
    return new Map(rows.map(({ word, titles }) => [word, titles]));
  }

  /** Reads for a bounded time, and by the indexes alone: what looks frequent to the planner may be invisible. */
  private inTime<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    return this.turns.run(() => this.read<Row>(text, values));
  }

  private async read<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const client = await this.database.pool.connect();
    try {
      await client.query(
        `BEGIN READ ONLY; SET LOCAL statement_timeout = ${TIMEOUT_MS}; SET LOCAL jit = off;
         SET LOCAL enable_seqscan = off; SET LOCAL pg_trgm.similarity_threshold = ${MIN_SIMILARITY}`,
      );
      return (await client.query<Row>(text, values)).rows;
    } catch (error) {
      if ((error as pg.DatabaseError).code !== QUERY_CANCELED) throw error;
      throw new Fault('request.too_many', 'This search takes too long now. Use longer or fewer words, or try again.', {
        retryAfterSeconds: 1,
        cause: error,
      });
    } finally {
      const lost = await client.query('ROLLBACK').then(
        () => undefined,
        (error: Error) => error,
      );
      client.release(lost);
    }
  }
}

function seenSql(viewer: Viewer, query: string, bind: Bind): string {
  return `SELECT 1 FROM search_entry e
    CROSS JOIN LATERAL (SELECT 1 FROM service s LEFT JOIN version v ON v.id = e.version_id
      WHERE s.id = e.service_id AND ${LIVE_ENTRY_SQL} AND ${audienceSql(viewer, bind) ?? 'TRUE'} OFFSET 0) seen
    WHERE e.head @@ (${query})::tsquery`;
}

function tooManySearch(): Fault {
  const options = { retryAfterSeconds: RETRY_AFTER_SECONDS };
  return new Fault('request.too_many', 'Many people search just now. Try again in a moment.', options);
}
