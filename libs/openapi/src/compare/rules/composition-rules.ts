import type { CONDITION_NAMES } from '../schema/compare-conditions.js';
import { breaking, type ChangeRule, dangerous, idsAt, renamed, safe } from './change-rule.js';

const STILL_TAKEN = 'What was taken still is.';
const PROMISED = 'More is promised than before.';
const UNREADY = 'Clients may get what they are not ready for.';
const REFUSED = 'Calls that do not meet it are refused.';
const PLACES = 'body property';

export const UNION_RULES = {
  'request-alternative-removed': breaking(
    'An alternative of a request was removed',
    'Calls that use it are refused.',
    idsAt('request', PLACES, 'one-of-removed', 'any-of-removed'),
  ),
  'request-alternative-added': safe(
    'An alternative was added to a request',
    STILL_TAKEN,
    idsAt('request', PLACES, 'one-of-added', 'any-of-added'),
  ),
  'response-alternative-removed': safe(
    'An alternative of a response was removed',
    PROMISED,
    idsAt('response', PLACES, 'one-of-removed', 'any-of-removed'),
  ),
  'response-alternative-added': breaking(
    'An alternative was added to a response',
    UNREADY,
    `${idsAt('response', PLACES, 'one-of-added', 'any-of-added', 'list-of-types-widened')} response-body-wrapped-in-one-of`,
  ),
  'request-union-added': breaking('A request must be one of several alternatives', 'Calls that fit none are refused.'),
  'request-union-removed': safe('A request need not be one of several alternatives', STILL_TAKEN),
  'response-union-added': safe('A response is one of several alternatives', PROMISED),
  'response-union-removed': breaking('A response need not be one of several alternatives', UNREADY),
  'request-union-kind-changed': dangerous(
    'A request must fit exactly one alternative, or several may fit',
    'Which values fit several is not worked out.',
  ),
  'response-union-kind-changed': dangerous(
    'A response fits exactly one alternative, or several may fit',
    'Which values fit several is not worked out.',
  ),
  'request-wrapped-in-union': breaking(
    'A request became one of several alternatives',
    'None of them is what it was.',
    'request-body-wrapped-in-one-of',
  ),
  'response-wrapped-in-union': breaking(
    'A response became one of several alternatives',
    'None of them is what it was.',
    'response-body-wrapped-in-one-of',
  ),
  'request-unwrapped-from-union': breaking(
    'A request is no longer one of several alternatives',
    'It is none of what it could be.',
  ),
  'response-unwrapped-from-union': breaking(
    'A response is no longer one of several alternatives',
    'It is none of what it could be.',
  ),
  'request-discriminator-added': dangerous(
    'Alternatives of a request are told apart by a property',
    'Calls without it may be refused.',
    idsAt('request', PLACES, 'discriminator-added'),
  ),
  'request-discriminator-removed': dangerous(
    'Alternatives of a request are no longer told apart by a property',
    'They may be told apart in another way.',
    idsAt('request', PLACES, 'discriminator-removed'),
  ),
  'request-discriminator-changed': breaking(
    'Alternatives of a request are told apart by another property',
    'Calls that set the old one are not understood.',
    idsAt('request', PLACES, 'discriminator-property-name-changed'),
  ),
  'response-discriminator-added': safe(
    'Alternatives of a response are told apart by a property',
    PROMISED,
    idsAt('response', PLACES, 'discriminator-added'),
  ),
  'response-discriminator-removed': dangerous(
    'Alternatives of a response are no longer told apart by a property',
    'Clients that choose by it may not find it.',
    idsAt('response', PLACES, 'discriminator-removed'),
  ),
  'response-discriminator-changed': breaking(
    'Alternatives of a response are told apart by another property',
    'Clients choose by the old one.',
    idsAt('response', PLACES, 'discriminator-property-name-changed'),
  ),
  'request-mapping-removed': dangerous(
    'A value that names an alternative of a request was removed',
    'Calls with it may be refused.',
    idsAt('request', PLACES, 'discriminator-mapping-deleted'),
  ),
  'request-mapping-added': safe(
    'A value that names an alternative of a request was added',
    STILL_TAKEN,
    idsAt('request', PLACES, 'discriminator-mapping-added'),
  ),
  'request-mapping-changed': dangerous(
    'A value names another alternative of a request',
    'Calls with it may be read in another way.',
    idsAt('request', PLACES, 'discriminator-mapping-changed'),
  ),
  'response-mapping-removed': safe(
    'A value that names an alternative of a response was removed',
    'Clients do not rely on getting it.',
    idsAt('response', PLACES, 'discriminator-mapping-deleted'),
  ),
  'response-mapping-added': dangerous(
    'A value that names an alternative of a response was added',
    'Clients do not know it.',
    idsAt('response', PLACES, 'discriminator-mapping-added'),
  ),
  'response-mapping-changed': dangerous(
    'A value names another alternative of a response',
    'Clients may read it in another way.',
    idsAt('response', PLACES, 'discriminator-mapping-changed'),
  ),
} satisfies Record<string, ChangeRule>;

type Condition = (typeof CONDITION_NAMES)[number];

function conditionRules<N extends Condition>(name: N, keyword: string) {
  const ids = (direction: 'request' | 'response', ...changes: string[]): string => {
    if (name === 'not') return '';
    const further = name === 'dependent-required' && changes[1] === 'changed' ? changes : changes.slice(0, 1);
    return idsAt(direction, PLACES, ...further.map((change) => `${name}-${change}`));
  };
  return renamed(
    {
      'request-added': breaking(
        `A request must meet a condition \`${keyword}\``,
        REFUSED,
        ids('request', 'added', 'changed'),
      ),
      'request-removed': safe(
        `A request need not meet a condition \`${keyword}\``,
        STILL_TAKEN,
        ids('request', 'removed'),
      ),
      'response-added': safe(`A response meets a condition \`${keyword}\``, PROMISED, ids('response', 'added')),
      'response-removed': breaking(
        `A response need not meet a condition \`${keyword}\``,
        UNREADY,
        ids('response', 'removed', 'changed'),
      ),
    },
    (key) => {
      const [direction, change] = key.split('-') as ['request' | 'response', 'added' | 'removed'];
      return `${direction}-${name}-${change}` as const;
    },
  );
}

function changedRules<N extends Condition>(name: N, keyword: string) {
  const why = 'Which values meet both conditions is not worked out.';
  return renamed(
    {
      request: dangerous(`A request must meet another condition \`${keyword}\``, why),
      response: dangerous(`A response meets another condition \`${keyword}\``, why),
    },
    (direction) => `${direction}-${name}-changed` as const,
  );
}

export const CONDITION_RULES = {
  ...conditionRules('contains', 'contains'),
  ...conditionRules('property-names', 'propertyNames'),
  ...conditionRules('unevaluated-items', 'unevaluatedItems'),
  ...conditionRules('unevaluated-properties', 'unevaluatedProperties'),
  ...conditionRules('content-schema', 'contentSchema'),
  ...conditionRules('then', 'then'),
  ...conditionRules('else', 'else'),
  ...conditionRules('pattern-property', 'patternProperties'),
  ...conditionRules('dependent-schema', 'dependentSchemas'),
  ...conditionRules('dependent-required', 'dependentRequired'),
  ...conditionRules('if', 'if'),
  ...conditionRules('not', 'not'),
  ...changedRules('if', 'if'),
  ...changedRules('not', 'not'),
};
