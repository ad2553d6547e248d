import { operation, definition, parameter } from '../../samples/reference.dto.js';
import { operationView } from '../operation/operation.view.js';

it('lists all of an operation that has no more than people write by hand', () => {
  const description = 'What this one is for, in a sentence of usual length that explains it well enough.';
  const named = (index: number) =>
    parameter({ name: `parameter_${index}`, description, schema: { type: 'string', enum: ['asc', 'desc'] } });
  const view = operationView(
    {
      ...operation,
      definition: {
        ...definition,
        parameters: Array.from({ length: 40 }, (_, index) => named(index)),
        responses: ['200', '400', '401', '403', '404', '409', '422', '429', '500'].map((status) => ({
          ...{ status, description, headers: [named(1), named(2)] },
          contents: [{ mediaType: 'application/json', schema: { type: 'object' }, samples: [] }],
        })),
      },
    },
    { example: 1, language: '', environment: '' },
  );
  expect(view.parameterGroups[0]?.parameters).toHaveLength(40);
  expect(view.responses).toHaveLength(9);
  expect([view.parametersLeft, view.responsesLeft]).toEqual([undefined, undefined]);
});
