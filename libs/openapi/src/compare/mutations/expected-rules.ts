import type { Direction } from '../spec-change.js';

/** Both directions have a rule of this name behind `request-` or `response-`. */
const both = (change: string): Record<Direction, string> => ({
  request: `request-${change}`,
  response: `response-${change}`,
});

const BOUNDS = {
  maxLength: 'max-length',
  minLength: 'min-length',
  maximum: 'maximum',
  minimum: 'minimum',
  maxItems: 'max-items',
  minItems: 'min-items',
};
const MOVES = { set: 'set', unset: 'removed', increased: 'increased', decreased: 'decreased' };

/** The rule that tells a kind of change. */
export const EXPECTED_RULES: Record<string, string | Record<Direction, string>> = {
  ...Object.fromEntries(
    Object.entries(BOUNDS).flatMap(([keyword, bound]) =>
      Object.entries(MOVES).map(([kind, move]) => [`${keyword}-${kind}`, both(`${bound}-${move}`)]),
    ),
  ),
  'type-changed': both('type-changed'),
  'integer-became-number': both('type-widened'),
  'number-became-integer': both('type-narrowed'),
  'became-enum': both('enum-added'),
  'enum-value-removed': both('enum-value-removed'),
  'enum-value-added': both('enum-value-added'),
  'const-set': both('const-added'),
  'pattern-set': both('pattern-added'),
  'format-changed': both('format-changed'),
  'items-type-changed': both('type-changed'),
  'optional-property-removed': { request: 'request-property-removed', response: 'response-optional-property-removed' },
  'required-property-removed': { request: 'request-property-removed', response: 'response-required-property-removed' },
  'optional-property-added': { request: 'request-optional-property-added', response: 'response-property-added' },
  'required-property-added': { request: 'request-required-property-added', response: 'response-property-added' },
  'property-became-required': both('property-became-required'),
  'property-became-optional': both('property-became-optional'),
  'became-nullable': both('became-nullable'),
  'became-not-nullable': both('became-not-nullable'),
  'default-of-a-parameter-set': both('parameter-default-added'),
  'operation-removed': 'operation-removed',
  'path-removed': 'operation-removed',
  'path-renamed': 'operation-removed',
  'operation-added': 'operation-added',
  'path-added': 'operation-added',
  'operation-id-changed': 'operation-id-changed',
  'operation-deprecated': 'operation-deprecated-without-date',
  'callback-removed': 'callback-removed',
  'webhook-removed': 'webhook-removed',
  'key-asked-for-no-longer': 'security-loosened',
  'second-key-asked-for': 'security-tightened',
  'parameter-removed': 'request-parameter-removed',
  'optional-parameter-added': 'request-optional-parameter-added',
  'required-parameter-added': 'request-required-parameter-added',
  'parameter-became-required': 'request-parameter-became-required',
  'parameter-became-optional': 'request-parameter-became-optional',
  'required-parameter-renamed': 'request-required-parameter-added',
  'required-parameter-moved': 'request-parameter-moved',
  'request-body-removed': 'request-body-removed',
  'required-request-body-added': 'request-required-body-added',
  'optional-request-body-added': 'request-optional-body-added',
  'request-body-became-required': 'request-body-became-required',
  'request-body-became-optional': 'request-body-became-optional',
  'request-media-type-removed': 'request-media-type-removed',
  'request-media-type-added': 'request-media-type-added',
  'success-status-removed': 'response-success-status-removed',
  'failure-status-removed': 'response-error-status-removed',
  'success-status-added': 'response-success-status-added',
  'failure-status-added': 'response-error-status-added',
  'response-media-type-removed': 'response-media-type-removed',
  'response-media-type-added': 'response-media-type-added',
  'optional-header-removed': 'response-optional-header-removed',
  'required-header-removed': 'response-required-header-removed',
  'response-header-added': 'response-header-added',
};
