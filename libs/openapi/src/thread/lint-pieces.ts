import type { LintFinding, LintReport, LintRuleSet } from '../lint/lint-report.js';
import { piecesOf } from './pieces.js';

/** A report without its findings, then the findings. */
export type LintPiece = { head: LintReport } | { findings: LintFinding[] };

export async function* lintPieces(bytes: Uint8Array, ruleSet: LintRuleSet): AsyncGenerator<LintPiece> {
  // The engine takes long to load, and not every thread lints.
  const { lintSpecHere } = await import('../lint/lint-spec-here.js');
  const report = await lintSpecHere(bytes, ruleSet);
  yield { head: { ...report, findings: [] } };
  for (const findings of piecesOf(report.findings)) yield { findings };
}
