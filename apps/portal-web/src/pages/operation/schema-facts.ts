import { formatNumber } from '../../view/helpers.js';
import { listOf, textOf, type Json, type JsonObject } from './definition.js';

const shownEnumValues = 24;
const shownValueLength = 120;

/** The rules of a schema in words: allowed values, bounds, what happens when it is left out. */
export function schemaFacts(schema: JsonObject): string[] {
  return [
    enumFact(schema),
    'const' in schema ? `Always ${shown(schema.const!)}` : '',
    'default' in schema ? `${shown(schema.default!)} when left out` : '',
    rangeFact(schema),
    lengthFact('characters', schema.minLength, schema.maxLength),
    lengthFact('items', schema.minItems, schema.maxItems),
    lengthFact('fields', schema.minProperties, schema.maxProperties),
    schema.uniqueItems === true ? 'No item twice' : '',
    typeof schema.multipleOf === 'number' ? `A multiple of ${schema.multipleOf}` : '',
    typeof schema.pattern === 'string' ? `Matches ${cut(schema.pattern)}` : '',
    schema.readOnly === true ? 'Only in answers' : '',
    schema.writeOnly === true ? 'Only in requests' : '',
    exampleFact(schema),
  ].filter((fact) => fact !== '');
}

/** A value as a person reads it: texts bare, everything else as JSON, long ones cut. */
export function shown(value: Json): string {
  return cut(typeof value === 'string' ? value || '“”' : JSON.stringify(value));
}

function cut(text: string): string {
  return text.length > shownValueLength ? `${text.slice(0, shownValueLength)}…` : text;
}

function enumFact({ enum: values }: JsonObject): string {
  const all = listOf(values);
  if (all.length === 0) return '';
  const more = all.length - shownEnumValues;
  const named = all.slice(0, shownEnumValues).map(shown).join(', ');
  return `${all.length === 1 ? 'Always' : 'One of'} ${named}${more > 0 ? ` and ${formatNumber(more)} more` : ''}`;
}

/** OpenAPI 3.0 says that a bound is exclusive with a flag, 3.1 with a bound of its own. */
function rangeFact(schema: JsonObject): string {
  const bound = (name: 'minimum' | 'maximum', exclusiveName: 'exclusiveMinimum' | 'exclusiveMaximum') => {
    const exclusive = schema[exclusiveName];
    if (typeof exclusive === 'number') return { value: exclusive, open: true };
    const value = schema[name];
    return typeof value === 'number' ? { value, open: exclusive === true } : undefined;
  };
  const low = bound('minimum', 'exclusiveMinimum');
  const high = bound('maximum', 'exclusiveMaximum');
  if (low && high && !low.open && !high.open) return `${formatNumber(low.value)} to ${formatNumber(high.value)}`;
  const words = [
    low && `${low.open ? 'Above' : 'From'} ${formatNumber(low.value)}`,
    high && `${high.open ? 'below' : 'at most'} ${formatNumber(high.value)}`,
  ].filter((word) => word !== undefined);
  return capital(words.join(', '));
}

function lengthFact(unit: string, least: Json | undefined, most: Json | undefined): string {
  const low = typeof least === 'number' && least > 0 ? least : undefined;
  const high = typeof most === 'number' ? most : undefined;
  if (low !== undefined && high !== undefined)
    return low === high ? `${formatNumber(low)} ${unit}` : `${formatNumber(low)} to ${formatNumber(high)} ${unit}`;
  if (low === 1) return unit === 'characters' ? 'Not empty' : `At least 1 ${unit.slice(0, -1)}`;
  if (low !== undefined) return `At least ${formatNumber(low)} ${unit}`;
  return high === undefined ? '' : `At most ${formatNumber(high)} ${unit}`;
}

function exampleFact(schema: JsonObject): string {
  const example = 'example' in schema ? schema.example : listOf(schema.examples)[0];
  return example === undefined || example === null ? '' : `For example ${shown(example)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What JSON calls it, with its format: `string (date-time)`; several types are joined. */
export function typeName(schema: JsonObject): string {
  const names = typeof schema.type === 'string' ? [schema.type] : listOf(schema.type).map(textOf);
  const known = names.filter((name) => name !== '' && name !== 'null');
  const implied =
    'properties' in schema || 'additionalProperties' in schema ? 'object' : 'items' in schema ? 'array' : 'any';
  const format = textOf(schema.format);
  return `${known.join(' or ') || implied}${format === '' ? '' : ` (${format})`}`;
}

export function isNullable(schema: JsonObject): boolean {
  return schema.nullable === true || listOf(schema.type).includes('null');
}
