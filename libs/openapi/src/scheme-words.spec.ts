import { schemeWords } from './scheme-words.js';

it.each([
  [{ type: 'apiKey', in: 'header', parameterName: 'X-Key' }, 'A key in the header X-Key'],
  [{ type: 'apiKey', in: 'query', parameterName: 'key' }, 'A key in the query parameter key'],
  [{ type: 'apiKey', in: 'toString', parameterName: 'key' }, 'A key called key'],
  [{ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'A bearer token (JWT) in the header Authorization'],
  [{ type: 'http', scheme: 'basic' }, 'User name and password (HTTP Basic)'],
  [{ type: 'basic' }, 'User name and password (HTTP Basic)'],
  [{ type: 'http', scheme: 'digest' }, 'The header Authorization with the scheme digest'],
  [{ type: 'oauth2' }, 'An access token of OAuth 2 in the header Authorization'],
  [{ type: 'mutualTLS' }, 'A client certificate (mutual TLS)'],
  [{ type: 'constructor' }, 'A way that this document does not describe'],
])('%j is: %s', (scheme, words) => {
  expect(schemeWords({ name: 'a', description: '', ...scheme })).toBe(words);
});
