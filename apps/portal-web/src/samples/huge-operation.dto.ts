import type { ReferenceOperationDto } from '#contract';
import {
  curlOf,
  definition,
  operation,
  operations,
  parameter,
  requestOf,
  requestWith,
  sampleOf,
} from './reference.dto.js';

/** Wider and deeper than any page can show at once. */
export function hugeOperation(): ReferenceOperationDto {
  const text = 'What this field is for, in more words than anybody reads. '.repeat(6);
  const level = (depth: number): object => ({
    type: 'object',
    properties: Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [
        `field_${index}`,
        depth === 0 ? { type: 'string', description: text } : { $ref: `#/components/schemas/Level${depth - 1}` },
      ]),
    ),
  });
  const names = Array.from({ length: 6 }, (_, depth) => `#/components/schemas/Level${depth}`);
  const wide = { $ref: names[5]! };
  const sample = sampleOf({ long: 'x'.repeat(60_000) });
  const contents = ['application/json', 'application/xml', 'text/plain'].map((mediaType) => ({
    ...{ mediaType, schema: wide, samples: Array.from({ length: 10 }, () => sample) },
  }));
  const body = JSON.stringify({ long: `<b>&"${'x'.repeat(60_000)}` });
  const many = Array.from({ length: 60 }, (_, index) => ({
    ...operations[0]!,
    path: `/${index}`,
    summary: text.slice(0, 90),
  }));
  return {
    ...operation,
    definition: {
      ...definition,
      description: '# Very much\n\n- one\n- two\n\n'.repeat(4_000),
      parameters: Array.from({ length: 30 }, (_, index) =>
        parameter({ name: `parameter_${index}`, description: text, schema: { type: 'string', enum: names } }),
      ),
      requestBody: { description: text, required: true, contents },
      responses: ['200', '400', '401', '403', '404', '422', '500'].map((status) => ({
        ...{ status, description: text, headers: [], contents },
      })),
    },
    components: Object.fromEntries(
      names.map((name, depth) => [name, level(depth)]),
    ) as ReferenceOperationDto['components'],
    requests: [{ ...requestWith('x', 'Long', {}), request: requestOf(body), curl: curlOf(body) }],
    nav: {
      ...operation.nav,
      tags: Array.from({ length: 60 }, (_, index) => ({
        name: index === 30 ? 'Orders' : `Tag number ${index} of many`,
        operationCount: 400,
      })),
      operations: many,
    },
  };
}
