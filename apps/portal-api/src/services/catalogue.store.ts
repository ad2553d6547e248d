import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { VersionStateName } from '#contract';
import { Database } from '../database/database.js';
import { audienceSql, type Bind, ownServicesSql } from './audience.sql.js';
import { containing } from './search-words.js';
import type { ServiceRow } from './service.store.js';
import type { Viewer } from './viewer.js';

export interface CatalogueFilter {
  viewer: Viewer;
  /** Lower-case words that must all occur in name, slug or summary. */
  words: string[];
  ownerSlug?: string;
  state?: VersionStateName;
  /** Only services of the viewer's provider teams. */
  mine: boolean;
  /** Sort key of the last service of the page before: lower-case name and id. */
  after: string[] | null;
  limit: number;
}

export interface CatalogueRow extends ServiceRow {
  sortName: string;
}

export interface ListedVersionRow {
  serviceId: string;
  name: string;
  state: VersionStateName;
  publishedAt: Date | null;
  deprecatesAt: Date | null;
  sunsetAt: Date | null;
  /** the name of the version to move to */
  successor: string | null;
}

/** Lists of services. Each question is one statement, however many services there are. */
@Injectable()
export class CatalogueStore {
  constructor(private readonly database: Database) {}

  /** One more than `limit`, where there is more; in the order of the lower-case name and the id. */
  async page(filter: CatalogueFilter): Promise<CatalogueRow[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const conditions = [...shownSql(filter, bind), ...filterSql(filter, bind)];
    const text = `
      SELECT s.id, s.slug, s.name, s.summary, s.visibility, s.exposure, lower(s.name) AS "sortName",
        t.id AS "ownerTeamId", t.slug AS "ownerSlug", t.name AS "ownerName"
      FROM service s JOIN team t ON t.id = s.owner_team_id
      WHERE ${conditions.join(' AND ')}
      ORDER BY lower(s.name), s.id LIMIT ${bind(filter.limit + 1)}`;
    // Without words there are few such texts, and making a plan takes a third of the time.
    const name = filter.words.length === 0 ? `catalogue_page_${md5(text)}` : undefined;
    const { rows } = await this.database.pool.query<CatalogueRow>({ name, text, values });
    return rows;
  }

  /** The teams with at least one service that the viewer sees, by name: one short look-up a provider team. */
  async owners(viewer: Viewer, count: number): Promise<{ id: string; slug: string; name: string }[]> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const seen = audienceSql(viewer, bind) ?? 'TRUE';
    const { rows } = await this.database.pool.query<{ id: string; slug: string; name: string }>(
      `SELECT t.id, t.slug, t.name FROM team t
       WHERE t.kind = 'provider' AND EXISTS (SELECT 1 FROM service s WHERE s.owner_team_id = t.id AND ${seen})
       ORDER BY lower(t.name), t.id LIMIT ${bind(count)}`,
      values,
    );
    return rows;
  }

  /** The versions of some services, oldest first; drafts only of those named in `withDrafts`. */
  async versions(serviceIds: string[], withDrafts: string[]): Promise<ListedVersionRow[]> {
    const { rows } = await this.database.pool.query<ListedVersionRow>({
      name: 'catalogue_versions',
      text: `SELECT v.service_id AS "serviceId", v.name, v.state, v.published_at AS "publishedAt",
               v.deprecates_at AS "deprecatesAt", v.sunset_at AS "sunsetAt", n.name AS successor
             FROM version v LEFT JOIN version n ON n.id = v.successor_id
             WHERE v.service_id = ANY($1::uuid[]) AND (v.state <> 'draft' OR v.service_id = ANY($2::uuid[]))
             ORDER BY v.created_at, v.id`,
      values: [serviceIds, withDrafts],
    });
    return rows;
  }

  /** Which of the services an application of these teams has an active subscription to. */
  async subscribed(serviceIds: string[], teamIds: string[]): Promise<Set<string>> {
    const { rows } = await this.database.pool.query<{ serviceId: string }>({
      name: 'catalogue_subscribed',
      text: `SELECT DISTINCT sub.service_id AS "serviceId"
             FROM subscription sub JOIN application a ON a.id = sub.application_id
             WHERE sub.service_id = ANY($1::uuid[]) AND sub.state = 'active'
               AND a.team_id = ANY($2::uuid[]) AND a.archived_at IS NULL`,
      values: [serviceIds, teamIds],
    });
    return new Set(rows.map(({ serviceId }) => serviceId));
  }
}

function shownSql({ viewer, mine, state }: Pick<CatalogueFilter, 'viewer' | 'mine' | 'state'>, bind: Bind): string[] {
  if (mine || (state === 'draft' && !viewer.seesAll)) return [ownServicesSql(viewer, bind)];
  return [audienceSql(viewer, bind) ?? 'TRUE'];
}

function filterSql({ words, ownerSlug, state, after }: CatalogueFilter, bind: Bind): string[] {
  const conditions: string[] = [];
  // The expression is that of the index service_words_idx.
  for (const word of words)
    conditions.push(`lower(s.name || ' ' || s.slug || ' ' || s.summary) LIKE ${bind(containing(word))}`);
  if (ownerSlug !== undefined)
    conditions.push(`s.owner_team_id = (SELECT o.id FROM team o WHERE o.slug = ${bind(ownerSlug)})`);
  if (state !== undefined)
    conditions.push(
      `EXISTS (SELECT 1 FROM version w WHERE w.service_id = s.id AND w.state = ${bind(state)}::version_state)`,
    );
  if (after !== null) conditions.push(`(lower(s.name), s.id) > (${bind(after[0])}, ${bind(after[1])}::uuid)`);
  return conditions;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
