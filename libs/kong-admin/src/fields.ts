import { isRecord, type JsonObject } from './violations.js';

/** One field of an entity or of a plugin's config, as Kong's schemas declare it. */
export interface Field {
  type: 'string' | 'integer' | 'number' | 'boolean' | 'set' | 'array' | 'map' | 'record' | 'foreign';
  required?: boolean;
  default?: unknown;
  oneOf?: readonly (string | number)[];
  between?: readonly [number, number];
  above?: number;
  startsWith?: string;
  emptyAllowed?: boolean;
  /** Present in answers, but only null may be sent. */
  nullOnly?: boolean;
  /** A further rule; answers with the message of the violation. */
  check?: (value: never) => string | undefined;
  /** Of a set or an array. */
  elements?: Field;
  /** Of a map. */
  values?: Field;
  /** Of a record. */
  fields?: Fields;
}

export type Fields = Record<string, Field>;

export interface Reading {
  value: JsonObject;
  violations: JsonObject;
}

/** Checks an input against its fields and fills what is missing with defaults, or with null. */
export function readFields(fields: Fields, input: JsonObject): Reading {
  const value: JsonObject = {};
  const violations: JsonObject = {};
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(fields, name)) violations[name] = 'unknown field';
  }
  for (const [name, field] of Object.entries(fields)) {
    const filled = fill(field, Object.hasOwn(input, name) ? input[name] : undefined);
    const read = readField(field, filled);
    value[name] = read.value;
    if (read.violation !== undefined) violations[name] = read.violation;
  }
  return { value, violations };
}

function fill(field: Field, given: unknown): unknown {
  if (given !== undefined && !(given === null && field.required && field.default !== undefined)) return given;
  if (field.default !== undefined) return structuredClone(field.default);
  return field.type === 'record' ? {} : null;
}

interface FieldReading {
  value: unknown;
  violation?: unknown;
}

function readField(field: Field, value: unknown): FieldReading {
  if (value === null) return { value, violation: field.required ? 'required field missing' : undefined };
  if (field.nullOnly) return { value, violation: 'value must be null' };
  if (field.type === 'record' && field.fields) return readRecord(field, field.fields, value);
  if (field.type === 'set' || field.type === 'array') return readList(field, value);
  if (field.type === 'map') return readMap(field, value);
  return { value, violation: typeViolation(field, value) ?? ruleViolation(field, value) };
}

function readRecord(field: Field, fields: Fields, value: unknown): FieldReading {
  if (!isRecord(value)) return { value, violation: 'expected a record' };
  const read = readFields(fields, value);
  if (Object.keys(read.violations).length > 0) return { value: read.value, violation: read.violations };
  return { value: read.value, violation: field.check?.(read.value as never) };
}

function readList(field: Field, value: unknown): FieldReading {
  if (!Array.isArray(value)) return { value, violation: field.type === 'set' ? 'expected a set' : 'expected an array' };
  const violations: unknown[] = [];
  value.forEach((element: unknown, index) => {
    const { violation } = readField(field.elements ?? { type: 'string' }, element);
    if (violation !== undefined) violations[index] = violation;
  });
  if (violations.length > 0) return { value, violation: Array.from(violations, (violation) => violation ?? null) };
  return { value: field.type === 'set' ? [...new Set(value)] : value };
}

function readMap(field: Field, value: unknown): FieldReading {
  if (!isRecord(value)) return { value, violation: 'expected a map' };
  const violations: JsonObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const { violation } = readField(field.values ?? { type: 'string' }, inner);
    if (violation !== undefined) violations[name] = violation;
  }
  return { value, violation: Object.keys(violations).length > 0 ? violations : undefined };
}

function typeViolation(field: Field, value: unknown): string | undefined {
  switch (field.type) {
    case 'string':
      return typeof value === 'string' ? undefined : 'expected a string';
    case 'integer':
      return Number.isInteger(value) ? undefined : 'expected an integer';
    case 'number':
      return typeof value === 'number' ? undefined : 'expected a number';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'expected a boolean';
    default:
      return isRecord(value) ? undefined : 'expected a record';
  }
}

function ruleViolation(field: Field, value: unknown): string | undefined {
  if (field.oneOf && !field.oneOf.includes(value as string)) return `expected one of: ${field.oneOf.join(', ')}`;
  if (typeof value === 'number') {
    if (field.between && (value < field.between[0] || value > field.between[1])) {
      return `value should be between ${field.between[0]} and ${field.between[1]}`;
    }
    if (field.above !== undefined && value <= field.above) return `value must be greater than ${field.above}`;
  }
  if (typeof value === 'string') {
    if (value === '' && !field.emptyAllowed) return 'length must be at least 1';
    if (field.startsWith && !value.startsWith(field.startsWith)) return `should start with: ${field.startsWith}`;
  }
  return field.check?.(value as never);
}
