import { entriesOf, get, isObject, type Json, type JsonObject, listOf, Scale, textOf, textsOf } from './json.js';
import type { Schema } from './reference-model.js';

const MAX_SAMPLE_DEPTH = 6;
/** Values of one sample: a schema that fans out at every level would otherwise grow without end. */
const MAX_SAMPLE_NODES = 300;
const MAX_SAMPLE_REFS = 100;
/** Characters of the examples within one sample: where they are used up, values are made up. */
const MAX_INNER_CHARACTERS = 40_000;

/** The schema of a component pointer, or undefined. */
export type SchemaAt = (pointer: string) => Schema | undefined;

/** What a sample is for: a request has no `readOnly` properties, an answer no `writeOnly` ones. */
export type SampleUse = 'request' | 'answer';

const TEXTS: Record<string, string> = {
  'date-time': '2030-01-31T12:00:00Z',
  date: '2030-01-31',
  time: '12:00:00Z',
  email: 'ada@example.com',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  uri: 'https://example.com',
  url: 'https://example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  byte: 'dGV4dA==',
};

/** A value that fits the schema well enough to try it: its own example where it has one. Always small, always ends. */
export function sampleSchema(schema: Schema | null, schemaAt: SchemaAt, use: SampleUse = 'request'): Json {
  const sampler = new Sampler(schemaAt, use === 'request' ? 'readOnly' : 'writeOnly');
  return sampler.sample(schema, 0);
}

class Sampler {
  private nodes = 0;
  private refs = 0;
  private room = MAX_INNER_CHARACTERS;
  private readonly scale = new Scale();
  /** Pointers of the components that are being written. */
  private readonly open = new Set<string>();

  constructor(
    private readonly schemaAt: SchemaAt,
    private readonly absent: 'readOnly' | 'writeOnly',
  ) {}

  sample(given: Schema | null | undefined, depth: number): Json {
    const pointer = textOf(get(given ?? null, '$ref'));
    if (pointer === '' || this.open.has(pointer)) return pointer === '' ? this.value(this.resolve(given), depth) : null;
    this.open.add(pointer);
    const value = this.value(this.resolve(given), depth);
    this.open.delete(pointer);
    return value;
  }

  private value(schema: JsonObject | null, depth: number): Json {
    if (++this.nodes > MAX_SAMPLE_NODES || depth > MAX_SAMPLE_DEPTH || schema === null) return null;
    for (const known of [
      schema.example,
      listOf(schema.examples)[0],
      schema.const,
      schema.default,
      listOf(schema.enum)[0],
    ])
      if (known !== undefined && this.hasRoom(known)) return known;
    const alternatives = [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
    const alternative = alternatives.find((one) => !this.isOpen(one) && get(one, 'type') !== 'null') ?? alternatives[0];
    if (Array.isArray(schema.allOf)) return this.allOf(schema, depth);
    if (alternative !== undefined && !isObject(schema.properties)) return this.sample(alternative, depth + 1);
    return this.ofType(schema, depth);
  }

  /** Whether it is a component that the sample is inside of: once is enough. */
  private isOpen(schema: Json | undefined): boolean {
    return this.open.has(textOf(get(schema, '$ref')));
  }

  private hasRoom(known: Json): boolean {
    const weight = this.scale.weigh(known);
    if (weight > this.room) return false;
    this.room -= weight;
    return true;
  }

  private resolve(given: Schema | null | undefined): JsonObject | null {
    let schema = given;
    while (typeof get(schema ?? null, '$ref') === 'string') {
      if (++this.refs > MAX_SAMPLE_REFS) return null;
      schema = this.schemaAt(textOf(get(schema ?? null, '$ref')));
    }
    return isObject(schema) ? schema : null;
  }

  private allOf(schema: JsonObject, depth: number): Json {
    const parts = listOf(schema.allOf).map((part) => this.sample(part, depth + 1));
    const { allOf: _allOf, ...own } = schema;
    if (isObject(own.properties)) parts.push(this.ofType(own, depth));
    const objects = parts.filter(isObject);
    if (objects.length === 0) return parts[0] ?? null;
    return Object.fromEntries(objects.flatMap((part) => Object.entries(part)));
  }

  private ofType(schema: JsonObject, depth: number): Json {
    const type = textOf(schema.type) || textsOf(schema.type).find((name) => name !== 'null') || implied(schema);
    if (type === 'object') return this.object(schema, depth);
    if (type === 'array') return this.array(schema.items, depth);
    if (type === 'boolean') return true;
    if (type === 'integer' || type === 'number') {
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    }
    return type === 'string'
      ? Object.hasOwn(TEXTS, textOf(schema.format))
        ? TEXTS[textOf(schema.format)]!
        : 'text'
      : null;
  }

  private array(items: Json | undefined, depth: number): Json {
    return this.nodes < MAX_SAMPLE_NODES && !this.isOpen(items) ? [this.sample(items, depth + 1)] : [];
  }

  /** Required properties first: when the sample grows too large, the others are left out. */
  private object(schema: JsonObject, depth: number): Json {
    const required = new Set(textsOf(schema.required));
    const present = entriesOf(schema.properties).filter(([, property]) => get(property, this.absent) !== true);
    const isDeep = depth >= MAX_SAMPLE_DEPTH;
    const kept = present.filter(([name]) => required.has(name));
    if (!isDeep) kept.push(...present.filter(([name, property]) => !required.has(name) && !this.isOpen(property)));
    const room = Math.max(0, MAX_SAMPLE_NODES - this.nodes);
    return Object.fromEntries(kept.slice(0, room).map(([name, property]) => [name, this.sample(property, depth + 1)]));
  }
}

function implied(schema: JsonObject): string {
  if (isObject(schema.properties) || isObject(schema.additionalProperties)) return 'object';
  return isObject(schema.items) ? 'array' : 'string';
}
