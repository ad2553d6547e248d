import { createHash } from 'node:crypto';
import { LINT_RULES, LINT_RULES_VERSION, type LintRuleSet } from '#openapi';

const RULES_BY_ID = new Map(LINT_RULES.map((rule) => [rule.id, rule]));
const SEVERITIES = new Set(['off', 'error', 'warn']);

export function isKnownRule(id: string): boolean {
  return RULES_BY_ID.has(id);
}

export function isSeverity(value: unknown): value is LintRuleSet['rules'][string] {
  return typeof value === 'string' && SEVERITIES.has(value);
}

/** Only what differs from the defaults, in one order, so that equal sets have one hash. */
export function ruleSetOf(chosen: Record<string, unknown>): LintRuleSet {
  const rules: [string, LintRuleSet['rules'][string]][] = [];
  for (const { id, defaultSeverity } of LINT_RULES) {
    const severity = Object.hasOwn(chosen, id) ? chosen[id] : undefined;
    if (isSeverity(severity) && severity !== defaultSeverity) rules.push([id, severity]);
  }
  return { rules: Object.fromEntries(rules) };
}

/** Reports of one hash were made with the same rules: the catalogue of rules itself is part of it. */
export function hashOfRuleSet(ruleSet: LintRuleSet): string {
  const defaults = LINT_RULES.map(({ id, defaultSeverity }) => [id, defaultSeverity]);
  return createHash('sha256')
    .update(JSON.stringify([LINT_RULES_VERSION, defaults, ruleSet.rules]))
    .digest('hex');
}
