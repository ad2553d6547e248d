import { markdownToHtml } from '../../view/markdown.js';
import { isObject, listOf, textOf, type Json, type JsonObject } from './definition.js';
import { isNullable, schemaFacts, typeName } from './schema-facts.js';

/** A page says at most this much about schemas; a document that wants more is there to be downloaded. */
const maxNodes = 500;
const maxDepth = 12;

/** What a schema is: its type in words, its rules, its fields, the forms it may take. */
export interface ShapeView {
  type: string;
  facts: string;
  fields: FieldView[];
  choices: { title: string; forms: (ShapeView & { label: string })[] } | undefined;
  /** The schema contains itself: this leads to where it is shown. */
  again: { href: string; label: string } | undefined;
}

export interface FieldView extends ShapeView {
  /** Where a link from deeper down leads to. */
  anchor: string;
  name: string;
  required: boolean;
  deprecated: boolean;
  textHtml: string;
}

/** The components that are open around a place, by pointer: showing one of them again would never end. */
type Open = ReadonlyMap<string, string>;

interface Place {
  anchor: string;
  open: Open;
  depth: number;
}

/** Turns the schemas of one page into trees; bounded, whatever the document holds. */
export class SchemaTree {
  private nodes = 0;
  private anchors = 0;

  /** @param components JSON pointer → schema, for every `$ref` that can be followed */
  constructor(private readonly components: Record<string, Json>) {}

  /** @param anchor the id of the place that shows it */
  shape(schema: Json | undefined, anchor: string): ShapeView {
    return this.describe(schema, { anchor, open: new Map(), depth: 0 });
  }

  /** A text from the document, which may be Markdown. */
  textHtml(text: string): string {
    return text === '' ? '' : markdownToHtml(text);
  }

  private describe(given: Json | undefined, place: Place): ShapeView {
    if (!isObject(given)) return { ...nothing, type: given === false ? 'nothing' : 'any' };
    this.nodes += 1;
    const pointer = textOf(given.$ref);
    if (pointer !== '') return this.component(given, pointer, place);
    if (this.nodes > maxNodes || place.depth > maxDepth)
      return { ...nothing, type: typeName(given), facts: 'More stands in the document' };
    return this.own(given, place);
  }

  private component(given: JsonObject, pointer: string, place: Place): ShapeView {
    const label = nameOf(pointer);
    const shownAt = place.open.get(pointer);
    if (shownAt !== undefined) return { ...nothing, type: label, again: { href: `#${shownAt}`, label } };
    const target = this.components[pointer];
    if (!isObject(target)) return { ...nothing, type: label, facts: 'Not in the document' };
    // OpenAPI 3.1 allows other words beside a $ref; they count for this place only.
    const { $ref: _ref, ...beside } = given;
    const open = new Map(place.open).set(pointer, place.anchor);
    const shape = this.describe({ ...target, ...beside }, { ...place, open, depth: place.depth + 1 });
    const isNamed = shape.fields.length > 0 || shape.choices !== undefined;
    return isNamed ? { ...shape, type: shape.type.replace(/^(object|any)\b/, label) } : shape;
  }

  private own(schema: JsonObject, place: Place): ShapeView {
    const merged = this.merged(schema, place);
    const { type, inner } = this.container(merged.schema, merged.place);
    const fields = isObject(merged.schema.properties) ? this.fields(merged.schema, merged.place) : [];
    const choices = this.choices(merged.schema, merged.place);
    return {
      type: `${type}${isNullable(merged.schema) ? ' or null' : ''}`,
      facts: [...schemaFacts(merged.schema), ...(inner?.facts ? [inner.facts] : [])].join(' · '),
      fields: fields.length > 0 ? fields : (inner?.fields ?? []),
      choices: choices ?? inner?.choices,
      again: inner?.again,
    };
  }

  /** An array and a map are shown by what is in them. */
  private container(schema: JsonObject, place: Place): { type: string; inner: ShapeView | undefined } {
    const type = typeName(schema);
    const content =
      type === 'array' ? schema.items : isObject(schema.properties) ? undefined : schema.additionalProperties;
    if (!isObject(content)) return { type, inner: undefined };
    const inner = this.describe(content, { ...place, depth: place.depth + 1 });
    return { type: `${type === 'array' ? 'array of' : 'map of'} ${inner.type}`, inner };
  }

  /** One schema out of all parts of `allOf`: fields and required names come together, the outer words win. */
  private merged(schema: JsonObject, place: Place): { schema: JsonObject; place: Place } {
    const parts = listOf(schema.allOf);
    if (parts.length === 0) return { schema, place };
    let open: Open = place.open;
    let all: JsonObject = {};
    for (const part of parts) {
      this.nodes += 1;
      const pointer = isObject(part) ? textOf(part.$ref) : '';
      if (this.nodes > maxNodes || open.has(pointer)) continue;
      const target = pointer === '' ? part : this.components[pointer];
      if (pointer !== '') open = new Map(open).set(pointer, place.anchor);
      if (!isObject(target)) continue;
      const inner = this.merged(target, { ...place, open });
      open = inner.place.open;
      all = join(all, inner.schema);
    }
    const { allOf: _allOf, ...own } = schema;
    return { schema: join(all, own), place: { ...place, open } };
  }

  private fields(schema: JsonObject, place: Place): FieldView[] {
    const required = new Set(listOf(schema.required));
    const properties = Object.entries(schema.properties as JsonObject);
    const room = Math.max(0, maxNodes - this.nodes);
    return properties.slice(0, room).map(([name, property]) => this.field(name, property, required.has(name), place));
  }

  private field(name: string, property: Json, required: boolean, place: Place): FieldView {
    const anchor = `field-${++this.anchors}`;
    const target = isObject(property) ? this.components[textOf(property.$ref)] : undefined;
    const beside = isObject(property) ? property : {};
    const words = isObject(target) ? { ...target, ...beside } : beside;
    return {
      anchor,
      name,
      required,
      deprecated: words.deprecated === true,
      textHtml: this.textHtml(textOf(words.description) || textOf(words.title)),
      ...this.describe(property, { ...place, anchor, depth: place.depth + 1 }),
    };
  }

  private choices(schema: JsonObject, place: Place): ShapeView['choices'] {
    const isOneOf = Array.isArray(schema.oneOf);
    const forms = listOf(isOneOf ? schema.oneOf : schema.anyOf).filter((form) => !isNull(form));
    if (forms.length === 0) return undefined;
    const by = isObject(schema.discriminator) ? textOf(schema.discriminator.propertyName) : '';
    return {
      title: `${isOneOf ? 'One of' : 'Any of'}${by === '' ? '' : `, told apart by ${by}`}`,
      forms: forms.slice(0, Math.max(0, maxNodes - this.nodes)).map((form) => {
        const shape = this.describe(form, { ...place, depth: place.depth + 1 });
        return { ...shape, label: (isObject(form) && textOf(form.title)) || shape.type };
      }),
    };
  }
}

const nothing: ShapeView = { type: 'any', facts: '', fields: [], choices: undefined, again: undefined };

function isNull(form: Json): boolean {
  return isObject(form) && form.type === 'null';
}

/** `#/components/schemas/Order~1Line` is `Order/Line`. */
function nameOf(pointer: string): string {
  const last = pointer.slice(pointer.lastIndexOf('/') + 1);
  return last.replaceAll('~1', '/').replaceAll('~0', '~');
}

function join(base: JsonObject, over: JsonObject): JsonObject {
  const properties = {
    ...(isObject(base.properties) ? base.properties : {}),
    ...(isObject(over.properties) ? over.properties : {}),
  };
  const required = [...listOf(base.required), ...listOf(over.required)];
  return {
    ...base,
    ...over,
    ...(Object.keys(properties).length > 0 ? { properties } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}
