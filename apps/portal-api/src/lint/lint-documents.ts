import { Injectable } from '@nestjs/common';
import type { LintSummaryDto } from '#contract';
import { Fault } from '#domain';
import { lintSpec, type LintReport, SpecFault } from '#openapi';
import { SpecStore } from '../specs/spec.store.js';
import { type LintPolicyRow, LintPolicyStore } from './lint-policy.store.js';
import { type LintReportHead, LintReportStore } from './lint-report.store.js';
import { hashOfRuleSet, ruleSetOf } from './rule-set.js';

/** Holds documents against the rules of a team. A document is linted once for each set of rules. */
@Injectable()
export class LintDocuments {
  /** Those that are being linted in this process. */
  private readonly running = new Map<string, Promise<LintReportHead>>();

  constructor(
    private readonly policies: LintPolicyStore,
    private readonly reports: LintReportStore,
    private readonly specs: SpecStore,
  ) {}

  /** What is known of a stored document; null before it was linted with the rules that the team has now. */
  async known(specHash: string, teamId: string): Promise<LintSummaryDto | null> {
    const policy = await this.policies.find(teamId);
    const head = await this.reports.find(specHash, hashOfRuleSet(ruleSetOf(policy.rules)));
    return head === null ? null : toLintSummary(head, policy);
  }

  /** The same, linted now where it was not; takes seconds for a large document. */
  async run(specHash: string, teamId: string): Promise<LintSummaryDto> {
    const policy = await this.policies.find(teamId);
    const ruleSet = ruleSetOf(policy.rules);
    const ruleSetHash = hashOfRuleSet(ruleSet);
    const head = await this.reports.find(specHash, ruleSetHash);
    if (head !== null) return toLintSummary(head, policy);
    const key = `${specHash} ${ruleSetHash}`;
    let running = this.running.get(key);
    if (running === undefined) {
      running = this.lintStored(specHash, ruleSetHash, ruleSet).finally(() => this.running.delete(key));
      this.running.set(key, running);
    }
    return toLintSummary(await running, policy);
  }

  /** Whether errors keep documents of the team from being published. */
  async isGate(teamId: string): Promise<boolean> {
    return (await this.policies.find(teamId)).gate === 'block';
  }

  /** Lints bytes that are not kept. */
  async unkept(bytes: Uint8Array, teamId: string): Promise<LintSummaryDto> {
    const policy = await this.policies.find(teamId);
    return toLintSummary(headOf(await lint(bytes, ruleSetOf(policy.rules))), policy);
  }

  private async lintStored(
    specHash: string,
    ruleSetHash: string,
    ruleSet: ReturnType<typeof ruleSetOf>,
  ): Promise<LintReportHead> {
    const document = await this.specs.document(specHash);
    if (document === null) throw new Error(`There is no document ${specHash}.`);
    const report = await lint(document.bytes, ruleSet);
    await this.reports.insert(specHash, ruleSetHash, report);
    return headOf(report);
  }
}

async function lint(bytes: Uint8Array, ruleSet: ReturnType<typeof ruleSetOf>): Promise<LintReport> {
  try {
    return await lintSpec(bytes, ruleSet);
  } catch (error) {
    throw error instanceof SpecFault ? new Fault(error.code, error.message) : error;
  }
}

function headOf({ score, counts, byRule }: LintReport): LintReportHead {
  return { score, errors: counts.error, warnings: counts.warn, byRule };
}

function toLintSummary({ score, errors, warnings, byRule }: LintReportHead, { gate }: LintPolicyRow): LintSummaryDto {
  return { score, errors, warnings, gate, byRule };
}
