import { LINT_DEADLINE_MS } from '../limits.js';
import type { LintReport, LintRuleSet } from '../lint/lint-report.js';
import { GAVE_UP_RULE } from '../lint/lint-rules.js';
import { SpecFault } from '../spec-fault.js';
import type { LintPiece } from './lint-pieces.js';
import { inThread } from './worker-pool.js';

/**
 * Holds a document against a set of rules in a worker thread. Rejects with SpecFault where the document cannot be read; a
 * linter that does not come to an end within `deadlineMs`, or needs too much memory, is itself the one finding: a warning,
 * because it says nothing against the document. Rejects with the signal's reason when that is aborted.
 */
export async function lintSpec(
  bytes: Uint8Array,
  ruleSet: LintRuleSet,
  { deadlineMs = LINT_DEADLINE_MS, signal }: { deadlineMs?: number; signal?: AbortSignal } = {},
): Promise<LintReport> {
  let report: LintReport | null = null;
  const options = { doing: 'Linting this document', deadlineMs, signal };
  try {
    await inThread('lint', [bytes, ruleSet], options, (piece: LintPiece) => {
      if ('head' in piece) report = piece.head;
      else report?.findings.push(...piece.findings);
    });
  } catch (error) {
    if (error instanceof SpecFault && error.code === 'spec.too_complex') return gaveUp(error.message);
    throw error;
  }
  if (report === null) throw new Error('The thread gave no report.');
  return report;
}

function gaveUp(message: string): LintReport {
  const finding = {
    rule: GAVE_UP_RULE,
    severity: 'warn',
    line: 1,
    column: 1,
    pointer: '#',
    file: '',
    message,
  } as const;
  return {
    findings: [{ ...finding, advice: 'Split the document, or turn off the rules that look at examples.' }],
    counts: { error: 0, warn: 1 },
    byRule: { [GAVE_UP_RULE]: 1 },
    score: 0,
  };
}
