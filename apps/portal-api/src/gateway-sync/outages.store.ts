import { Injectable } from '@nestjs/common';
import type { WriteMode } from '#gateway';
import type { Tx } from '../database/database.js';

/** After a refused write the next one is made so many seconds later, then twice as many, up to ten minutes. */
const WRITE_AGAIN = { firstSeconds: 10, longestSeconds: 600 };

/** What a check found; what it could not find out is null. */
export interface CheckFinding {
  version: string | null;
  edition: string | null;
  writes: WriteMode | null;
  error: string | null;
}

export interface RecordedCheck {
  /** It was away or unknown, and may be written to. */
  cameBack: boolean;
  /** Our settings may read otherwise on it. */
  changed: boolean;
  /** What nobody has been told yet. */
  news: 'away' | 'back' | null;
}

const AWAY_SQL = `
  WITH old AS (SELECT id, away_at FROM gateway WHERE id = $1::uuid AND reachable IS NOT FALSE FOR UPDATE)
  UPDATE gateway g SET reachable = false, check_error = $2, checked_at = now(), away_at = COALESCE(g.away_at, now()),
    refusals = CASE WHEN $3::int IS NULL THEN g.refusals WHEN g.refused_revision = $3 THEN g.refusals + 1 ELSE 1 END,
    refused_revision = COALESCE($3, g.refused_revision),
    write_again_at = CASE WHEN $3 IS NOT NULL THEN now() + interval '1 second' * least(${WRITE_AGAIN.longestSeconds},
      ${WRITE_AGAIN.firstSeconds} * 2 ^ CASE WHEN g.refused_revision = $3 THEN least(g.refusals, 10) ELSE 0 END) END
  FROM old WHERE g.id = old.id
  RETURNING old.away_at IS NULL AS "isNews"`;

// One that may not be written to answers a check all the same: it stays away until its time has come, or our settings or
// its answers have changed.
const CHECK_SQL = `
  WITH old AS (
    SELECT id, reachable, away_at, revision, version, edition, writes,
      COALESCE(refused_revision = revision, false) AS refused,
      COALESCE(refused_revision = revision AND write_again_at > now() AND $2::text IS NULL, false) AS held
    FROM gateway WHERE id = $1::uuid FOR UPDATE)
  UPDATE gateway g SET reachable = $2::text IS NULL AND NOT old.held, checked_at = now(),
    check_error = CASE WHEN old.held THEN g.check_error ELSE $2 END,
    away_at = CASE WHEN $2 IS NOT NULL THEN COALESCE(g.away_at, now()) WHEN old.refused THEN g.away_at END,
    refused_revision = CASE WHEN old.refused THEN g.refused_revision END,
    write_again_at = CASE WHEN old.held THEN g.write_again_at END,
    version = COALESCE($3, g.version), edition = COALESCE($4, g.edition), writes = COALESCE($5, g.writes),
    revision = g.revision + (
      (COALESCE($3, g.version), COALESCE($4, g.edition), COALESCE($5, g.writes))
        IS DISTINCT FROM (g.version, g.edition, g.writes))::int
  FROM old WHERE g.id = old.id
  RETURNING g.reachable AND old.reachable IS NOT TRUE AS "cameBack",
    g.revision > old.revision OR g.settings_fingerprint IS NULL AS changed,
    CASE WHEN old.away_at IS NULL AND g.away_at IS NOT NULL THEN 'away'
      WHEN old.away_at IS NOT NULL AND g.away_at IS NULL THEN 'back' END AS news`;

const WRITTEN_SQL = `
  WITH old AS (SELECT id, away_at FROM gateway WHERE id = $1::uuid AND reachable AND refused_revision IS NOT NULL FOR UPDATE)
  UPDATE gateway g SET refused_revision = NULL, refusals = 0, write_again_at = NULL, away_at = NULL
  FROM old WHERE g.id = old.id AND NOT EXISTS (
    SELECT FROM sync_scope s WHERE s.gateway_id = g.id AND s.applied < s.wished AND s.scope <> 'watermark'
      AND (s.failed_at IS NULL OR s.retry_at IS NOT NULL))
  RETURNING old.away_at IS NOT NULL AS "isNews"`;

/** Since when a gateway has been away, and whether it may be written to. Each change is news for one who writes it down. */
@Injectable()
export class OutagesStore {
  /**
   * A push found that the gateway is away.
   *
   * @param refusedRevision of the settings with which it was told that it may not write; null: something else is wrong
   */
  async recordAway(tx: Tx, id: string, error: string, refusedRevision: number | null): Promise<boolean> {
    const rows = await tx.$queryRawUnsafe<{ isNews: boolean }[]>(AWAY_SQL, id, error, refusedRevision);
    return rows[0]?.isNews ?? false;
  }

  async recordCheck(tx: Tx, id: string, found: CheckFinding): Promise<RecordedCheck> {
    const { error, version, edition, writes } = found;
    const rows = await tx.$queryRawUnsafe<RecordedCheck[]>(CHECK_SQL, id, error, version, edition, writes);
    return rows[0] ?? { cameBack: false, changed: false, news: null };
  }

  /** It takes writes again when it has taken all that waited, but for what it refused for itself. */
  async recordWritten(tx: Tx, id: string): Promise<boolean> {
    const rows = await tx.$queryRawUnsafe<{ isNews: boolean }[]>(WRITTEN_SQL, id);
    return rows[0]?.isNews ?? false;
  }
}
