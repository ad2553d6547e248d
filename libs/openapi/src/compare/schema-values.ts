import { get, isObject, type Json, type JsonObject } from '../json.js';
import { stable } from './fingerprints.js';

/** `number` is `integer` and `fraction`: an integer is a number, a fraction is no integer. Null: any. */
export type Types = ReadonlySet<string> | null;
/** By their canonical JSON. Null: any. */
export type Values = ReadonlyMap<string, Json> | null;

const OBJECT_KEYWORDS = ['properties', 'additionalProperties', 'patternProperties', 'required'];
const ARRAY_KEYWORDS = ['items', 'prefixItems'];

/** The types that a schema allows by itself. Where it forgets to say, its other keywords tell. */
export function typesOf(schema: JsonObject): { types: Types; isNullable: boolean } {
  const type = get(schema, 'type');
  const isNullable = get(schema, 'nullable') === true || get(schema, 'x-nullable') === true;
  const named =
    typeof type === 'string' ? [type] : Array.isArray(type) ? type.filter((name) => typeof name === 'string') : [];
  if (named.length > 0) {
    const types = new Set(named.filter((name) => name !== 'null').flatMap(typesNamed));
    return { types, isNullable: isNullable || named.includes('null') };
  }
  const values = listedValues(schema);
  if (values !== null) {
    const types = new Set<string>();
    for (const value of values) if (value !== null) types.add(typeOfValue(value));
    return { types, isNullable: isNullable || values.includes(null) };
  }
  if (OBJECT_KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword)))
    return { types: new Set(['object']), isNullable };
  if (ARRAY_KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword)))
    return { types: new Set(['array']), isNullable };
  return { types: null, isNullable: true };
}

/** The values that a schema allows by itself, without null. */
export function valuesOf(schema: JsonObject): Values {
  const values = listedValues(schema);
  return values === null
    ? null
    : new Map(values.filter((value) => value !== null).map((value) => [stable(value), value]));
}

/** How the types are written in a document. */
export function typeNames(types: Types): string[] {
  if (types === null) return ['any'];
  if (types.size === 0) return ['null'];
  const names = [...types].filter((type) => type !== 'fraction' && !(type === 'integer' && types.has('fraction')));
  return types.has('fraction') ? [...names, 'number'] : names;
}

function listedValues(schema: JsonObject): Json[] | null {
  if (Object.hasOwn(schema, 'const')) return [schema.const as Json];
  const values = get(schema, 'enum');
  return Array.isArray(values) ? values : null;
}

function typesNamed(name: string): string[] {
  if (name === 'number') return ['integer', 'fraction'];
  return [name === 'file' ? 'string' : name];
}

function typeOfValue(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction';
  return typeof value;
}
