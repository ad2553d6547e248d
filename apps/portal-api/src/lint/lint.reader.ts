import { Injectable } from '@nestjs/common';
import type { LintFindingDto, LintHistoryDto, LintPolicyDto, LintQuery, LintReportDto } from '#contract';
import { may, notFound } from '#domain';
import { LINT_RULES } from '#openapi';
import type { Caller } from '../auth/caller.js';
import { foreignCursor, limitOf, readCursor, toPage } from '../http/cursor.js';
import { TeamAccess } from '../teams/team-access.js';
import { VersionAccess } from '../versions/version-access.js';
import { LintDocuments } from './lint-documents.js';
import { LintPolicyStore } from './lint-policy.store.js';
import { type LintFindingRow, LintReportStore } from './lint-report.store.js';
import { hashOfRuleSet, ruleSetOf } from './rule-set.js';

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

  async report(caller: Caller, slug: string, name: string, query: LintQuery): Promise<LintReportDto> {
    const { version, teamId } = await this.ofInsider(caller, slug, name);
    const after = afterOf(query);
    const nothing = { summary: null, pending: false, items: [], nextCursor: null };
    if (version.specHash === null) return nothing;
    const summary = await this.documents.known(version.specHash, teamId);
    if (summary === null) return { ...nothing, pending: true };
    const limit = limitOf(query);
    const { rule, severity } = query;
    const hash = await this.ruleSetHash(teamId);
    const rows = await this.reports.findings(version.specHash, hash, { rule, severity, after, limit });
    return { summary, pending: false, ...toPage(rows, limit, ({ position }) => [String(position)], toFindingDto) };
  }

  async history(caller: Caller, slug: string, name: string): Promise<LintHistoryDto> {
    const { version, teamId } = await this.ofInsider(caller, slug, name);
    const rows = await this.reports.history(version.id, await this.ruleSetHash(teamId));
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

  private async ruleSetHash(teamId: string): Promise<string> {
    return hashOfRuleSet(ruleSetOf((await this.policies.find(teamId)).rules));
  }
}

function toFindingDto({ position: _, ...finding }: LintFindingRow): LintFindingDto {
  return finding;
}

function afterOf(query: LintQuery): number {
  const after = readCursor(query, 1)?.[0] ?? '0';
  if (!/^\d{1,9}$/.test(after)) throw foreignCursor();
  return Number(after);
}
