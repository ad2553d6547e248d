import { isObject, type Json } from '../json.js';

/** How a keyword holds further schemas. Whatever is not listed holds data. */
export type KeywordShape = 'schema' | 'list' | 'map';

const SHAPES: ReadonlyMap<string, KeywordShape> = new Map<string, KeywordShape>([
  ['additionalProperties', 'schema'],
  ['additionalItems', 'schema'],
  ['items', 'schema'],
  ['contains', 'schema'],
  ['propertyNames', 'schema'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['contentSchema', 'schema'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['prefixItems', 'list'],
  ['properties', 'map'],
  ['patternProperties', 'map'],
  ['dependentSchemas', 'map'],
]);

/** What people read and programs do not hold against anything, and where shared schemas merely lie. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  '$comment',
  '$id',
  '$schema',
  '$anchor',
  '$defs',
  'definitions',
]);

/** Extensions with a meaning that many tools share. All others are nobody's business but their owner's. */
const KNOWN_EXTENSIONS: ReadonlySet<string> = new Set([
  'x-extensible-enum',
  'x-nullable',
  'x-sunset',
  'x-stability-level',
]);

export function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || (keyword.startsWith('x-') && !KNOWN_EXTENSIONS.has(keyword));
}

export function shapeOf(keyword: string): KeywordShape | undefined {
  return SHAPES.get(keyword);
}

/** Calls back for each schema that stands directly in this one. */
export function eachSubSchema(schema: Json, visit: (child: Json) => void): void {
  if (!isObject(schema)) return;
  for (const keyword of Object.keys(schema)) {
    const shape = SHAPES.get(keyword);
    if (shape === undefined) continue;
    const held = schema[keyword] as Json;
    if (Array.isArray(held)) for (const item of held) visit(item);
    else if (shape === 'map') {
      if (isObject(held)) for (const key of Object.keys(held)) visit(held[key] as Json);
    } else visit(held);
  }
}
