import type { ResponseModel } from './reference-model.js';
import { isJson, jsonFirst } from './sample-request.js';
import { sampleSchema, type SchemaAt } from './sample-schema.js';

/** What an answer may look like. */
export interface SampleAnswer {
  /** `200`, `4XX`, `default` */
  status: string;
  mediaType: string;
  text: string;
}

/** The example that the document gives for each answer, or else one made from the schema where the answer is JSON. */
export function sampleAnswers(responses: readonly ResponseModel[], schemaAt: SchemaAt): SampleAnswer[] {
  return responses.flatMap(({ status, contents }) => {
    const [content] = jsonFirst(contents);
    if (content === undefined) return [];
    const { mediaType, schema, example } = content;
    const value = example ?? (isJson(mediaType) && schema !== null ? sampleSchema(schema, schemaAt, 'answer') : null);
    if (value === null) return [];
    return [{ status, mediaType, text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) }];
  });
}
