import { BOUND_RULES } from './rules/bound-rules.js';
import type { ChangeRule } from './rules/change-rule.js';
import { LIFECYCLE_RULES } from './rules/lifecycle-rules.js';
import { BODY_RULES, HEADER_RULES, PARAMETER_RULES, STATUS_RULES } from './rules/message-rules.js';
import { OPERATION_RULES, SECURITY_RULES } from './rules/operation-rules.js';
import { OBJECT_RULES } from './rules/object-rules.js';
import { CONDITION_RULES, UNION_RULES } from './rules/composition-rules.js';
import { VALUE_RULES } from './rules/value-rules.js';

export type { ChangeRule } from './rules/change-rule.js';

/** Grows whenever the same two documents may give another comparison: stored ones are made anew then. */
export const COMPARE_RULES_VERSION = 2;

/** The rules under the headings of the documentation. */
export const CHANGE_RULE_GROUPS = {
  'Operations, webhooks and servers': OPERATION_RULES,
  Security: SECURITY_RULES,
  Parameters: PARAMETER_RULES,
  Bodies: BODY_RULES,
  Headers: HEADER_RULES,
  'Status codes': STATUS_RULES,
  'Objects and lists': OBJECT_RULES,
  'Types and values': VALUE_RULES,
  Bounds: BOUND_RULES,
  'Alternatives and discriminators': UNION_RULES,
  'Further conditions': CONDITION_RULES,
  'Deprecation and stability': LIFECYCLE_RULES,
};

const RULES = {
  ...OPERATION_RULES,
  ...SECURITY_RULES,
  ...PARAMETER_RULES,
  ...BODY_RULES,
  ...HEADER_RULES,
  ...STATUS_RULES,
  ...OBJECT_RULES,
  ...VALUE_RULES,
  ...BOUND_RULES,
  ...UNION_RULES,
  ...CONDITION_RULES,
  ...LIFECYCLE_RULES,
};

export type RuleId = keyof typeof RULES;

/** Every change that a comparison can tell, by its stable id. */
export const CHANGE_RULES: Record<RuleId, ChangeRule> = RULES;
