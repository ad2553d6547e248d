export type LintSeverity = 'error' | 'warn';

export interface LintFinding {
  rule: string;
  severity: LintSeverity;
  /** Both counted from 1. */
  line: number;
  column: number;
  /** Where it stands: RFC 6901 with a leading `#`. */
  pointer: string;
  /** The file of a bundle; empty for a document of one file. */
  file: string;
  message: string;
  /** How to mend it, in one sentence. */
  advice: string;
}

export interface LintReport {
  /** Errors first, then by file and line; at most MAX_LINT_FINDINGS. */
  findings: LintFinding[];
  /** Of all findings, those beyond the list included. */
  counts: { error: number; warn: number };
  byRule: Record<string, number>;
  /** 0 to 100; see `scoreOf`. */
  score: number;
}

/** What differs from the default severities of LINT_RULES. */
export interface LintRuleSet {
  rules: Readonly<Record<string, 'off' | LintSeverity>>;
}

/** An error takes off as much as three warnings. */
const ERROR_WEIGHT = 3;
/** A warning for each operation takes off a hundred divided by this. */
const WARNINGS_PER_OPERATION_FOR_ZERO = 10;

/**
 * 100 without findings. A warning for every operation takes off 10 points and an error for every operation 30, so that
 * documents of different sizes can be compared.
 */
export function scoreOf({ error, warn }: LintReport['counts'], operations: number): number {
  const weight = error * ERROR_WEIGHT + warn;
  if (weight === 0) return 100;
  const share = weight / (WARNINGS_PER_OPERATION_FOR_ZERO * Math.max(operations, 1));
  return Math.min(99, Math.max(0, Math.round(100 - 100 * share)));
}
