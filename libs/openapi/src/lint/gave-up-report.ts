import type { LintReport } from './lint-report.js';
import { GAVE_UP_RULE } from './lint-rules.js';

/**
 * The report on a document whose linting came to no end, or needed too much memory: that is itself the one finding, and a
 * warning, because it says nothing against the document.
 * @param message what was given up, and why
 */
export function gaveUpReport(message: string): LintReport {
  const advice = 'Split the document, or turn off the rules that look at examples.';
  return {
    findings: [{ rule: GAVE_UP_RULE, severity: 'warn', line: 1, column: 1, pointer: '#', file: '', message, advice }],
    counts: { error: 0, warn: 1 },
    byRule: { [GAVE_UP_RULE]: 1 },
    score: 0,
  };
}
