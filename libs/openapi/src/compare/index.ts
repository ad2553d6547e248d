export { CHANGE_RULES, type ChangeRule, COMPARE_RULES_VERSION, type RuleId } from './change-rules.js';
export * from './compare-specs.js';
export { MAX_CHANGES } from './limits.js';
export * from './spec-change.js';
export { renderChangeRules } from './render-change-rules.js';
