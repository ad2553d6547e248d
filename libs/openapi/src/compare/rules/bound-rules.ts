import type { BoundName } from '../schema/compare-bounds.js';
import { breaking, type ChangeRule, dangerous, idsAt, renamed, safe } from './change-rule.js';

const LIMITS: Record<BoundName, string> = {
  maximum: 'The greatest value',
  minimum: 'The least value',
  'max-length': 'The greatest length',
  'min-length': 'The least length',
  'max-items': 'The greatest number of items',
  'min-items': 'The least number of items',
  'max-properties': 'The greatest number of properties',
  'min-properties': 'The least number of properties',
  'max-contains': 'The greatest number of matching items',
  'min-contains': 'The least number of matching items',
};

/** How oasdiff names the changes of bounds; it has no rules for the others. */
const OASDIFF: Partial<Record<`${'request' | 'response'}-${BoundName}-${Change}`, string>> = {
  'request-maximum-set': sent('max-set', 'exclusive-max-set'),
  'request-maximum-decreased': sent('max-decreased', 'exclusive-max-decreased'),
  'request-maximum-increased': sent('max-increased', 'exclusive-max-increased'),
  'request-minimum-set': sent('min-set', 'exclusive-min-set'),
  'request-minimum-increased': sent('min-increased', 'exclusive-min-increased'),
  'request-minimum-decreased': sent('min-decreased', 'exclusive-min-decreased'),
  'request-max-length-set': sent('max-length-set'),
  'request-max-length-decreased': sent('max-length-decreased'),
  'request-max-length-increased': sent('max-length-increased'),
  'request-min-length-increased': sent('min-length-increased'),
  'request-min-length-decreased': sent('min-length-decreased'),
  'request-max-items-decreased': 'request-parameter-max-items-decreased',
  'request-max-items-increased': 'request-parameter-max-items-increased',
  'request-min-items-set': sent('min-items-set'),
  'request-min-items-increased': sent('min-items-increased'),
  'request-min-items-decreased': 'request-parameter-min-items-decreased',
  'request-max-contains-decreased': idsAt('request', 'body property', 'max-contains-decreased'),
  'request-max-contains-increased': idsAt('request', 'body property', 'max-contains-increased'),
  'request-min-contains-increased': idsAt('request', 'body property', 'min-contains-increased'),
  'request-min-contains-decreased': idsAt('request', 'body property', 'min-contains-decreased'),
  'response-maximum-increased': answered('max-increased', 'exclusive-max-increased'),
  'response-minimum-decreased': answered('min-decreased', 'exclusive-min-decreased'),
  'response-max-length-removed': answered('max-length-unset'),
  'response-max-length-increased': answered('max-length-increased'),
  'response-min-length-decreased': answered('min-length-decreased'),
  'response-min-items-removed': answered('min-items-unset'),
  'response-min-items-decreased': answered('min-items-decreased'),
  'response-max-contains-increased': answered('max-contains-increased'),
  'response-max-contains-decreased': answered('max-contains-decreased'),
  'response-min-contains-decreased': answered('min-contains-decreased'),
  'response-min-contains-increased': answered('min-contains-increased'),
};

function sent(...changes: string[]): string {
  return idsAt('request', 'parameter body property', ...changes);
}

function answered(...changes: string[]): string {
  return idsAt('response', 'body property', ...changes);
}

type Change = 'set' | 'removed' | 'increased' | 'decreased';

function boundRules<N extends BoundName>(name: N) {
  const isUpper = name.startsWith('max');
  const limit = LIMITS[name];
  const [tighter, looser] = isUpper ? (['decreased', 'increased'] as const) : (['increased', 'decreased'] as const);
  const ids = (direction: 'request' | 'response', change: Change): string =>
    OASDIFF[`${direction}-${name}-${change}`] ?? '';
  const request = {
    set: dangerous(
      `${limit} of a request was set`,
      'Calls beyond it are refused; often it only writes down what the server did all the time.',
      ids('request', 'set'),
    ),
    removed: safe(`${limit} of a request is free`, 'What was taken still is.', ids('request', 'removed')),
    [tighter]: breaking(
      `${limit} of a request was ${tighter}`,
      'Calls beyond it are refused.',
      ids('request', tighter),
    ),
    [looser]: safe(`${limit} of a request was ${looser}`, 'What was taken still is.', ids('request', looser)),
  } as Record<Change, ChangeRule>;
  const response = {
    set: safe(`${limit} of a response was set`, 'More is promised than before.', ids('response', 'set')),
    removed: breaking(
      `${limit} of a response is free`,
      'Clients may get what they are not ready for.',
      ids('response', 'removed'),
    ),
    [tighter]: safe(`${limit} of a response was ${tighter}`, 'More is promised than before.', ids('response', tighter)),
    [looser]: breaking(
      `${limit} of a response was ${looser}`,
      'Clients may get what they are not ready for.',
      ids('response', looser),
    ),
  } as Record<Change, ChangeRule>;
  return {
    ...renamed(request, (change) => `request-${name}-${change}` as const),
    ...renamed(response, (change) => `response-${name}-${change}` as const),
  };
}

export const BOUND_RULES = {
  ...boundRules('maximum'),
  ...boundRules('minimum'),
  ...boundRules('max-length'),
  ...boundRules('min-length'),
  ...boundRules('max-items'),
  ...boundRules('min-items'),
  ...boundRules('max-properties'),
  ...boundRules('min-properties'),
  ...boundRules('max-contains'),
  ...boundRules('min-contains'),
  'request-multiple-of-narrowed': breaking(
    'A number of a request must be a multiple of another one',
    'Calls with other numbers are refused.',
  ),
  'request-multiple-of-widened': safe('A number of a request may be more than it was', 'What was taken still is.'),
  'response-multiple-of-narrowed': safe(
    'A number of a response is a multiple of another one',
    'More is promised than before.',
  ),
  'response-multiple-of-widened': breaking(
    'A number of a response may be more than it was',
    'Clients may get what they are not ready for.',
  ),
};
