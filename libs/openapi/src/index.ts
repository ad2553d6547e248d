export * from './compare/index.js';
export * from './curl-for.js';
export type { Json } from './json.js';
export { isZip } from './bundle/zip-directory.js';
export { type KeptComponent, type KeptOperation, type KeptReading, type KeptTag, readKept } from './kept-reading.js';
export * from './limits.js';
export { gaveUpReport } from './lint/gave-up-report.js';
export * from './lint/lint-report.js';
export { LINT_RULES, LINT_RULES_VERSION, type LintRule } from './lint/lint-rules.js';
export { lintSpec } from './lint/lint-spec.js';
export * from './match-operation.js';
export * from './read-spec.js';
export * from './reference-model.js';
export { type ContentSample, MAX_SAMPLE_CHARACTERS, sampleContent, sampleText } from './sample-contents.js';
export {
  sampleRequest,
  sampleRequests,
  type SampleCredential,
  type SamplePart,
  type SampleRequest,
  type SampleVariant,
} from './sample-request.js';
export type { SampleUse, SchemaAt } from './sample-schema.js';
export * from './scheme-words.js';
export * from './spec-fault.js';
