import { execFileSync } from 'node:child_process';
import { curlFor } from './curl-for.js';
import type { Json } from './json.js';
import type { OperationDefinition, ParameterModel } from './reference-model.js';

const parameter = (given: Partial<ParameterModel>): ParameterModel => ({
  in: 'query',
  name: 'q',
  required: true,
  deprecated: false,
  description: '',
  schema: { type: 'string' },
  example: null,
  ...given,
});
const definition = (given: Partial<OperationDefinition>): OperationDefinition => ({
  parameters: [],
  requestBody: null,
  responses: [],
  security: [],
  servers: [],
  ...given,
});
const body = (mediaType: string, schema: Json, example: Json = null): OperationDefinition['requestBody'] => ({
  description: '',
  required: true,
  contents: [{ mediaType, schema, example }],
});
const credential = { header: 'apikey', key: 'KEY' };

/** What a shell makes of the command: its arguments. */
const argumentsOf = (command: string): string[] =>
  execFileSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1);

it('fills in the path, required query parameters and headers', () => {
  const parameters = [
    parameter({ in: 'path', name: 'id', example: 'a/b c' }),
    parameter({ name: 'limit', schema: { type: 'integer' } }),
    parameter({ name: 'optional', required: false }),
    parameter({ in: 'header', name: 'X-Trace', example: 'abc' }),
    parameter({ in: 'header', name: 'Authorization' }),
    parameter({ in: 'header', name: 'APIKEY' }),
  ];
  const operation = { method: 'GET', path: '/orders/{id}.json', definition: definition({ parameters }) };
  expect(curlFor(operation, 'http://localhost:8000/orders/v1', credential)).toBe(
    [
      `curl 'http://localhost:8000/orders/v1/orders/a%2Fb%20c.json?limit=1'`,
      `-H 'apikey: KEY'`,
      `-H 'X-Trace: abc'`,
    ].join(' \\\n  '),
  );
});

it('fills in a path parameter that nobody declared', () => {
  const operation = { method: 'DELETE', path: '/a/{x}/{y}:verb', definition: definition({}) };
  expect(argumentsOf(curlFor(operation, 'http://h', credential)).slice(0, 3)).toEqual([
    '-X',
    'DELETE',
    'http://h/a/1/1:verb',
  ]);
});

it('makes a JSON body from the schema', () => {
  const requestBody = body('application/json; charset=utf-8', { $ref: '#/components/schemas/Order' });
  const schema: Json = { type: 'object', properties: { note: { type: 'string', example: "it's" } } };
  const operation = { method: 'POST', path: '/orders', definition: definition({ requestBody }) };
  const command = curlFor(operation, 'http://h', credential, (pointer) =>
    pointer.endsWith('Order') ? schema : undefined,
  );
  expect(argumentsOf(command)).toEqual([
    ...['-X', 'POST', 'http://h/orders', '-H', 'apikey: KEY'],
    ...['-H', 'Content-Type: application/json; charset=utf-8', '--data-raw', `{"note":"it's"}`],
  ]);
});

it('makes forms, with a file to be named by the reader', () => {
  const schema: Json = {
    type: 'object',
    properties: { title: { example: '@/etc/passwd' }, file: { type: 'string', format: 'binary' } },
  };
  const form = {
    method: 'POST',
    path: '/f',
    definition: definition({ requestBody: body('multipart/form-data', schema) }),
  };
  expect(argumentsOf(curlFor(form, 'http://h', credential)).slice(5)).toEqual([
    ...['--form-string', 'title=@/etc/passwd', '-F', 'file=@example.bin'],
  ]);
  const encoded = body('application/x-www-form-urlencoded', schema);
  const plain = { method: 'POST', path: '/f', definition: definition({ requestBody: encoded }) };
  expect(argumentsOf(curlFor(plain, 'http://h', credential)).slice(5)).toEqual([
    ...['--data-raw', 'title=%40%2Fetc%2Fpasswd&file=text'],
  ]);
});

it.each([
  `'; touch /tmp/x; '`,
  '$(id)',
  '`id`',
  '\\',
  '"',
  '\n-o /tmp/x',
  '!!',
  '[1-9]{a,b}',
  'x\u202etxt',
  '\ud800',
  '\u001b[2J',
])('lets %j run nothing, whichever text of a document it stands in', (hostile) => {
  const parameters = [
    parameter({ in: 'path', name: hostile, example: hostile }),
    parameter({ name: hostile, example: hostile }),
    parameter({ in: 'header', name: 'X-Ok', example: hostile }),
  ];
  const requestBody = body('application/json', null, { [hostile]: hostile });
  const path = `/${hostile}/{${hostile}}`;
  const operation = { method: 'POST', path, definition: definition({ parameters, requestBody }) };
  const command = curlFor(operation, 'http://h', credential);
  const given = argumentsOf(command);
  expect(given).toHaveLength(11);
  expect([given[0], given[1], given[3], given[5], given[7], given[9]]).toEqual([
    ...['-X', 'POST', '-H', '-H', '-H', '--data-raw'],
  ]);
  expect(given[2]).toMatch(/^http:\/\/h\/[\x21-\x7e]*$/);
  expect(given[2]).not.toMatch(/[[\]{}]/);
  expect(given[6]).toMatch(/^X-Ok: /);
  expect(command.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
});

it('refuses a method or header that would be an option of curl', () => {
  const names = ['@/etc/passwd', 'a b', 'X-A\nX-B', 'X:', ''];
  const parameters = names.map((name) => parameter({ in: 'header', name, example: 'x' }));
  const operation = { method: 'GET -o x', path: '/', definition: definition({ parameters }) };
  expect(argumentsOf(curlFor(operation, 'http://h', credential))).toEqual(['http://h/', '-H', 'apikey: KEY']);
});
