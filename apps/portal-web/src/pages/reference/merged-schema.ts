import { isObject, listOf, textOf, type Json, type JsonObject } from './json.js';
import { within, type Source } from './source.js';

/** A schema and where it stands. */
export interface Placed {
  schema: Json;
  readonly source: Source;
}

export interface Choices {
  kind: 'oneOf' | 'anyOf';
  forms: Placed[];
  discriminator: JsonObject | undefined;
}

/** The components that are open around a place, by pointer: showing one of them again would never end. */
export type Open = ReadonlyMap<string, string>;

/** A schema with the parts of its `allOf` in it: fields come together, the outer words win. */
export interface MergedSchema {
  words: JsonObject;
  properties: Map<string, Placed>;
  required: Set<Json>;
  patterns: Map<string, Placed>;
  /** What every other field has to be. */
  rest: Placed | undefined;
  items: Placed | undefined;
  tuple: Placed[];
  choices: Choices[];
  excluded: Placed[];
  /** The components that it is made of. */
  includes: string[];
  /** The one of them that it stands in itself. */
  circle: string | undefined;
  open: Open;
}

interface Walk {
  parts: number;
  /** The components that a part stands in, whether they are merged with it or hold it in a field. */
  around: Set<string>;
}

const maxParts = 100;

/** Merges schemas, whatever they hold. */
export class SchemaMerger {
  /** @param components JSON pointer → schema, for every `$ref` that can be followed */
  constructor(private readonly components: Record<string, Json>) {}

  /** @param anchor the id of the place that shows it */
  merge(schema: JsonObject, source: Source, open: Open, anchor: string): MergedSchema {
    const merged: MergedSchema = {
      words: {},
      properties: new Map(),
      required: new Set(),
      patterns: new Map(),
      rest: undefined,
      items: undefined,
      tuple: [],
      choices: [],
      excluded: [],
      includes: [],
      circle: undefined,
      open,
    };
    this.add(merged, schema, source, anchor, { parts: 0, around: new Set(open.keys()) });
    return merged;
  }

  private add(merged: MergedSchema, schema: JsonObject, source: Source, anchor: string, walk: Walk): void {
    for (const [index, part] of listOf(schema.allOf).entries()) {
      walk.parts += 1;
      if (!isObject(part) || walk.parts > maxParts) continue;
      this.addPart(merged, part, within(source, 'allOf', index), anchor, walk);
    }
    addOwn(merged, schema, source);
  }

  private addPart(merged: MergedSchema, part: JsonObject, source: Source, anchor: string, walk: Walk): void {
    const pointer = textOf(part.$ref);
    if (pointer === '') return this.add(merged, part, source, anchor, walk);
    merged.includes.push(pointer);
    if (walk.around.has(pointer)) merged.circle ??= pointer;
    const target = Object.hasOwn(this.components, pointer) ? this.components[pointer] : undefined;
    if (merged.open.has(pointer) || !isObject(target)) return;
    merged.open = new Map(merged.open).set(pointer, anchor);
    walk.around.add(pointer);
    const { $ref: next } = target;
    if (typeof next === 'string') this.addPart(merged, { $ref: next }, source, anchor, walk);
    else this.add(merged, target, { pointer, at: '' }, anchor, walk);
    walk.around.delete(pointer);
    const { $ref: _ref, ...beside } = part;
    addOwn(merged, beside, source);
  }
}

function addOwn(merged: MergedSchema, schema: JsonObject, source: Source): void {
  const { allOf: _allOf, ...own } = schema;
  merged.words = { ...merged.words, ...own };
  for (const name of listOf(own.required)) merged.required.add(name);
  addPlaced(merged.properties, own.properties, within(source, 'properties'));
  addPlaced(merged.patterns, own.patternProperties, within(source, 'patternProperties'));
  if (isObject(own.additionalProperties))
    merged.rest = { schema: own.additionalProperties, source: within(source, 'additionalProperties') };
  if (isObject(own.items)) merged.items = { schema: own.items, source: within(source, 'items') };
  const tuple = Array.isArray(own.items) ? 'items' : 'prefixItems';
  if (Array.isArray(own[tuple])) merged.tuple = placedList(own[tuple], within(source, tuple));
  const discriminator = isObject(own.discriminator) ? own.discriminator : undefined;
  for (const kind of ['oneOf', 'anyOf'] as const) {
    const forms = placedList(own[kind], within(source, kind)).filter(({ schema: form }) => !isNull(form));
    if (forms.length > 0) merged.choices.push({ kind, forms, discriminator });
  }
  if (own.not !== undefined) merged.excluded.push({ schema: own.not, source: within(source, 'not') });
}

function addPlaced(placed: Map<string, Placed>, schemas: Json | undefined, source: Source): void {
  if (!isObject(schemas)) return;
  for (const [name, schema] of Object.entries(schemas)) placed.set(name, inside(source, schema, name));
}

function placedList(schemas: Json | undefined, source: Source): Placed[] {
  return listOf(schemas).map((schema, index) => inside(source, schema, index));
}

/** Most places of a wide schema are never asked for. */
function inside(source: Source, schema: Json, name: string | number): Placed {
  return {
    schema,
    get source() {
      return within(source, name);
    },
  };
}

function isNull(form: Json): boolean {
  return isObject(form) && form.type === 'null';
}
