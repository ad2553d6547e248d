import { breaking, type ChangeRule, dangerous, safe } from './change-rule.js';

export const OPERATION_RULES = {
  'operation-removed': breaking(
    'An operation was removed',
    'Whoever calls it gets an error.',
    `api-removed-without-deprecation api-path-removed-without-deprecation api-removed-before-sunset
     api-path-removed-before-sunset api-path-sunset-parse`,
  ),
  'operation-removed-after-sunset': dangerous(
    'An operation was removed after the day that was announced',
    'Clients had the time to move, but whoever did not gets an error.',
    'api-removed-with-deprecation api-path-removed-with-deprecation',
  ),
  'operation-added': safe('An operation was added', 'Nobody calls it yet.', 'endpoint-added'),
  'operation-id-changed': safe(
    'An operation has another operationId',
    'Nothing changes on the wire, but generated clients name their methods by it.',
    'api-operation-id-removed',
  ),
  'webhook-removed': breaking(
    'A webhook was removed',
    'Whoever waits for it is never called again.',
    'webhook-removed',
  ),
  'webhook-added': safe('A webhook was added', 'Nobody waits for it yet.', 'webhook-added'),
  'callback-removed': breaking('A callback was removed', 'Whoever waits for it is never called again.'),
  'callback-added': safe('A callback was added', 'Who does not know it does not ask for it.'),
  'server-removed': dangerous(
    'A server address is no longer named',
    'Clients that keep the address may find nobody there.',
  ),
  'server-added': safe('A server address was added', 'The addresses that were known stay as they are.'),
} satisfies Record<string, ChangeRule>;

export const SECURITY_RULES = {
  'security-added': breaking(
    'A credential is asked for where none was',
    'Calls without a credential are refused.',
    'api-security-added',
  ),
  'security-tightened': breaking(
    'A credential is no longer enough',
    'Calls that were let in are refused.',
    'api-global-security-removed',
  ),
  'security-scope-added': breaking(
    'A further scope is asked for',
    'Tokens that were issued without it are refused.',
    'api-security-scope-added api-global-security-scope-added',
  ),
  'security-alternative-added': safe(
    'Another credential is enough, too',
    'The credentials that were enough stay so.',
    'api-global-security-added',
  ),
  'security-loosened': safe(
    'Less is asked for',
    'Whoever was let in still is.',
    'api-security-removed api-security-scope-removed api-global-security-scope-removed',
  ),
  'security-scheme-changed': breaking(
    'A security scheme works in another way',
    'Credentials are looked for in another place or form.',
    'api-security-component-type-changed',
  ),
  'security-flow-removed': dangerous(
    'An OAuth flow is no longer offered',
    'Clients that get their tokens by it get none.',
  ),
  'security-url-changed': dangerous(
    'An OAuth address changed',
    'Clients that keep the old address may get no token.',
    'api-security-component-oauth-url-changed api-security-component-oauth-token-url-changed',
  ),
  'security-scope-removed': dangerous(
    'An OAuth scope is no longer known',
    'Clients that ask for it may get no token.',
    'api-security-component-oauth-scope-removed',
  ),
} satisfies Record<string, ChangeRule>;
