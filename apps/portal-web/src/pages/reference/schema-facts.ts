import { formatNumber } from '../../view/helpers.js';
import { cut, isObject, listOf, textOf, type Json, type JsonObject } from './json.js';

const shownValueLength = 120;

/** One rule: words, values as machines read them, words. */
export interface SchemaFact {
  words: string;
  values: string[];
  after: string;
}

const fact = (words: string, values: Json[] = [], after = ''): SchemaFact => ({
  words,
  values: values.map(shown),
  after,
});

/** The rules of a schema: allowed values, bounds, what happens when it is left out. @param shownEnumValues values of an enumeration that are named */
export function schemaFacts(schema: JsonObject, shownEnumValues = 24): SchemaFact[] {
  return [
    ...enumFact(schema, shownEnumValues),
    ...('const' in schema ? [fact('Always', [schema.const!])] : []),
    ...('default' in schema ? [fact('Default', [schema.default!])] : []),
    ...rangeFact(schema),
    ...lengthFact('characters', schema.minLength, schema.maxLength),
    ...lengthFact('items', schema.minItems, schema.maxItems),
    ...lengthFact('fields', schema.minProperties, schema.maxProperties),
    ...(schema.uniqueItems === true ? [fact('No item twice')] : []),
    ...(typeof schema.multipleOf === 'number' ? [fact('A multiple of', [schema.multipleOf])] : []),
    ...(typeof schema.pattern === 'string' ? [fact('Matches', [schema.pattern])] : []),
    ...(textOf(schema.contentMediaType) === '' ? [] : [fact('Holds', [textOf(schema.contentMediaType)])]),
    ...(textOf(schema.contentEncoding) === '' ? [] : [fact('Written in', [textOf(schema.contentEncoding)])]),
    ...(isObject(schema.propertyNames) && typeof schema.propertyNames.pattern === 'string'
      ? [fact('Names match', [schema.propertyNames.pattern])]
      : []),
    // Beside no fields of its own it is a condition, such as one of several forms.
    ...(isObject(schema.properties) ? [] : listFact('Has', listOf(schema.required), shownEnumValues)),
    ...(schema.additionalProperties === false ? [fact('No other fields')] : []),
    ...exampleFact(schema),
  ];
}

/** A value as a person reads it: texts bare, everything else as JSON, long ones cut. */
export function shown(value: Json): string {
  const text = typeof value === 'string' ? value || '""' : JSON.stringify(value);
  return cut(text, shownValueLength);
}

function enumFact({ enum: values }: JsonObject, shownEnumValues: number): SchemaFact[] {
  const all = listOf(values);
  return listFact(all.length === 1 ? 'Always' : 'One of', all, shownEnumValues);
}

function listFact(words: string, all: Json[], shownValues: number): SchemaFact[] {
  if (all.length === 0) return [];
  const more = all.length - shownValues;
  return [fact(words, all.slice(0, shownValues), more > 0 ? `and ${formatNumber(more)} more` : '')];
}

/** OpenAPI 3.0 says that a bound is exclusive with a flag, 3.1 with a bound of its own. */
function rangeFact(schema: JsonObject): SchemaFact[] {
  const bound = (name: 'minimum' | 'maximum', exclusiveName: 'exclusiveMinimum' | 'exclusiveMaximum') => {
    const exclusive = schema[exclusiveName];
    if (typeof exclusive === 'number') return { value: exclusive, open: true };
    const value = schema[name];
    return typeof value === 'number' ? { value, open: exclusive === true } : undefined;
  };
  const low = bound('minimum', 'exclusiveMinimum');
  const high = bound('maximum', 'exclusiveMaximum');
  if (low && high && !low.open && !high.open)
    return [fact(`${formatNumber(low.value)} to ${formatNumber(high.value)}`)];
  const words = [
    low && `${low.open ? 'above' : 'from'} ${formatNumber(low.value)}`,
    high && `${high.open ? 'below' : 'at most'} ${formatNumber(high.value)}`,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? [] : [fact(capital(words.join(', ')))];
}

function lengthFact(unit: string, least: Json | undefined, most: Json | undefined): SchemaFact[] {
  const low = typeof least === 'number' && least > 0 ? least : undefined;
  const high = typeof most === 'number' ? most : undefined;
  if (low !== undefined && high !== undefined)
    return [
      fact(low === high ? `${formatNumber(low)} ${unit}` : `${formatNumber(low)} to ${formatNumber(high)} ${unit}`),
    ];
  if (low === 1) return [fact(unit === 'characters' ? 'Not empty' : `At least 1 ${unit.slice(0, -1)}`)];
  if (low !== undefined) return [fact(`At least ${formatNumber(low)} ${unit}`)];
  return high === undefined ? [] : [fact(`At most ${formatNumber(high)} ${unit}`)];
}

function exampleFact(schema: JsonObject): SchemaFact[] {
  const example = schema.example ?? listOf(schema.examples)[0];
  return example === undefined ? [] : [fact('For example', [example])];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What JSON calls it, with its format: `string (date-time)`; several types are joined. */
export function typeName(schema: JsonObject): string {
  const names = typeof schema.type === 'string' ? [schema.type] : listOf(schema.type).map(textOf);
  const known = names.filter((name) => name !== '' && name !== 'null');
  const format = textOf(schema.format);
  return `${known.join(' or ') || impliedType(schema)}${format === '' ? '' : ` (${format})`}`;
}

/** Many documents leave the type out where other words say it. */
function impliedType(schema: JsonObject): string {
  if ('properties' in schema || isObject(schema.additionalProperties) || 'patternProperties' in schema) return 'object';
  if ('items' in schema || 'prefixItems' in schema) return 'array';
  const values = 'const' in schema ? [schema.const] : listOf(schema.enum);
  const [first] = values;
  const kind = typeof first;
  const isPlain = kind === 'string' || kind === 'number' || kind === 'boolean';
  return isPlain && values.every((value) => typeof value === kind) ? kind : 'any';
}

export function isNullable(schema: JsonObject): boolean {
  const forms = [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
  return (
    schema.nullable === true ||
    listOf(schema.type).includes('null') ||
    forms.some((form) => isObject(form) && form.type === 'null')
  );
}
