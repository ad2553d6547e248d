import type { Json } from './json.js';
import type { ExampleModel, Schema } from './reference-model.js';
import { sampleSchema, type SampleUse, type SchemaAt } from './sample-schema.js';

/** A value for a place: an example of the document, or one made from the schema. */
export interface SampleValue {
  /** Null where it has none. */
  name: string | null;
  summary: string;
  description: string;
  /** Null also where it stands elsewhere. */
  value: Json;
  externalValue?: string;
  /** The document gives no example. */
  made: boolean;
}

/** The examples of the document in their order, or else one value made from the schema. Never empty. */
export function sampleValues(
  { schema, example, examples = [] }: { schema: Schema | null; example: Json | null; examples?: ExampleModel[] },
  schemaAt: SchemaAt,
  use: SampleUse = 'request',
): SampleValue[] {
  const unnamed = { name: null, summary: '', description: '' };
  const given: SampleValue[] = examples.map(({ summary = '', description = '', ...named }) => {
    return { ...named, summary, description, made: false };
  });
  if (example !== null) given.unshift({ ...unnamed, value: example, made: false });
  return given.length > 0 ? given : [{ ...unnamed, value: sampleSchema(schema, schemaAt, use), made: true }];
}

/** The value to try first. */
export function firstSample(...given: Parameters<typeof sampleValues>): Json {
  return sampleValues(...given).find(({ externalValue }) => externalValue === undefined)?.value ?? null;
}
