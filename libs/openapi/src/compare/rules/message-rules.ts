import { breaking, type ChangeRule, dangerous, safe } from './change-rule.js';

export const PARAMETER_RULES = {
  'request-required-parameter-added': breaking(
    'A required parameter was added',
    'Calls without it are refused.',
    'new-required-request-parameter new-required-request-default-parameter-to-existing-path',
  ),
  'request-path-parameter-added': breaking(
    'A path parameter was described',
    'What stands in the path had no rules before and has some now.',
    'new-request-path-parameter',
  ),
  'request-optional-parameter-added': safe(
    'An optional parameter was added',
    'Calls without it are answered as before.',
    'new-optional-request-parameter new-optional-request-default-parameter-to-existing-path',
  ),
  'request-parameter-removed': dangerous(
    'A parameter was removed',
    'Calls that send it are answered as if they did not, or refused by a strict server.',
    'request-parameter-removed',
  ),
  'request-parameter-removed-before-sunset': breaking(
    'A deprecated parameter was removed before its day',
    'Clients planned with the day that was announced.',
    'request-parameter-removed-before-sunset request-parameter-sunset-parse',
  ),
  'request-parameter-moved': breaking(
    'A parameter is expected in another place',
    'Where clients send it nobody looks.',
  ),
  'response-parameter-moved': breaking('A parameter is sent in another place', 'Where clients look it is not.'),
  'request-parameter-became-required': breaking(
    'A parameter became required',
    'Calls without it are refused.',
    'request-parameter-became-required',
  ),
  'request-parameter-became-optional': safe(
    'A parameter became optional',
    'Calls with it are answered as before.',
    'request-parameter-became-optional',
  ),
  'request-parameter-style-changed': breaking(
    'A parameter is written in another way',
    'Lists and objects are split by other characters than clients use.',
  ),
  'response-parameter-style-changed': breaking(
    'A parameter is written in another way',
    'Clients split lists and objects by other characters than are used.',
  ),
  'request-parameter-empty-value-refused': breaking(
    'A parameter may no longer be empty',
    'Calls with an empty one are refused.',
  ),
  'request-parameter-default-added': breaking(
    'A parameter got a default',
    'Calls without the parameter may now be answered in another way.',
    'request-parameter-default-value-added',
  ),
  'request-parameter-default-changed': breaking(
    'A parameter has another default',
    'Calls without the parameter are answered in another way.',
    'request-parameter-default-value-changed',
  ),
  'request-parameter-default-removed': breaking(
    'A parameter lost its default',
    'Calls without the parameter may now be answered in another way.',
    'request-parameter-default-value-removed',
  ),
} satisfies Record<string, ChangeRule>;

export const HEADER_RULES = {
  'response-required-header-removed': breaking(
    'A header that was always sent was removed',
    'Clients that read it find nothing.',
    'required-response-header-removed',
  ),
  'response-optional-header-removed': dangerous(
    'A header that was sometimes sent was removed',
    'Clients that read it find nothing any more.',
    'optional-response-header-removed',
  ),
  'response-header-became-optional': breaking(
    'A header is no longer always sent',
    'Clients that rely on it may find nothing.',
    'response-header-became-optional',
  ),
  'response-header-became-required': safe('A header is now always sent', 'Clients that read it find it more often.'),
  'response-header-added': safe('A header was added', 'Clients pass over headers that they do not know.'),
  'request-required-header-removed': safe(
    'A header need no longer be sent',
    'Those who send it are understood as before.',
  ),
  'request-optional-header-removed': dangerous('A header is no longer read', 'What clients say by it is passed over.'),
  'request-header-became-optional': safe(
    'A header need no longer be sent',
    'Those who send it are understood as before.',
  ),
  'request-header-became-required': breaking('A header must now be sent', 'Those who do not send it are refused.'),
  'request-required-header-added': breaking('A header must now be sent', 'Those who do not send it are refused.'),
  'request-header-added': safe('A header may be sent', 'Those who do not send it are understood as before.'),
} satisfies Record<string, ChangeRule>;

export const BODY_RULES = {
  'request-required-body-added': breaking(
    'A required body was added',
    'Calls without a body are refused.',
    'request-body-added-required',
  ),
  'request-optional-body-added': safe(
    'An optional body was added',
    'Calls without a body are answered as before.',
    'request-body-added-optional',
  ),
  'request-body-removed': breaking(
    'The request body was removed',
    'What clients send is no longer read.',
    'request-body-removed',
  ),
  'request-body-became-required': breaking(
    'The request body became required',
    'Calls without a body are refused.',
    'request-body-became-required',
  ),
  'request-body-became-optional': safe(
    'The request body became optional',
    'Calls with a body are answered as before.',
    'request-body-became-optional',
  ),
  'response-required-body-added': safe('A body is now sent', 'Clients that expect none pass over it.'),
  'response-optional-body-added': safe('A body may be sent', 'Clients that expect none pass over it.'),
  'response-body-removed': breaking('The body is no longer sent', 'Clients that read it find nothing.'),
  'response-body-became-required': safe('The body is now always sent', 'Clients that read it find it more often.'),
  'response-body-became-optional': breaking(
    'The body is no longer always sent',
    'Clients that rely on it may find nothing.',
  ),
  'request-media-type-removed': breaking(
    'A media type is no longer taken',
    'Calls that send it are refused.',
    'request-body-media-type-removed',
  ),
  'request-media-type-added': safe(
    'A further media type is taken',
    'Those that were taken still are.',
    'request-body-media-type-added',
  ),
  'request-media-type-generalized': safe('A wider range of media types is taken', 'Those that were taken still are.'),
  'request-media-type-specialized': breaking(
    'A narrower range of media types is taken',
    'Calls that send another are refused.',
  ),
  'response-media-type-removed': breaking(
    'A media type is no longer sent',
    'Clients that read nothing else are not answered.',
    'response-media-type-removed response-media-type-name-generalized',
  ),
  'response-media-type-added': safe(
    'A further media type is sent to those who ask',
    'Clients say which they read.',
    'response-media-type-added',
  ),
  'response-media-type-generalized': breaking(
    'A wider range of media types is sent',
    'Clients may get one that they do not read.',
    'response-media-type-name-generalized',
  ),
  'response-media-type-specialized': safe('A narrower range of media types is sent', 'Clients read the wider one.'),
  'request-schema-added': breaking(
    'A request got a schema',
    'What may be sent had no rules before and has some now.',
    'request-body-media-type-schema-added',
  ),
  'request-schema-removed': safe('A request lost its schema', 'Anything may be sent.'),
  'response-schema-added': safe('A response got a schema', 'More is promised than before.'),
  'response-schema-removed': dangerous(
    'A response lost its schema',
    'Nothing is promised any more.',
    'response-body-media-type-schema-removed',
  ),
  'request-encoding-changed': dangerous(
    'The parts of a form are written in another way',
    'The server may not read what clients send.',
  ),
  'response-encoding-changed': dangerous(
    'The parts of a form are written in another way',
    'Clients may not read what they get.',
  ),
} satisfies Record<string, ChangeRule>;

export const STATUS_RULES = {
  'response-success-status-removed': breaking(
    'A success status was removed',
    'Clients wait for it in vain.',
    'response-success-status-removed',
  ),
  'response-error-status-removed': safe(
    'An error status was removed',
    'Clients that are ready for it are not harmed.',
    'response-non-success-status-removed',
  ),
  'response-success-status-added': dangerous(
    'A success status was added',
    'Clients may not know what it means.',
    'response-success-status-added',
  ),
  'response-error-status-added': safe(
    'An error status was added',
    'Clients treat errors alike that they do not know.',
    'response-non-success-status-added',
  ),
  'request-success-status-removed': breaking(
    'An answer is no longer understood',
    'Receivers that give it are taken to have failed.',
  ),
  'request-error-status-removed': dangerous(
    'An answer is no longer described',
    'Receivers that give it may be treated in another way.',
  ),
  'request-success-status-added': safe('A further answer is understood', 'Those that were understood still are.'),
  'request-error-status-added': safe('A further answer is understood', 'Those that were understood still are.'),
} satisfies Record<string, ChangeRule>;
