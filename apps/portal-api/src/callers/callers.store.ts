import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

export interface CallerRow {
  applicationId: string;
  applicationName: string;
  teamId: string;
  teamName: string;
  /** `GET /orders/{id}`, or `other` */
  operation: string;
  calls: number;
  lastCalledAt: Date;
}

export interface ReachRow {
  applications: number;
  teams: number;
  calls: number;
}

/** Where a page begins: what the last row of the page before is sorted by. */
export interface AfterCaller {
  calls: number;
  applicationId: string;
  operation: string;
}

/** A call that no application is known to have made has this one. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

// Days: so many rows a version has at most as applications × operations × statuses × 31.
const CALLS_SQL = `
  SELECT b.application_id, b.operation, sum(b.calls)::float8 AS calls, max(b.start) AS last_called_at
  FROM usage_bucket b
  WHERE b.grain = 'day' AND b.service_id = $1 AND b.version_id = $2 AND b.start >= $3
    AND b.application_id <> '${NOBODY}' AND ($4::text IS NULL OR b.operation = $4)
  GROUP BY b.application_id, b.operation`;

/** Which applications call what of a version, by the buckets of calls. */
@Injectable()
export class CallersStore {
  constructor(private readonly database: Database) {}

  /** The most calls first, from after a row on; at most `limit`. */
  async page(
    { serviceId, id }: { serviceId: string; id: string },
    {
      since,
      operation,
      after,
      limit,
    }: { since: Date; operation: string | null; after: AfterCaller | null; limit: number },
  ): Promise<CallerRow[]> {
    const { rows } = await this.database.pool.query<CallerRow>({
      name: 'callers_page',
      text: `WITH made AS (${CALLS_SQL})
        SELECT a.id AS "applicationId", a.name AS "applicationName", t.id AS "teamId", t.name AS "teamName",
          m.operation, m.calls, m.last_called_at AS "lastCalledAt"
        FROM made m JOIN application a ON a.id = m.application_id JOIN team t ON t.id = a.team_id
        WHERE $5::float8 IS NULL OR (-m.calls, m.application_id, m.operation) > (-$5::float8, $6::uuid, $7::text)
        ORDER BY -m.calls, m.application_id, m.operation LIMIT $8`,
      values: [
        ...[serviceId, id, since, operation],
        ...[after?.calls ?? null, after?.applicationId ?? null, after?.operation ?? null, limit],
      ],
    });
    return rows;
  }

  async reach(
    { serviceId, id }: { serviceId: string; id: string },
    { since, operation }: { since: Date; operation: string | null },
  ): Promise<ReachRow> {
    const { rows } = await this.database.pool.query<ReachRow>({
      name: 'callers_reach',
      text: `WITH made AS (${CALLS_SQL})
        SELECT count(DISTINCT a.id)::int AS applications, count(DISTINCT a.team_id)::int AS teams,
          COALESCE(sum(m.calls), 0)::float8 AS calls
        FROM made m JOIN application a ON a.id = m.application_id`,
      values: [serviceId, id, since, operation],
    });
    return rows[0] ?? { applications: 0, teams: 0, calls: 0 };
  }

  /** Every operation of a version that was called, however many have called it. */
  async operations({ serviceId, id }: { serviceId: string; id: string }, since: Date): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ operation: string }>({
      name: 'callers_all_operations',
      text: `SELECT DISTINCT b.operation FROM usage_bucket b
             WHERE b.grain = 'day' AND b.service_id = $1 AND b.version_id = $2 AND b.start >= $3
               AND b.application_id <> '${NOBODY}'`,
      values: [serviceId, id, since],
    });
    return rows.map(({ operation }) => operation);
  }

  /**
   * How far each of some sets of operations reaches, in one statement.
   * @param sets places in `operations`; null: whatever was called
   */
  async reachOfSets(
    { serviceId, id }: { serviceId: string; id: string },
    { since, operations, sets }: { since: Date; operations: readonly string[]; sets: readonly (number[] | null)[] },
  ): Promise<ReachRow[]> {
    const { rows } = await this.database.pool.query<ReachRow & { set: number }>({
      name: 'callers_reach_of_sets',
      text: `WITH made AS MATERIALIZED (${CALLS_SQL}), asked AS (
          SELECT s.number, s.places FROM jsonb_array_elements($5::jsonb) WITH ORDINALITY AS s(places, number)
        ), named AS (
          SELECT asked.number, ($6::text[])[p.place::int + 1] AS operation
          FROM asked, jsonb_array_elements(asked.places) AS p(place) WHERE jsonb_typeof(asked.places) = 'array'
          UNION ALL SELECT asked.number, m.operation FROM asked, (SELECT DISTINCT operation FROM made) m
          WHERE jsonb_typeof(asked.places) = 'null'
        )
        SELECT (n.number - 1)::int AS set, count(DISTINCT a.id)::int AS applications,
          count(DISTINCT a.team_id)::int AS teams, sum(m.calls)::float8 AS calls
        FROM named n JOIN made m ON m.operation = n.operation JOIN application a ON a.id = m.application_id
        GROUP BY n.number`,
      values: [serviceId, id, since, null, JSON.stringify(sets), operations],
    });
    const reached = new Map(rows.map(({ set, ...reach }) => [set, reach]));
    return sets.map((_, set) => reached.get(set) ?? { applications: 0, teams: 0, calls: 0 });
  }

  /** The operations of a version that applications of these teams have called. */
  async operationsOf(
    { serviceId, id }: { serviceId: string; id: string },
    since: Date,
    teamIds: readonly string[],
  ): Promise<string[]> {
    const { rows } = await this.database.pool.query<{ operation: string }>({
      name: 'callers_operations',
      text: `SELECT DISTINCT b.operation FROM usage_bucket b JOIN application a ON a.id = b.application_id
             WHERE b.grain = 'day' AND b.service_id = $1 AND b.version_id = $2 AND b.start >= $3
               AND a.team_id = ANY($4::uuid[])`,
      values: [serviceId, id, since, teamIds],
    });
    return rows.map(({ operation }) => operation);
  }

  /** How often callers of a version were written to. */
  async announcedSince(tx: Tx, versionId: string, since: Date): Promise<number> {
    const about = { subjectKind: 'version', subjectId: versionId };
    return tx.auditEntry.count({ where: { ...about, action: 'version.announced', at: { gt: since } } });
  }
}
