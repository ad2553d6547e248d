import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import type { FoundState, SearchKind } from '#contract';
import { Fault } from '#domain';
import { Database } from '../database/database.js';
import { audienceSql, type Bind } from '../services/audience.sql.js';
import type { Viewer } from '../services/viewer.js';
import { type Search, searchSql } from './search.sql.js';

export interface FoundRow {
  id: string;
  place: number;
  kind: SearchKind;
  title: string;
  slug: string;
  service: string;
  version: string | null;
  state: FoundState | null;
  method: string | null;
  path: string | null;
  pointer: string | null;
  anchor: string | null;
  summary: string;
  tag: string | null;
  deprecated: boolean;
  names: string;
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

const TIMEOUT_MS = 2_000;
const QUERY_CANCELED = '57014';
/** Of trigrams in common; two letters of a word of five that changed places leave so few. */
const MIN_SIMILARITY = 0.2;
/** Words that resemble a misspelt one, of which one is chosen. */
const MAX_SIMILAR = 40;

/** As it was typed, and the words that resemble it and stand in a title that the viewer sees. */
export interface SimilarWords {
  typed: string;
  isKnown: boolean;
  similar: string[];
}

@Injectable()
export class SearchStore {
  constructor(private readonly database: Database) {}

  async search(search: Search): Promise<Found> {
    const { text, values } = searchSql(search);
    const [found] = await this.inTime<Found>(text, values);
    return found!;
  }

  /** What each word may have meant. */
  similar(viewer: Viewer, words: string[]): Promise<SimilarWords[]> {
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const audience = audienceSql(viewer, bind) ?? 'TRUE';
    const seen = (word: string, column: string) => `EXISTS (SELECT 1 FROM search_entry e
      CROSS JOIN LATERAL (SELECT 1 FROM service s WHERE s.id = e.service_id AND ${audience} OFFSET 0) seen
      WHERE e.${column} @@ ${word}::tsquery LIMIT 1)`;
    const text = `
      SELECT t.typed, ${seen(`('''' || t.typed || ''':*')`, 'words')} AS "isKnown",
        ARRAY(SELECT w.word FROM (
          SELECT word FROM search_word WHERE word % t.typed AND abs(length(word) - length(t.typed)) <= 3
          ORDER BY similarity(word, t.typed) DESC, word LIMIT ${MAX_SIMILAR}) w
          WHERE ${seen(`('''' || w.word || '''')`, 'head')}) AS similar
      FROM unnest(${bind(words)}::text[]) AS t(typed)`;
    return this.inTime<SimilarWords>(text, values);
  }

  /** Reads for a bounded time. Planning costs more than most searches: each form of the statement is planned once. */
  private async inTime<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
    const client = await this.database.pool.connect();
    try {
      await client.query(
        `BEGIN READ ONLY; SET LOCAL statement_timeout = ${TIMEOUT_MS}; SET LOCAL jit = off;
         SET LOCAL plan_cache_mode = force_generic_plan; SET LOCAL pg_trgm.similarity_threshold = ${MIN_SIMILARITY}`,
      );
      const name = `search_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`;
      return (await client.query<Row>({ name, text, values })).rows;
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
