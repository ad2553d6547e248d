import { markdownToHtml } from '../../view/markdown.js';
import type { Anchors } from './anchors.js';
import { countWords, fieldRows, type FieldRow } from './field-rows.js';
import { cut, isObject, listOf, textOf, type Json, type JsonObject } from './json.js';
import { SchemaMerger, type Choices, type MergedSchema, type Open, type Placed } from './merged-schema.js';
import { isNullable, schemaFacts, typeName } from './schema-facts.js';
import type { ChoiceView, FieldView, FormView, LinkView, ShapeView, TypeView } from './shape.view.js';
import { componentName, within, type Source } from './source.js';

/** As many fields or forms as stand below each other at once; the page of the schema itself shows the next ones. */
const maxListed = 120;
/** Longer words are cut; they stand whole on the page of the place. */
const maxTextLength = 1_200;
/** What a field costs as HTML beside its own words, about. */
const fieldBytes = 400;
const factBytes = 50;
/** Values of an enumeration that are named, while there is room and after. */
const manyValues = 24;
const fewValues = 4;

/** Where the schemas of a page come from and where the rest of them is. */
export interface TreeParts {
  /** JSON pointer → schema, for every `$ref` that can be followed */
  components: Record<string, Json>;
  /** The page of a place in a component or in the operation; `from` skips fields that are shown already. */
  hrefOf: (source: Source, from?: number) => string;
}

interface Place {
  anchor: string;
  source: Source;
  open: Open;
  /** How many levels of fields may still be shown. */
  levels: number;
}

const nowhere: TypeView = { before: '', name: 'any', href: undefined, after: '' };
const nothing: Omit<ShapeView, 'type'> = { facts: [], fields: [], choices: [], again: undefined, more: undefined };

/** Turns a schema into a tree, as deep as is asked for; `bytes` says how large it has become. */
export class SchemaTree {
  private readonly merger: SchemaMerger;
  bytes = 0;

  constructor(
    private readonly parts: TreeParts,
    private readonly anchors: Anchors,
    /** The tree does not go on beyond that. */
    private readonly maxBytes: number,
    private readonly isTrial = false,
  ) {
    this.merger = new SchemaMerger(parts.components);
  }

  /** @param anchor the id of the place that shows it */
  shape(schema: Json | undefined, anchor: string, source: Source, levels: number, from = 0): ShapeView {
    // A component that is the page itself is open from the start.
    const open: Open =
      source.pointer === undefined || source.at !== '' ? new Map() : new Map([[source.pointer, anchor]]);
    return this.describe({ schema: schema ?? {}, source }, { anchor, source, open, levels }, from);
  }

  /** Nothing more is added to it. */
  get isFull(): boolean {
    return this.bytes > this.maxBytes;
  }

  private describe({ schema, source }: Placed, place: Place, from = 0): ShapeView {
    if (!isObject(schema)) return { ...nothing, type: { ...nowhere, name: schema === false ? 'nothing' : 'any' } };
    const pointer = textOf(schema.$ref);
    return pointer === ''
      ? this.own(schema, { ...place, source }, from)
      : this.component(schema, pointer, { ...place, source }, from);
  }

  private component(given: JsonObject, pointer: string, place: Place, from: number): ShapeView {
    const label = componentName(pointer);
    const isOurs = pointer.startsWith('#/');
    const type = { ...nowhere, name: label, href: isOurs ? this.parts.hrefOf({ pointer, at: '' }) : undefined };
    const shownAt = place.open.get(pointer);
    if (shownAt !== undefined) return { ...nothing, type, again: { href: `#${shownAt}`, label } };
    if (!isOurs)
      return { ...nothing, type, facts: [{ words: 'Outside of the document:', values: [pointer], after: '' }] };
    const target = Object.hasOwn(this.parts.components, pointer) ? this.parts.components[pointer] : undefined;
    if (!isObject(target)) return { ...nothing, type, more: { href: type.href!, label: `About ${label}` } };
    // OpenAPI 3.1 allows other words beside a $ref; they count for this place only.
    const { $ref: _ref, ...beside } = given;
    const open = new Map(place.open).set(pointer, place.anchor);
    const inside = { ...place, source: { pointer, at: '' }, open };
    const shape = this.describe({ schema: { ...target, ...beside }, source: inside.source }, inside, from);
    const isNamed = shape.fields.length > 0 || shape.choices.length > 0 || shape.more !== undefined;
    return isNamed && shape.type.href === undefined && shape.type.before === ''
      ? { ...shape, type: named(shape, type) }
      : shape;
  }

  private own(schema: JsonObject, place: Place, from: number): ShapeView {
    const sole = soleForm(schema, place.source);
    if (sole !== undefined) {
      const shape = this.describe(sole, place, from);
      const isSaid = !isNullable(schema) || shape.type.after.endsWith(' or null');
      return isSaid ? shape : { ...shape, type: { ...shape.type, after: `${shape.type.after} or null` } };
    }
    const merged = this.merger.merge(schema, place.source, place.open, place.anchor);
    const inner = this.content(merged, place);
    const shape = this.inside(merged, { ...place, open: merged.open }, from);
    const [only] = merged.includes;
    // What is put together of a component and more is not that component.
    const isWhole = listOf(schema.allOf).length === 1 && schema.properties === undefined;
    const hasShape = shape.fields.length + shape.choices.length > 0 || merged.circle !== undefined;
    const isAlias = isWhole && merged.includes.length === 1 && hasShape;
    const type: TypeView = inner?.type ?? {
      ...nowhere,
      name: isAlias ? componentName(only!) : typeName(merged.words),
      href: isAlias ? this.parts.hrefOf({ pointer: only!, at: '' }) : undefined,
    };
    const facts = [...schemaFacts(merged.words, this.isFull ? fewValues : manyValues), ...(inner?.facts ?? [])];
    this.bytes += facts.reduce((sum, { values }) => sum + factBytes + values.join('').length + 13 * values.length, 0);
    return {
      type: { ...type, after: type.after + (isNullable(merged.words) ? ' or null' : '') },
      facts,
      fields: shape.fields.length > 0 ? shape.fields : (inner?.fields ?? []),
      choices: [...shape.choices, ...(inner?.choices ?? [])],
      again: inner?.again ?? againOf(merged),
      more: shape.more ?? inner?.more,
    };
  }

  /** An array and a map are shown by what is in them. */
  private content(merged: MergedSchema, place: Place): ShapeView | undefined {
    const isMap = merged.properties.size === 0 && merged.patterns.size === 0;
    const placed = merged.items ?? (isMap ? merged.rest : undefined);
    if (placed === undefined) return undefined;
    const [joint, words] = merged.items === undefined ? ['{}', 'map of '] : ['[]', 'array of '];
    const inner = this.describe(placed, { ...place, anchor: `${place.anchor}${joint}`, open: merged.open });
    return { ...inner, type: { ...inner.type, before: `${words}${inner.type.before}` } };
  }

  private inside(merged: MergedSchema, place: Place, from: number): Pick<ShapeView, 'fields' | 'choices' | 'more'> {
    const rows = fieldRows(merged, place.source);
    if (rows.length === 0 && merged.choices.length === 0 && merged.excluded.length === 0)
      return { fields: [], choices: [], more: undefined };
    if (place.levels <= 0 || this.isFull)
      return {
        fields: [],
        choices: [],
        more: { href: this.parts.hrefOf(place.source), label: countWords(merged, rows.length) },
      };
    const inner = { ...place, levels: place.levels - 1 };
    // What cannot fit anyway need not be made: a tree of fewer levels is tried next.
    if (place.levels > 1 && rows.length * fieldBytes > this.maxBytes) this.bytes += rows.length * fieldBytes;
    const fields: FieldView[] = [];
    for (const row of rows.slice(from, from + maxListed)) {
      if (this.isFull) break;
      fields.push(this.field(row, inner));
    }
    const choices = [...this.choices(merged, inner), ...this.excluded(merged, inner)];
    const left = rows.length - from - fields.length;
    const href = left > 0 ? this.parts.hrefOf(place.source, from + fields.length) : undefined;
    return { fields, choices, more: href === undefined ? undefined : { href, label: `${left} more fields` } };
  }

  private field(row: FieldRow, place: Place): FieldView {
    const anchor = this.anchors.unique(`${place.anchor}${row.joint()}`);
    const words = this.wordsOf(row.placed.schema);
    const { text, textHtml } = this.texts(textOf(words.description) || textOf(words.title));
    this.bytes += fieldBytes + 2 * anchor.length + row.name.length;
    return {
      anchor,
      name: row.name,
      note: row.note,
      required: row.required,
      deprecated: words.deprecated === true,
      access: words.readOnly === true ? 'only in answers' : words.writeOnly === true ? 'only in requests' : '',
      ...{ text, textHtml },
      ...this.describe(row.placed, { ...place, anchor }),
    };
  }

  /** While it is only tried whether a tree fits, the length of its words is enough. */
  private texts(given: string): { text: string; textHtml: string } {
    const text = cut(given, maxTextLength);
    const textHtml = text === '' || this.isTrial ? '' : markdownToHtml(text);
    this.bytes += this.isTrial ? text.length : textHtml.length;
    return { text, textHtml };
  }

  /** What a schema says of itself, or what the component says that it stands for. */
  private wordsOf(schema: Json): JsonObject {
    if (!isObject(schema)) return {};
    const pointer = textOf(schema.$ref);
    const target = Object.hasOwn(this.parts.components, pointer) ? this.parts.components[pointer] : undefined;
    return isObject(target) ? { ...target, ...schema } : schema;
  }

  /** Each part of an allOf may bring a choice of its own: all of them together list no more than one would. */
  private choices({ choices }: MergedSchema, place: Place): ChoiceView[] {
    let room = maxListed;
    return choices.flatMap((choice) => {
      if (room === 0) return [];
      const view = this.choice(choice, place, room);
      room -= view.forms.length;
      return [view];
    });
  }

  private choice({ kind, forms, discriminator }: Choices, place: Place, room: number): ChoiceView {
    const values = discriminatorValues(discriminator);
    return {
      title: `${kind === 'oneOf' ? 'One of' : 'Any of'} ${forms.length}`,
      by: discriminator === undefined ? '' : textOf(discriminator.propertyName),
      forms: this.forms(forms.slice(0, room), (form, index) => this.form(form, `one-of-${index + 1}`, place, values)),
    };
  }

  private excluded(merged: MergedSchema, place: Place): ChoiceView[] {
    if (merged.excluded.length === 0) return [];
    const forms = merged.excluded.slice(0, maxListed);
    return [{ title: 'But not', by: '', forms: this.forms(forms, (form) => this.form(form, 'not', place, new Map())) }];
  }

  /** One at least, then while there is room. */
  private forms(forms: Placed[], make: (form: Placed, index: number) => FormView): FormView[] {
    return forms.flatMap((form, index) => (index > 0 && this.isFull ? [] : [make(form, index)]));
  }

  private form(placed: Placed, joint: string, place: Place, values: ReadonlyMap<string, string>): FormView {
    const anchor = this.anchors.unique(`${place.anchor}.${joint}`);
    const words = this.wordsOf(placed.schema);
    const { text, textHtml } = this.texts(textOf(words.description));
    const shape = this.describe(placed, { ...place, anchor });
    const pointer = isObject(placed.schema) ? textOf(placed.schema.$ref) : '';
    this.bytes += fieldBytes + anchor.length;
    const { before, name, after } = shape.type;
    const title = isObject(placed.schema) ? textOf(placed.schema.title) : '';
    return {
      ...shape,
      anchor,
      label: title || (pointer === '' ? `${before}${name}${after}` : componentName(pointer)),
      value: values.get(pointer) ?? (values.size > 0 && pointer !== '' ? componentName(pointer) : ''),
      ...{ text, textHtml },
    };
  }
}

/** Where the component is shown that it is made of and stands in. */
function againOf({ circle, open }: MergedSchema): LinkView | undefined {
  return circle === undefined ? undefined : { href: `#${open.get(circle)}`, label: componentName(circle) };
}

function named(shape: ShapeView, type: TypeView): TypeView {
  return { ...type, after: shape.type.after };
}

/** The one form that a schema may take beside null: with what is said beside it, it is the schema. */
function soleForm(schema: JsonObject, source: Source): Placed | undefined {
  const { oneOf, anyOf, ...beside } = schema;
  const [kind, forms] = oneOf === undefined ? ['anyOf', listOf(anyOf)] : ['oneOf', listOf(oneOf)];
  const isMore = [beside.allOf, beside.properties, beside.not, oneOf && anyOf].some((part) => part !== undefined);
  const index = forms.findIndex((form) => !isObject(form) || form.type !== 'null');
  const form = forms[index];
  if (isMore || !isObject(form) || forms.length !== 2 || !isNullable({ anyOf: forms })) return undefined;
  return { schema: { ...form, ...beside }, source: within(source, kind, index) };
}

function discriminatorValues(discriminator: JsonObject | undefined): Map<string, string> {
  const mapping = isObject(discriminator?.mapping) ? discriminator.mapping : {};
  const pairs = Object.entries(mapping).map(([value, target]): [string, string] => {
    const text = textOf(target);
    return [text.includes('/') ? text : `#/components/schemas/${text}`, value];
  });
  return new Map(pairs);
}
