import { get, isObject, type Json, type JsonObject, listOf, textsOf } from '../../json.js';
import type { ChangeClass } from '../spec-change.js';
import type { SchemaMutation, Verdicts } from './mutation.js';
import type { Random } from './random.js';

const NEW_NAME = 'x9Added';
const narrowing: Verdicts = { request: 'breaking', response: 'safe' };
const bounding: Verdicts = { request: 'dangerous', response: 'safe' };
const widening: Verdicts = { request: 'safe', response: 'breaking' };
const both = (verdict: ChangeClass): Verdicts => ({ request: verdict, response: verdict });

const isType = (type: string) => (schema: JsonObject) => get(schema, 'type') === type;
const isText = isType('string');
const isList = isType('array');
const isNumber = (schema: JsonObject): boolean => isType('number')(schema) || isType('integer')(schema);
const isPlainText = (schema: JsonObject): boolean =>
  isText(schema) && !['enum', 'const', 'pattern', 'format'].some((keyword) => Object.hasOwn(schema, keyword));
const isOpenObject = (schema: JsonObject): boolean =>
  isObject(get(schema, 'properties')) && get(schema, 'additionalProperties') === undefined && isType('object')(schema);
const propertyNames = (schema: JsonObject): string[] => Object.keys(schema['properties'] as JsonObject);
const required = (schema: JsonObject): string[] =>
  textsOf(get(schema, 'required')).filter((name) => propertyNames(schema).includes(name));
/** What a reader or a writer alone sees counts on one side only. */
const plainNames = (schema: JsonObject): string[] =>
  propertyNames(schema).filter((name) => {
    const property = get(schema['properties'] as JsonObject, name);
    return (
      isObject(property) &&
      get(property, '$ref') === undefined &&
      get(property, 'default') === undefined &&
      !['readOnly', 'writeOnly', 'allOf', 'oneOf', 'anyOf'].some((mark) => Object.hasOwn(property, mark))
    );
  });
const optional = (schema: JsonObject): string[] =>
  plainNames(schema).filter((name) => !required(schema).includes(name));
const requiredPlain = (schema: JsonObject): string[] =>
  plainNames(schema).filter((name) => required(schema).includes(name));

type Test = (schema: JsonObject) => boolean;

function mutation(name: string, verdicts: Verdicts, fits: Test, apply: SchemaMutation['apply']): SchemaMutation {
  return { name, verdicts, fits: ({ schema }) => fits(schema), apply };
}

/** The four ways in which a bound can move; `up` is whether a larger number leaves more room. */
function boundMutations(keyword: string, fits: Test, up: boolean, start: number, step: number): SchemaMutation[] {
  // A lower bound of 0 is none where it is a length or a number of items.
  const has = (schema: JsonObject): boolean => fits(schema) && Number(get(schema, keyword)) > 0;
  const lacks = (schema: JsonObject): boolean =>
    fits(schema) &&
    ![keyword, `exclusive${keyword[0]?.toUpperCase()}${keyword.slice(1)}`].some((key) => Object.hasOwn(schema, key));
  const move = (by: number) => (schema: JsonObject) => void (schema[keyword] = (schema[keyword] as number) + by);
  const room = (schema: JsonObject): boolean => has(schema) && (schema[keyword] as number) > step;
  return [
    mutation(`${keyword}-set`, bounding, lacks, (schema) => void (schema[keyword] = start)),
    mutation(`${keyword}-unset`, widening, room, (schema) => void delete schema[keyword]),
    mutation(`${keyword}-increased`, up ? widening : narrowing, has, move(step)),
    mutation(`${keyword}-decreased`, up ? narrowing : widening, room, move(-step)),
  ];
}

const bounds = [
  ...boundMutations('maxLength', isPlainText, true, 77, 1),
  ...boundMutations('minLength', isPlainText, false, 2, 1),
  ...boundMutations('maximum', isNumber, true, 77_777, 1),
  ...boundMutations('minimum', isNumber, false, 3, 1),
  ...boundMutations('maxItems', isList, true, 77, 1),
  ...boundMutations('minItems', isList, false, 2, 1),
];

const texts = (schema: JsonObject): boolean =>
  isText(schema) &&
  get(schema, 'nullable') !== true &&
  textsOf(get(schema, 'enum')).length > 1 &&
  textsOf(get(schema, 'enum')).length === listOf(get(schema, 'enum')).length;

const values: SchemaMutation[] = [
  mutation('type-changed', both('breaking'), isPlainText, (schema) => {
    for (const keyword of Object.keys(schema)) delete schema[keyword];
    schema['type'] = 'boolean';
  }),
  mutation('integer-became-number', widening, isType('integer'), (schema) => {
    delete schema['format'];
    schema['type'] = 'number';
  }),
  mutation(
    'number-became-integer',
    narrowing,
    (schema) => isType('number')(schema) && !('format' in schema),
    (schema) => void (schema['type'] = 'integer'),
  ),
  mutation('became-enum', narrowing, isPlainText, (schema) => void (schema['enum'] = ['one', 'two'])),
  mutation('enum-value-removed', narrowing, texts, (schema, random) => {
    const gone = random.pick(listOf(schema['enum']));
    schema['enum'] = listOf(schema['enum']).filter((value) => value !== gone);
  }),
  mutation('enum-value-added', { request: 'safe', response: 'dangerous' }, texts, (schema) => {
    schema['enum'] = [...listOf(schema['enum']), NEW_NAME];
  }),
  mutation('const-set', narrowing, isPlainText, (schema) => void (schema['const'] = NEW_NAME)),
  mutation('pattern-set', narrowing, isPlainText, (schema) => void (schema['pattern'] = '^[a-z]+$')),
  mutation(
    'format-changed',
    both('breaking'),
    (schema) => isText(schema) && get(schema, 'format') === 'date-time',
    (schema) => void (schema['format'] = 'date'),
  ),
  mutation(
    'items-type-changed',
    both('breaking'),
    (schema) => isList(schema) && isPlainText((get(schema, 'items') ?? {}) as JsonObject),
    (schema) => void (schema['items'] = { type: 'boolean' }),
  ),
];

function withoutProperty(schema: JsonObject, name: string): void {
  const { [name]: _gone, ...rest } = schema['properties'] as JsonObject;
  schema['properties'] = rest;
  if (Array.isArray(schema['required'])) schema['required'] = schema['required'].filter((other) => other !== name);
}

function withProperty(schema: JsonObject, property: Json, isRequired: boolean): void {
  schema['properties'] = { ...(schema['properties'] as JsonObject), [NEW_NAME]: property };
  if (isRequired) schema['required'] = [...listOf(schema['required'] ?? []), NEW_NAME];
}

const has =
  (names: (schema: JsonObject) => string[]): Test =>
  (schema) =>
    isOpenObject(schema) && names(schema).length > 0;
const pickOf =
  (names: (schema: JsonObject) => string[], change: (schema: JsonObject, name: string) => void) =>
  (schema: JsonObject, random: Random) =>
    change(schema, random.pick(names(schema)));

const objects: SchemaMutation[] = [
  mutation('optional-property-removed', both('dangerous'), has(optional), pickOf(optional, withoutProperty)),
  mutation(
    'required-property-removed',
    { request: 'dangerous', response: 'breaking' },
    has(requiredPlain),
    pickOf(requiredPlain, withoutProperty),
  ),
  mutation('optional-property-added', both('safe'), isOpenObject, (schema) =>
    withProperty(schema, { type: 'string' }, false),
  ),
  mutation('required-property-added', narrowing, isOpenObject, (schema) =>
    withProperty(schema, { type: 'string' }, true),
  ),
  mutation(
    'property-became-required',
    narrowing,
    has(optional),
    pickOf(optional, (schema, name) => {
      schema['required'] = [...listOf(schema['required'] ?? []), name];
    }),
  ),
  mutation(
    'property-became-optional',
    widening,
    has(requiredPlain),
    pickOf(requiredPlain, (schema, name) => {
      schema['required'] = listOf(schema['required']).filter((other) => other !== name);
    }),
  ),
];

/** In the way that the line of the document has for it. */
const nullables = (is31: boolean): SchemaMutation[] => [
  mutation(
    'became-nullable',
    widening,
    (schema) => isPlainText(schema) && get(schema, 'nullable') !== true,
    (schema) => {
      if (is31) schema['type'] = ['string', 'null'];
      else schema['nullable'] = true;
    },
  ),
  mutation(
    'became-not-nullable',
    narrowing,
    (schema) => (is31 ? isNullList(get(schema, 'type')) : get(schema, 'nullable') === true && isPlainText(schema)),
    (schema) => {
      if (is31) schema['type'] = (schema['type'] as string[]).find((type) => type !== 'null') as string;
      else delete schema['nullable'];
    },
  ),
];

function isNullList(types: Json | undefined): boolean {
  return Array.isArray(types) && types.length === 2 && types.includes('null');
}

const defaults: SchemaMutation = {
  name: 'default-of-a-parameter-set',
  verdicts: both('breaking'),
  fits: ({ schema, isOptionalParameter }) => isOptionalParameter && isPlainText(schema) && !('default' in schema),
  apply: (schema) => void (schema['default'] = NEW_NAME),
};

export function schemaMutations(is31: boolean): SchemaMutation[] {
  return [...bounds, ...values, ...objects, ...nullables(is31), defaults];
}
