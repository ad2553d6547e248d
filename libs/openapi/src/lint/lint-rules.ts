import type { LintSeverity } from './lint-report.js';

export interface LintRule {
  id: string;
  title: string;
  /** How to mend a finding, in one sentence. */
  advice: string;
  defaultSeverity: 'off' | LintSeverity;
  source: 'redocly' | 'gatehouse';
}

type Row = [id: string, defaultSeverity: LintRule['defaultSeverity'], title: string, advice: string];

/** The rules of the house. */
const HOUSE: Row[] = [
  [
    'gatehouse/no-key-in-query',
    'error',
    'No key in the query string',
    'Take the key in a header: a query string stands in every access log.',
  ],
  [
    'gatehouse/error-shape',
    'warn',
    'Errors have a shape',
    'Give the error a schema with named members, best a problem document (RFC 9457).',
  ],
  [
    'gatehouse/examples-present',
    'warn',
    'Bodies have examples',
    'Add an example to the media type or to the properties of its schema.',
  ],
  [
    'gatehouse/quick-patterns',
    'warn',
    'Patterns are quick',
    'Write it without a repetition or the same choice in a repetition, as in `(a+)*` and `(a|aa)*`, and without three of the same in a row, as in `a*a+a*`; or put a sign of its own between them.',
  ],
];

/** The rules of the engine; `off` ones are those that a team may turn on. */
const ENGINE: Row[] = [
  ['struct', 'error', 'Follows the specification', 'Correct the member as the OpenAPI specification has it.'],
  ['no-unresolved-refs', 'error', 'References lead somewhere', 'Correct the $ref, or add what it points to.'],
  [
    'security-defined',
    'error',
    'Every operation says who may call it',
    'Add `security` to the operation or to the document.',
  ],
  ['security-scopes-defined', 'warn', 'Scopes are defined', 'Name only scopes that the security scheme defines.'],
  ['operation-summary', 'error', 'Operations have a summary', 'Add a `summary` of a few words.'],
  [
    'operation-operationId',
    'warn',
    'Operations have an id',
    'Add an `operationId`: code generators make a name of it.',
  ],
  [
    'operation-operationId-unique',
    'error',
    'Operation ids are unique',
    'Give each operation an `operationId` of its own.',
  ],
  [
    'operation-operationId-url-safe',
    'error',
    'Operation ids fit into an address',
    'Use letters, digits, `-`, `_` and `.` only.',
  ],
  ['operation-2xx-response', 'warn', 'Operations tell of success', 'Describe at least one answer of 2xx.'],
  ['operation-4xx-response', 'warn', 'Operations tell of refusals', 'Describe at least one answer of 4xx.'],
  ['operation-parameters-unique', 'error', 'Parameters are unique', 'Remove the parameter that stands twice.'],
  [
    'path-parameters-defined',
    'error',
    'Path parameters are defined',
    'Define a parameter for each name in braces, and no other.',
  ],
  ['path-declaration-must-exist', 'error', 'No empty braces in paths', 'Put a name between the braces.'],
  [
    'path-not-include-query',
    'error',
    'No query in paths',
    'Describe what follows the question mark as query parameters.',
  ],
  ['no-identical-paths', 'error', 'Paths differ', 'Bring the operations of both paths under one.'],
  ['no-ambiguous-paths', 'warn', 'Paths cannot be mistaken', 'Change one of the paths so that no call fits both.'],
  ['no-path-trailing-slash', 'error', 'Paths end without a slash', 'Remove the slash at the end of the path.'],
  ['no-schema-type-mismatch', 'error', 'Keywords fit the type', 'Remove the keyword, or correct the type.'],
  ['no-enum-type-mismatch', 'error', 'Enumerated values fit the type', 'Correct the value, or the type.'],
  ['no-duplicated-enum-values', 'warn', 'Enumerated values are unique', 'Remove the value that stands twice.'],
  [
    'no-required-schema-properties-undefined',
    'warn',
    'Required properties exist',
    'Define the property, or take it off the list of required ones.',
  ],
  [
    'no-illogical-composition-keywords',
    'warn',
    'Compositions make sense',
    'Write the schema without the needless composition.',
  ],
  [
    'no-mixed-number-range-constraints',
    'warn',
    'One bound on each side',
    'Keep either the inclusive or the exclusive bound.',
  ],
  ['nullable-type-sibling', 'error', '`nullable` stands beside a type', 'Add a `type` beside `nullable`.'],
  ['spec-ref-siblings', 'warn', 'References stand alone', 'Move what stands beside the $ref into what it points to.'],
  [
    'spec-components-invalid-map-name',
    'error',
    'Component names are valid',
    'Use letters, digits, `.`, `-` and `_` only.',
  ],
  ['no-unused-components', 'warn', 'Components are used', 'Remove the component, or use it.'],
  ['no-invalid-media-type-examples', 'warn', 'Examples fit their schema', 'Correct the example, or the schema.'],
  ['no-invalid-parameter-examples', 'warn', 'Examples of parameters fit', 'Correct the example, or the schema.'],
  ['no-invalid-schema-examples', 'warn', 'Examples in schemas fit', 'Correct the example, or the schema.'],
  [
    'no-example-value-and-externalValue',
    'error',
    'Examples are either here or elsewhere',
    'Keep either `value` or `externalValue`.',
  ],
  ['info-license', 'warn', 'The licence is named', 'Add `info.license`.'],
  ['info-license-strict', 'warn', 'The licence can be found', 'Give the licence an address or an SPDX identifier.'],
  ['no-empty-servers', 'error', 'Servers are named', 'Add a server, or remove the empty list.'],
  ['no-server-example.com', 'warn', 'Servers are real', 'Put the real address in place of the example.'],
  ['no-server-trailing-slash', 'error', 'Servers end without a slash', 'Remove the slash at the end of the address.'],
  [
    'no-server-variables-empty-enum',
    'error',
    'Server variables have values',
    'List the values, with the default among them.',
  ],
  [
    'no-undefined-server-variable',
    'error',
    'Server variables are defined',
    'Define the variable, or take it out of the address.',
  ],
  ['tag-description', 'warn', 'Tags are described', 'Add a `description` to the tag.'],
  ['no-duplicated-tag-names', 'warn', 'Tags are unique', 'Remove the tag that stands twice.'],
  ['no-unsafe-markdown', 'warn', 'Markdown is harmless', 'Write the description without HTML or script addresses.'],
  ['operation-description', 'off', 'Operations have a description', 'Add a `description`.'],
  ['operation-tag-defined', 'off', 'Tags are defined', 'Add the tag to the list of the document.'],
  ['operation-singular-tag', 'off', 'One tag for each operation', 'Keep one tag.'],
  [
    'operation-4xx-problem-details-rfc7807',
    'off',
    'Errors are problem documents',
    'Answer `application/problem+json` with `type` and `title`.',
  ],
  ['parameter-description', 'off', 'Parameters have a description', 'Add a `description`.'],
  ['info-contact', 'off', 'A contact is named', 'Add `info.contact`.'],
  ['paths-kebab-case', 'off', 'Paths in kebab-case', 'Use small letters with hyphens.'],
  ['path-segment-plural', 'off', 'Collections in the plural', 'Write the segment in the plural.'],
  [
    'path-http-verbs-order',
    'off',
    'Methods in one order',
    'Put the methods in the order get, post, put, patch, delete.',
  ],
  ['no-http-verbs-in-paths', 'off', 'No verbs in paths', 'Name the thing; the method is the verb.'],
  ['tags-alphabetical', 'off', 'Tags in alphabetical order', 'Sort the tags by name.'],
  ['scalar-property-missing-example', 'off', 'Properties have examples', 'Add an `example`.'],
  [
    'required-string-property-missing-min-length',
    'off',
    'Required texts are not empty',
    'Add `minLength` to the property.',
  ],
  ['array-parameter-serialization', 'off', 'Lists in parameters say how', 'Add `style` and `explode`.'],
];

const toRule =
  (source: LintRule['source']) =>
  ([id, defaultSeverity, title, advice]: Row): LintRule => ({ id, title, advice, defaultSeverity, source });

/** Every rule that a team may choose. The engine's own defaults agree with those here. */
export const LINT_RULES: readonly LintRule[] = [...HOUSE.map(toRule('gatehouse')), ...ENGINE.map(toRule('redocly'))];

/** Grows when a rule finds something else than before: what was found by an older one is looked for anew. */
export const LINT_RULES_VERSION = 4;

/** `gatehouse/gave-up`: the linter itself did not come to an end. */
export const GAVE_UP_RULE = 'gatehouse/gave-up';

const ADVICE = new Map(LINT_RULES.map(({ id, advice }) => [id, advice]));

export function adviceOf(rule: string): string {
  return ADVICE.get(rule) ?? 'See what the message says.';
}
