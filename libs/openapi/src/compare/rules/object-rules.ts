import { breaking, type ChangeRule, dangerous, idsAt, safe } from './change-rule.js';

const STILL_TAKEN = 'What was taken still is.';
const PROMISED = 'More is promised than before.';
const UNREADY = 'Clients may get what they are not ready for.';
const NOT_FOUND = 'Clients that read it find nothing.';
const ALL_OF = 'request-body-all-of-added request-property-all-of-added';

export const OBJECT_RULES = {
  'request-required-property-added': breaking(
    'A required property was added to a request',
    'Calls without it are refused, also where a default is written down: that is for readers.',
    'new-required-request-property new-required-request-property-with-default new-required-request-header-property',
  ),
  'request-optional-property-added': safe(
    'An optional property was added to a request',
    'Calls without it are answered as before.',
    'new-optional-request-property',
  ),
  'request-property-removed': dangerous(
    'A property was removed from a request',
    'What clients say by it is passed over.',
    'request-property-removed',
  ),
  'request-property-refused': breaking(
    'A property is refused in a request',
    'Only described properties are taken, and this one is no longer described.',
  ),
  'request-property-became-required': breaking(
    'A property of a request became required',
    'Calls without it are refused, also where a default is written down: that is for readers.',
    `request-property-became-required request-property-became-required-with-default
     request-header-property-became-required ${ALL_OF}`,
  ),
  'request-property-became-optional': safe(
    'A property of a request became optional',
    STILL_TAKEN,
    'request-property-became-optional request-body-all-of-removed request-property-all-of-removed',
  ),
  'request-property-became-read-only': dangerous(
    'A property of a request became read-only',
    'What clients say by it is passed over or refused.',
    'request-optional-property-became-read-only request-required-property-became-read-only',
  ),
  'request-property-became-writable': safe(
    'A property is read-only no longer',
    'Calls without it are answered as before.',
    'request-optional-property-became-not-read-only',
  ),
  'response-property-added': safe(
    'A property was added to a response',
    'Clients pass over properties that they do not know.',
    'response-optional-property-added response-required-property-added',
  ),
  'response-required-property-removed': breaking(
    'A property that was always sent was removed',
    NOT_FOUND,
    'response-required-property-removed',
  ),
  'response-optional-property-removed': dangerous(
    'A property that was sometimes sent was removed',
    'Clients that read it find nothing any more.',
    'response-optional-property-removed',
  ),
  'response-property-became-required': safe(
    'A property is now always sent',
    PROMISED,
    'response-property-became-required',
  ),
  'response-property-became-optional': breaking(
    'A property is no longer always sent',
    'Clients that rely on it may find nothing.',
    'response-property-became-optional',
  ),
  'response-required-property-became-write-only': breaking(
    'A property that was always sent became write-only',
    NOT_FOUND,
    'response-required-property-became-write-only',
  ),
  'response-optional-property-became-write-only': dangerous(
    'A property that was sometimes sent became write-only',
    'Clients that read it find nothing any more.',
    'response-optional-property-became-write-only',
  ),
  'response-property-became-not-write-only': dangerous(
    'A property is write-only no longer',
    'What was kept secret is sent.',
    'response-required-property-became-not-write-only response-optional-property-became-not-write-only',
  ),
  'request-additional-properties-restricted': breaking(
    'Further properties of a request are refused or restricted',
    'Calls that send them are refused.',
  ),
  'request-additional-properties-opened': safe('Further properties are taken', STILL_TAKEN),
  'response-additional-properties-restricted': safe('Further properties of a response are fewer', PROMISED),
  'response-additional-properties-opened': dangerous(
    'A response may have further properties',
    'Clients that read described properties only pass over them; strict ones do not.',
  ),
  'request-items-restricted': breaking(
    'The items of a list in a request are restricted',
    'Calls with other items are refused.',
  ),
  'request-items-opened': safe('The items of a list in a request may be anything', STILL_TAKEN),
  'response-items-restricted': safe('The items of a list in a response are restricted', PROMISED),
  'response-items-opened': breaking('The items of a list in a response may be anything', UNREADY),
  'request-prefix-items-restricted': breaking(
    'A position of a list in a request is restricted',
    'Calls with another item there are refused.',
    idsAt('request', 'body property', 'prefix-items-removed'),
  ),
  'request-prefix-items-opened': safe(
    'A position of a list in a request may be more',
    STILL_TAKEN,
    idsAt('request', 'body property', 'prefix-items-added'),
  ),
  'response-prefix-items-restricted': safe(
    'A position of a list in a response is restricted',
    PROMISED,
    idsAt('response', 'body property', 'prefix-items-removed'),
  ),
  'response-prefix-items-opened': breaking(
    'A position of a list in a response may be more',
    UNREADY,
    idsAt('response', 'body property', 'prefix-items-added'),
  ),
  'request-items-became-unique': breaking(
    'A list in a request may not hold an item twice',
    'Calls that repeat an item are refused.',
  ),
  'request-items-became-repeatable': safe('A list in a request may hold an item twice', STILL_TAKEN),
  'response-items-became-unique': safe('A list in a response does not hold an item twice', PROMISED),
  'response-items-became-repeatable': dangerous(
    'A list in a response may hold an item twice',
    'Clients that treat it as a set may lose one.',
  ),
} satisfies Record<string, ChangeRule>;
