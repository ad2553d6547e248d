import { indexOperations, matchOperation, MAX_MATCHED_PATH_LENGTH } from './match-operation.js';

const templates = [
  'GET /',
  'GET /users',
  'GET /users/me',
  'DELETE /users/{id}',
  'GET /users/{id}',
  'GET /users/{id}.json',
  'GET /users/{id}/files/{path}',
  'POST /a/{x}/{y}:verb',
  'POST /a/{x}/{y}',
  'GET /v{major}.{minor}/status',
  'GET /range/{from}..{to}',
  'GET /matrix/{;color}',
  'GET /s3/{Bucket}?acl',
  'GET /trailing/',
  'GET /__proto__/{constructor}',
];
const operations = templates.map((template) => {
  const [method = '', path = ''] = template.split(' ');
  return { method, path, template };
});
const index = indexOperations(operations);
const match = (method: string, path: string): string | undefined => matchOperation(index, method, path)?.template;

it.each([
  ['GET /', 'GET /'],
  ['get /users', 'GET /users'],
  ['GET /users/', 'GET /users'],
  ['GET /users?page=2', 'GET /users'],
  ['GET /users/me', 'GET /users/me'],
  ['DELETE /users/me', 'DELETE /users/{id}'],
  ['GET /users/7', 'GET /users/{id}'],
  ['GET /users/7.json', 'GET /users/{id}.json'],
  ['GET /users/.json', 'GET /users/{id}'],
  ['GET /users/7/files/a%2Fb', 'GET /users/{id}/files/{path}'],
  ['POST /a/1/2:verb', 'POST /a/{x}/{y}:verb'],
  ['POST /a/1/2:other', 'POST /a/{x}/{y}'],
  ['GET /v1.2/status', 'GET /v{major}.{minor}/status'],
  ['GET /range/1..2', 'GET /range/{from}..{to}'],
  ['GET /matrix/;color=red', 'GET /matrix/{;color}'],
  ['GET /s3/bucket', 'GET /s3/{Bucket}?acl'],
  ['GET /trailing', 'GET /trailing/'],
  ['GET /__proto__/x', 'GET /__proto__/{constructor}'],
  ['GET /constructor', undefined],
  ['GET /users//files/x', undefined],
  ['GET /v1/status', undefined],
  ['GET /range/1..', undefined],
  ['PUT /users', undefined],
  ['GET /users/1/2', undefined],
  ['GET //', 'GET /'],
  [`GET /users/${'x'.repeat(MAX_MATCHED_PATH_LENGTH)}`, undefined],
  [`GET ${'/x'.repeat(65)}`, undefined],
])('%s belongs to %s', (call, template) => {
  const [method = '', path = ''] = call.split(' ');
  expect(match(method, path)).toBe(template);
});

it('keeps the first of two operations that differ in parameter names only', () => {
  const twins = indexOperations([
    { method: 'GET', path: '/a/{x}' },
    { method: 'GET', path: '/a/{y}' },
  ]);
  expect(matchOperation(twins, 'GET', '/a/1')?.path).toBe('/a/{x}');
});

it('gives up on templates made to mislead it', () => {
  const paths = Array.from({ length: 4_096 }, (_, bits) =>
    Array.from({ length: 12 }, (_, level) => ((bits >> level) & 1 ? '/a' : '/{x}')).join(''),
  );
  const maze = indexOperations(paths.map((path) => ({ method: 'GET', path: `${path}/end` })));
  for (let round = 0; round < 100; round++) expect(matchOperation(maze, 'GET', `${'/a'.repeat(12)}/miss`)).toBeNull();
  expect(matchOperation(maze, 'GET', `${'/a'.repeat(12)}/end`)?.path).toBe(`${'/a'.repeat(12)}/end`);
});
