import type { ReferenceOperationDto, ReferenceResponseDto } from '#contract';
import { definition, operation, parameter } from './reference.dto.js';

/** An operation that says little about each of very many things, in words that are as long as its author liked. */
export function operationOfManyParts(count = 2_000): ReferenceOperationDto {
  const text = `>>>> ${'Donaudampfschifffahrt'.repeat(20)}`;
  const many = <T>(make: (index: number) => T, most = count): T[] => Array.from({ length: most }, (_, at) => make(at));
  const named = (index: number) => ({
    ...parameter({ name: `${'x<y'.repeat(50)}${index}`, description: text }),
    schema: { type: 'string', enum: [text, text], pattern: text },
  });
  const content = (index: number) => ({ mediaType: `text/x-${index}`, schema: null, samples: [] });
  const link = (index: number) => ({ name: `next ${index}`, description: text, parameters: [] });
  const response = (index: number): ReferenceResponseDto => ({
    ...{ status: String(300 + index), description: text, headers: many(named, 20) },
    ...{ contents: many(content, 100), links: many(link, 100) },
  });
  const success = { ...response(0), status: '200', headers: many(named), contents: many(content), links: many(link) };
  return {
    ...operation,
    definition: {
      ...definition,
      parameters: many(named),
      requestBody: { description: text, required: true, contents: many(content) },
      responses: [...many(response, 100), success],
      callbacks: many(
        (index) => ({
          ...{ name: `told ${index}`, method: 'POST', expression: '{$url}', summary: text, description: text },
          ...{ deprecated: false, parameters: many(named, 3), requestBody: null, responses: [] },
        }),
        500,
      ),
    },
  };
}
