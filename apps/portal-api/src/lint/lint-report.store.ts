import type pg from 'pg';
import type { LintReport } from '#openapi';

export interface LintReportHead {
  score: number;
  errors: number;
  warnings: number;
  byRule: Record<string, number>;
}

export type LintFindingRow = LintReport['findings'][number] & { position: number };

export interface LintHistoryRow {
  revision: number;
  createdAt: Date;
  score: number;
  errors: number;
  warnings: number;
}

const SHOWN_REVISIONS = 50;

/** Reports by the document's hash and the hash of the rules: one row each, however many findings. */
export class LintReportStore {
  constructor(private readonly pool: pg.Pool) {}

  async find(specHash: string, ruleSetHash: string): Promise<LintReportHead | null> {
    const { rows } = await this.pool.query<LintReportHead>({
      name: 'lint_report_find',
      text: `SELECT score, errors, warnings, by_rule AS "byRule" FROM lint_report
             WHERE spec_hash = $1 AND rule_set_hash = $2`,
      values: [specHash, ruleSetHash],
    });
    return rows[0] ?? null;
  }

  async insert(specHash: string, ruleSetHash: string, report: LintReport): Promise<void> {
    const { score, counts, byRule, findings } = report;
    await this.pool.query(
      `INSERT INTO lint_report (spec_hash, rule_set_hash, score, errors, warnings, by_rule, findings)
       VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb) ON CONFLICT DO NOTHING`,
      [specHash, ruleSetHash, score, counts.error, counts.warn, JSON.stringify(byRule), JSON.stringify(findings)],
    );
  }

  /** The findings from after a position on; one more than `limit`, where there is more. */
  async findings(
    specHash: string,
    ruleSetHash: string,
    { rule, severity, after, limit }: { rule?: string; severity?: string; after: number; limit: number },
  ): Promise<LintFindingRow[]> {
    const { rows } = await this.pool.query<{ finding: LintReport['findings'][number]; position: number }>({
      name: 'lint_report_findings',
      text: `SELECT f.finding, f.position::int AS position
             FROM lint_report r, jsonb_array_elements(r.findings) WITH ORDINALITY AS f(finding, position)
             WHERE r.spec_hash = $1 AND r.rule_set_hash = $2 AND f.position > $3
               AND ($4::text IS NULL OR f.finding->>'rule' = $4) AND ($5::text IS NULL OR f.finding->>'severity' = $5)
             ORDER BY f.position LIMIT $6`,
      values: [specHash, ruleSetHash, after, rule ?? null, severity ?? null, limit + 1],
    });
    return rows.map(({ finding, position }) => ({ ...finding, position }));
  }

  /** The scores of a version's revisions, the newest first; those that were never linted with these rules are left out. */
  async history(versionId: string, ruleSetHash: string): Promise<LintHistoryRow[]> {
    const { rows } = await this.pool.query<LintHistoryRow>({
      name: 'lint_report_history',
      text: `SELECT s.number AS revision, s.created_at AS "createdAt", r.score, r.errors, r.warnings
             FROM spec_revision s JOIN lint_report r ON r.spec_hash = s.spec_hash AND r.rule_set_hash = $2
             WHERE s.version_id = $1 ORDER BY s.number DESC LIMIT ${SHOWN_REVISIONS}`,
      values: [versionId, ruleSetHash],
    });
    return rows;
  }
}

/** What is told of a report first. */
export function reportHeadOf({ score, counts, byRule }: LintReport): LintReportHead {
  return { score, errors: counts.error, warnings: counts.warn, byRule };
}
