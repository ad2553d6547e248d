import { Injectable } from '@nestjs/common';
import type { LintHistoryDto, LintFindingDto, LintPolicyDto, LintQuery, LintReportDto } from '#contract';
import { may, notFound } from '#domain';
import { LINT_RULES, MAX_LINT_FINDINGS } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { limitOf, positionCursor, readPositionCursor, toPage } from '../http/cursor.js';
import { TeamAccess } from '../teams/team-access.js';
import { VersionAccess } from '../versions/version-access.js';
import { LintDocuments } from './lint-documents.js';
import { LintPolicyStore } from './lint-policy.store.js';
import { type LintFindingRow, LintReportStore } from './lint-report.store.js';
import { ruleSetOf } from './rule-set.js';

/** What the linter found is for those who can mend it. */
@Injectable()
export class LintReader {
  constructor(
    private readonly access: VersionAccess,
    private readonly teams: TeamAccess,
    private readonly policies: LintPolicyStore,
    private readonly reports: LintReportStore,
    private readonly documents: LintDocuments,
  ) {}

  /** Of the document that the version has. */
  async report(caller: Caller, slug: string, name: string, query: LintQuery): Promise<LintReportDto> {
    const { version, teamId } = await this.ofInsider(caller, slug, name);
    return this.ofDocument(version.specHash, teamId, query);
  }

  /** Of any stored document, for whoever may see it; null: there is none. */
  async ofDocument(specHash: string | null, teamId: string, query: LintQuery): Promise<LintReportDto> {
    const after = readPositionCursor(query, { none: 0, max: MAX_LINT_FINDINGS });
    const nothing = { summary: null, pending: false, failed: false, items: [], nextCursor: null };
    if (specHash === null) return nothing;
    const rules = await this.documents.rulesOf(teamId);
    const { summary, failed } = await this.documents.known(specHash, rules);
    if (summary === null) return { ...nothing, pending: !failed, failed };
    const limit = limitOf(query);
    const { rule, severity } = query;
    const rows = await this.reports.findings(specHash, rules.ruleSetHash, { rule, severity, after, limit });
    return { ...nothing, summary, ...toPage(rows, limit, positionCursor, toFindingDto) };
  }

  async history(caller: Caller, slug: string, name: string): Promise<LintHistoryDto> {
    const { version, teamId } = await this.ofInsider(caller, slug, name);
    const { ruleSetHash } = await this.documents.rulesOf(teamId);
    const rows = await this.reports.history(version.id, ruleSetHash);
    return { items: rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) };
  }

  async policy(caller: Caller, teamId: string): Promise<LintPolicyDto> {
    await this.teams.requireRead(caller, teamId);
    const { gate, rules, revision } = await this.policies.find(teamId);
    const chosen = ruleSetOf(rules).rules;
    return {
      gate,
      revision,
      editable: may(caller.actor, 'team.manage', { teamId }),
      rules: LINT_RULES.map(({ id, title, advice, source, defaultSeverity }) => {
        return { rule: id, title, advice, source, default: defaultSeverity, severity: chosen[id] ?? defaultSeverity };
      }),
    };
  }

  private async ofInsider(caller: Caller, slug: string, name: string) {
    const { service, version } = await this.access.visible(caller, slug, name);
    if (!service.insider) throw notFound('version');
    return { version, teamId: service.ownerTeamId };
  }
}

function toFindingDto({ position: _, ...finding }: LintFindingRow): LintFindingDto {
  return finding;
}
