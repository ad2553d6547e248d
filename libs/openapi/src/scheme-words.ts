import type { SecuritySchemeSummary } from './reference-model.js';

const PLACES = new Map([
  ['header', 'in the header'],
  ['query', 'in the query parameter'],
  ['cookie', 'in the cookie'],
]);

/** How somebody proves who they are under a scheme, in plain text: `A key in the header X-Api-Key`. */
export function schemeWords(scheme: SecuritySchemeSummary): string {
  switch (scheme.type) {
    case 'apiKey':
      return `A key ${PLACES.get(scheme.in ?? '') ?? 'called'} ${scheme.parameterName ?? ''}`.trimEnd();
    case 'basic':
      return 'User name and password (HTTP Basic)';
    case 'http':
      return httpWords(scheme);
    case 'oauth2':
      return 'An access token of OAuth 2 in the header Authorization';
    case 'openIdConnect':
      return 'An access token of OpenID Connect in the header Authorization';
    case 'mutualTLS':
      return 'A client certificate (mutual TLS)';
    default:
      return 'A way that this document does not describe';
  }
}

function httpWords({ scheme = '', bearerFormat }: SecuritySchemeSummary): string {
  if (scheme === 'basic') return 'User name and password (HTTP Basic)';
  if (scheme === 'bearer')
    return `A bearer token${bearerFormat === undefined ? '' : ` (${bearerFormat})`} in the header Authorization`;
  return `The header Authorization${scheme === '' ? '' : ` with the scheme ${scheme}`}`;
}
