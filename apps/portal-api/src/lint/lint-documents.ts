import { Injectable } from '@nestjs/common';
import type { LintSummaryDto } from '#contract';
import { Fault } from '#domain';
import { gaveUpReport, type LintReport, type LintRuleSet } from '#openapi';
import type { Tx } from '../database/database.js';
import { changedSinceRead } from '../http/etag.js';
import { Readers } from '../readers/readers.js';
import { SharedWork } from '../shared-work.js';
import { LintQueueStore } from '../specs/lint-queue.store.js';
import { type LintPolicyRow, LintPolicyStore } from './lint-policy.store.js';
import { type LintReportHead, LintReportStore, reportHeadOf } from './lint-report.store.js';
import { hashOfRuleSet, ruleSetOf } from './rule-set.js';

/** What the documents of a team are held against, as it was when it was read. */
export interface TeamRules extends Pick<LintPolicyRow, 'gate' | 'revision'> {
  teamId: string;
  ruleSet: LintRuleSet;
  ruleSetHash: string;
}

/** What is known of a document. Without a summary it is being linted, or that broke off. */
export interface LintOutcome {
  summary: LintSummaryDto | null;
  failed: boolean;
}

/** Holds documents against the rules of a team. A document is linted once for each set of rules. */
@Injectable()
export class LintDocuments {
  private readonly linting = new SharedWork<LintReportHead>();

  constructor(
    private readonly policies: LintPolicyStore,
    private readonly reports: LintReportStore,
    private readonly readers: Readers,
    private readonly queue: LintQueueStore,
  ) {}

  async rulesOf(teamId: string): Promise<TeamRules> {
    const { gate, revision, rules } = await this.policies.find(teamId);
    const ruleSet = ruleSetOf(rules);
    return { teamId, gate, revision, ruleSet, ruleSetHash: hashOfRuleSet(ruleSet) };
  }

  /** What was found was found by rules that still hold, until the end of the transaction. */
  async requireSame(tx: Tx, { teamId, revision }: TeamRules): Promise<void> {
    if ((await this.policies.hold(tx, teamId)).revision !== revision) throw changedSinceRead();
  }

  /** What is known of a stored document; one that nobody has held against these rules yet is linted soon. */
  async known(specHash: string, rules: TeamRules): Promise<LintOutcome> {
    const head = await this.reports.find(specHash, rules.ruleSetHash);
    if (head !== null) return { summary: toLintSummary(head, rules), failed: false };
    const state = await this.queue.state(specHash, rules.teamId);
    if (state === 'none') await this.queue.enqueueNow(specHash, rules.teamId);
    return { summary: null, failed: state === 'failed' };
  }

  /** The same for who decides: where errors keep documents back, it is linted now. */
  async decisive(specHash: string, rules: TeamRules, signal?: AbortSignal): Promise<LintOutcome> {
    if (rules.gate !== 'block') return this.known(specHash, rules);
    try {
      return { summary: await this.run(specHash, rules, signal), failed: false };
    } catch (error) {
      // That it waits its turn does not mean that it failed.
      if (error instanceof Fault && error.code.startsWith('spec.')) return { summary: null, failed: true };
      throw error;
    }
  }

  /**
   * Lints a stored document where it was not; takes seconds for a large one. Throws the Faults `spec.*`, and the signal's
   * reason when whoever asks has gone; for others who wait for the same it goes on.
   */
  async run(specHash: string, rules: TeamRules, signal?: AbortSignal): Promise<LintSummaryDto> {
    const head = await this.reports.find(specHash, rules.ruleSetHash);
    if (head !== null) return toLintSummary(head, rules);
    const work = (abandoned: AbortSignal) => this.lintStored(specHash, rules, abandoned);
    return toLintSummary(await this.linting.run(`${specHash} ${rules.ruleSetHash}`, work, signal), rules);
  }

  /** Lints bytes that are not kept. */
  async unkept(bytes: Uint8Array, { ruleSet, gate }: TeamRules, signal: AbortSignal): Promise<LintSummaryDto> {
    const head = await this.readers
      .run('lintUnkept', { bytes, ruleSet }, { signal })
      .catch((error: unknown) => reportHeadOf(gaveUp(error)));
    return toLintSummary(head, { gate });
  }

  private async lintStored(
    hash: string,
    { ruleSet, ruleSetHash }: TeamRules,
    signal: AbortSignal,
  ): Promise<LintReportHead> {
    try {
      return await this.readers.run('lint', { hash, ruleSet, ruleSetHash }, { signal });
    } catch (error) {
      const report = gaveUp(error);
      await this.reports.insert(hash, ruleSetHash, report);
      return reportHeadOf(report);
    }
  }
}

/** The report on a document whose linting came to no end; throws any other error. */
function gaveUp(error: unknown): LintReport {
  if (error instanceof Fault && error.code === 'spec.too_complex') return gaveUpReport(error.message);
  throw error;
}

function toLintSummary(
  { score, errors, warnings, byRule }: LintReportHead,
  { gate }: Pick<TeamRules, 'gate'>,
): LintSummaryDto {
  return { score, errors, warnings, gate, byRule };
}
