import { breaking, type ChangeRule, dangerous, idsAt, safe } from './change-rule.js';

const SENT = 'parameter parameter-property body property';
const ANSWERED = 'body property';
const REFUSED = 'Calls with other values are refused.';
const STILL_TAKEN = 'What was taken still is.';
const UNREADY = 'Clients may get what they are not ready for.';
const PROMISED = 'More is promised than before.';

export const VALUE_RULES = {
  'request-type-changed': breaking(
    'A request takes another type',
    'What clients send is of the wrong type.',
    idsAt('request', SENT, 'type-changed'),
  ),
  'request-type-became-text': dangerous(
    'A parameter became a text',
    'Where it is written into a path, query or header the old values still are texts; where it is JSON they are not.',
    'request-parameter-property-type-changed request-parameter-type-generalized',
  ),
  'request-type-narrowed': breaking(
    'A request takes fewer types',
    'Calls with the other types are refused.',
    `${idsAt('request', SENT, 'list-of-types-narrowed')} request-parameter-property-type-specialized`,
  ),
  'request-type-widened': safe(
    'A request takes more types',
    STILL_TAKEN,
    idsAt('request', SENT, 'list-of-types-widened', 'type-generalized'),
  ),
  'response-type-changed': breaking(
    'A response has another type',
    'Clients cannot read it.',
    idsAt('response', `${ANSWERED} header`, 'type-changed'),
  ),
  'response-type-narrowed': safe(
    'A response has fewer types',
    PROMISED,
    idsAt('response', ANSWERED, 'list-of-types-narrowed', 'type-specialized'),
  ),
  'response-type-widened': breaking(
    'A response has more types',
    'Clients cannot read the further types.',
    `${idsAt('response', ANSWERED, 'list-of-types-widened', 'type-generalized')} response-header-type-generalized`,
  ),
  'request-became-nullable': safe('A request takes null', STILL_TAKEN, idsAt('request', SENT, 'became-nullable')),
  'request-became-not-nullable': breaking(
    'A request takes null no longer',
    'Calls with null are refused.',
    idsAt('request', SENT, 'became-not-nullable'),
  ),
  'response-became-nullable': breaking(
    'A response may be null',
    'Clients that rely on a value find none.',
    idsAt('response', `${ANSWERED} header`, 'became-nullable'),
  ),
  'response-became-not-nullable': safe(
    'A response is null no longer',
    PROMISED,
    idsAt('response', ANSWERED, 'became-not-nullable'),
  ),
  'request-enum-added': breaking(
    'A request takes listed values only',
    REFUSED,
    `${idsAt('request', 'parameter body property header-property', 'became-enum')}`,
  ),
  'request-enum-removed': safe('A request takes values beyond a list', STILL_TAKEN),
  'request-enum-value-removed': breaking(
    'A request takes fewer values',
    REFUSED,
    idsAt('request', SENT, 'enum-value-removed'),
  ),
  'request-enum-value-added': safe(
    'A request takes more values',
    STILL_TAKEN,
    idsAt('request', 'parameter parameter-property property', 'enum-value-added'),
  ),
  'response-enum-added': safe('A response has listed values only', PROMISED),
  'response-enum-removed': dangerous(
    'A response has values beyond a list',
    'Clients that treat each value by itself do not know the others.',
  ),
  'response-enum-value-removed': safe(
    'A response has fewer values',
    PROMISED,
    'response-property-enum-value-removed response-mediatype-enum-value-removed',
  ),
  'response-enum-value-added': dangerous(
    'A response has more values',
    'Clients that treat each value by itself do not know the new one.',
    'response-property-enum-value-added',
  ),
  'request-const-added': breaking(
    'A request takes one value only',
    REFUSED,
    idsAt('request', 'body property', 'const-added'),
  ),
  'request-const-removed': safe(
    'A request takes more than one value',
    STILL_TAKEN,
    idsAt('request', 'body property', 'const-removed'),
  ),
  'request-const-changed': breaking(
    'A request takes another value only',
    REFUSED,
    idsAt('request', 'body property', 'const-changed'),
  ),
  'response-const-added': safe('A response has one value only', PROMISED, idsAt('response', ANSWERED, 'const-added')),
  'response-const-removed': breaking(
    'A response has more than one value',
    UNREADY,
    idsAt('response', ANSWERED, 'const-removed'),
  ),
  'response-const-changed': breaking(
    'A response has another value',
    UNREADY,
    idsAt('response', ANSWERED, 'const-changed'),
  ),
  'request-extensible-value-removed': breaking(
    'A value of an extensible list is no longer taken',
    'Calls with it are refused.',
    idsAt('request', 'parameter property', 'x-extensible-enum-value-removed'),
  ),
  'response-extensible-value-removed': safe(
    'A value of an extensible list is no longer sent',
    'Clients do not rely on getting it.',
  ),
  'request-format-changed': breaking(
    'A request takes another format',
    'What clients send is read in another way.',
    idsAt('request', SENT, 'type-changed'),
  ),
  'request-format-narrowed': breaking(
    'A request takes a narrower format',
    REFUSED,
    idsAt('request', SENT, 'type-changed'),
  ),
  'request-format-widened': safe(
    'A request takes a wider format',
    STILL_TAKEN,
    idsAt('request', SENT, 'type-generalized'),
  ),
  'response-format-changed': breaking(
    'A response has another format',
    'Clients read it in another way.',
    idsAt('response', ANSWERED, 'type-changed'),
  ),
  'response-format-narrowed': safe(
    'A response has a narrower format',
    PROMISED,
    idsAt('response', ANSWERED, 'type-specialized'),
  ),
  'response-format-widened': breaking(
    'A response has a wider format',
    UNREADY,
    idsAt('response', ANSWERED, 'type-generalized'),
  ),
  'request-pattern-added': breaking(
    'A request must match a pattern',
    REFUSED,
    idsAt('request', 'parameter property', 'pattern-added'),
  ),
  'request-pattern-changed': dangerous(
    'A request must match another pattern',
    'Which values match both patterns is not worked out.',
    idsAt('request', 'parameter property', 'pattern-changed'),
  ),
  'request-pattern-removed': safe(
    'A request need no longer match a pattern',
    STILL_TAKEN,
    idsAt('request', 'parameter property', 'pattern-removed'),
  ),
  'response-pattern-added': safe('A response matches a pattern', PROMISED, 'response-property-pattern-added'),
  'response-pattern-changed': dangerous(
    'A response matches another pattern',
    'Which values match both patterns is not worked out.',
    'response-property-pattern-changed',
  ),
  'response-pattern-removed': dangerous(
    'A response no longer matches a pattern',
    UNREADY,
    'response-property-pattern-removed',
  ),
  'request-content-encoding-changed': breaking(
    'A text of a request is encoded in another way',
    'The server cannot read what clients send.',
    idsAt('request', 'body property', 'content-encoding-changed'),
  ),
  'response-content-encoding-changed': breaking(
    'A text of a response is encoded in another way',
    'Clients cannot read it.',
    idsAt('response', ANSWERED, 'content-encoding-changed'),
  ),
  'request-content-media-type-changed': breaking(
    'A text of a request holds another media type',
    'The server cannot read what clients send.',
    idsAt('request', 'body property', 'content-media-type-changed'),
  ),
  'response-content-media-type-changed': breaking(
    'A text of a response holds another media type',
    'Clients cannot read it.',
    idsAt('response', ANSWERED, 'content-media-type-changed'),
  ),
  'request-default-changed': dangerous(
    'A default of a request changed',
    'Calls that leave the value out may be answered in another way.',
    idsAt('request', 'body property', 'default-value-added', 'default-value-changed', 'default-value-removed'),
  ),
  'response-default-changed': safe(
    'A default of a response changed',
    'The value itself is sent where it matters.',
    idsAt('response', ANSWERED, 'default-value-added', 'default-value-changed', 'default-value-removed'),
  ),
  'request-reference-changed': dangerous(
    'A reference of a request leads out of the document',
    'What it leads to is not compared.',
  ),
  'response-reference-changed': dangerous(
    'A reference of a response leads out of the document',
    'What it leads to is not compared.',
  ),
  'request-keyword-changed': dangerous(
    'A keyword of a request changed of which no more is known',
    'It may narrow what is taken.',
  ),
  'response-keyword-changed': dangerous(
    'A keyword of a response changed of which no more is known',
    'It may widen what is sent.',
  ),
} satisfies Record<string, ChangeRule>;
