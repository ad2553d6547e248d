import type { JsonValue, ReferenceParameterDto } from '#contract';
import { isObject, listOf, textOf, type JsonObject } from '../reference/json.js';

/** Steps from a schema to those that it is put together of. */
const maxHops = 20;
/** Schemas that are looked at for one form: what is put together of itself would otherwise grow without end. */
const maxSchemas = 5_000;
const usualTexts: Record<string, string> = {
  date: '2030-01-31',
  'date-time': '2030-01-31T12:00:00Z',
  email: 'ada@example.com',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  uri: 'https://example.com',
};

/** What a field of the console has to know of a schema. */
export interface FieldSchema {
  type: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  format: string;
  /** The values to choose from, of the schema or of the items of a list. */
  options: string[];
  properties: [name: string, schema: JsonValue][];
  required: string[];
  schema: JsonObject;
}

/** Schemas of a document, read as far as a form needs it. */
export class ConsoleSchemas {
  private looks = 0;

  constructor(private readonly components: Record<string, JsonValue>) {}

  read(given: JsonValue | undefined): FieldSchema {
    const schema = this.merged(given ?? null);
    const type = typeOf(schema);
    const listed = type === 'array' ? this.merged(schema['items'] ?? null) : schema;
    return {
      type,
      format: textOf(schema['format']),
      options: listOf(listed['enum']).flatMap((value) => (value === null ? [] : [plainText(value)])),
      properties: isObject(schema['properties']) ? Object.entries(schema['properties']) : [],
      required: listOf(schema['required']).map(textOf),
      schema,
    };
  }

  /** What to try first: an example of the document, or else something that fits the type. */
  example(given: Pick<ReferenceParameterDto, 'schema' | 'example' | 'examples'>): JsonValue {
    const { example = null, examples = [] } = given;
    const named = examples.find(({ externalValue }) => externalValue === undefined);
    return example ?? named?.value ?? this.exampleOf(given.schema, 0);
  }

  /** Only what the document itself says; null where that is nothing. */
  given(of: Pick<ReferenceParameterDto, 'schema' | 'example' | 'examples'>): JsonValue {
    const { schema } = this.read(of.schema);
    return of.example ?? of.examples?.[0]?.value ?? schema['example'] ?? listOf(schema['examples'])[0] ?? null;
  }

  private exampleOf(given: JsonValue, depth: number): JsonValue {
    const { schema, type, format, options, properties } = this.read(given);
    const known = [schema['example'], listOf(schema['examples'])[0], schema['const'], schema['default']];
    const found = known.find((value) => value !== undefined && value !== null);
    if (found !== undefined) return found;
    if (type === 'array') return depth > 2 ? [] : [this.exampleOf(schema['items'] ?? null, depth + 1)];
    if (options[0] !== undefined) return options[0];
    if (type === 'boolean') return true;
    if (type === 'number' || type === 'integer') return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    if (type === 'object') {
      const shown = depth > 2 ? [] : properties.slice(0, 30);
      return Object.fromEntries(shown.map(([name, property]) => [name, this.exampleOf(property, depth + 1)]));
    }
    return usualTexts[format] ?? 'text';
  }

  /** References followed, and what allOf says put together. */
  private merged(given: JsonValue, hops = 0): JsonObject {
    if (hops > maxHops || !isObject(given) || ++this.looks > maxSchemas) return {};
    const pointer = textOf(given['$ref']);
    if (pointer !== '')
      return this.merged(Object.hasOwn(this.components, pointer) ? this.components[pointer]! : null, hops + 1);
    const alternatives = [...listOf(given['oneOf']), ...listOf(given['anyOf'])];
    const all = listOf(given['allOf']);
    if (all.length === 0 && (alternatives.length === 0 || given['type'] !== undefined)) return given;
    const parts = all.length > 0 ? all : alternatives.slice(0, 1);
    const read = [...parts.map((part) => this.merged(part, hops + 1)), given];
    const properties = Object.assign({}, ...read.map((part) => part['properties'])) as JsonObject;
    const required = read.flatMap((part) => listOf(part['required']));
    return { ...(Object.assign({}, ...read) as JsonObject), properties, required };
  }
}

function typeOf(schema: JsonObject): FieldSchema['type'] {
  const named =
    textOf(schema['type']) ||
    listOf(schema['type'])
      .map(textOf)
      .find((name) => name !== 'null');
  if (named === 'number' || named === 'integer' || named === 'boolean' || named === 'array' || named === 'object')
    return named;
  if (named === undefined && isObject(schema['properties']) && Object.keys(schema['properties']).length > 0)
    return 'object';
  return 'string';
}

/** A value as it is typed into a field. */
export function plainText(value: JsonValue | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
