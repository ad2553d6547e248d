import type { Schema } from '#openapi';

/** A property and where it stands: dots between names, `[]` for the items of a list. */
export interface NamedPlace {
  name: string;
  place: string;
}

/** What the properties of a schema are called, and which components it takes others from. */
export interface SchemaNames {
  properties: NamedPlace[];
  refs: string[];
}

const MAX_DEPTH = 6;
/** More properties than these are written at places that nobody looks for by name. */
const MAX_PROPERTIES = 200;
const MAX_REFS = 20;
const COMBINED = ['allOf', 'oneOf', 'anyOf'];

/** The properties that stand in the schema itself, outermost first at each place. */
export function schemaNames(schema: Schema | null): SchemaNames {
  const names: SchemaNames = { properties: [], refs: [] };
  collect(schema, '', 0, names, true);
  return names;
}

function collect(schema: unknown, place: string, depth: number, names: SchemaNames, isSame: boolean): void {
  if (depth > MAX_DEPTH || typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
  const parts = schema as Record<string, unknown>;
  const { $ref } = parts;
  if (typeof $ref === 'string' && isSame && names.refs.length < MAX_REFS) names.refs.push($ref);
  for (const [name, property] of entriesOf(parts['properties'])) {
    if (names.properties.length >= MAX_PROPERTIES) return;
    const inner = place === '' ? name : `${place}.${name}`;
    names.properties.push({ name, place: inner });
    collect(property, inner, depth + 1, names, false);
  }
  for (const word of COMBINED) for (const part of listOf(parts[word])) collect(part, place, depth + 1, names, isSame);
  collect(parts['items'], `${place}[]`, depth + 1, names, isSame);
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
