import { templateOf } from './operation-templates.js';

it('names an operation by its method and its template', () => {
  expect(templateOf({ method: 'get', path: '/orders/{id}' }).name).toBe('GET /orders/{id}');
});

it('counts one among the others whose name is too long for the key of a bucket', () => {
  expect(templateOf({ method: 'get', path: `/${'a'.repeat(3_000)}` }).name).toBe('other');
});
