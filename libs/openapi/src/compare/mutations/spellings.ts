import { entriesOf, get, isObject, type Json, type JsonObject, listOf } from '../../json.js';
import type { Random } from './random.js';
import { operationsOf, resolve, schemasOf } from './sites.js';

/** Another way to write the same document; null where this one cannot be written so. */
export type Spelling = (root: JsonObject, random: Random) => JsonObject | null;

/** Keys under which data stands, in which every word counts. */
const DATA = ['default', 'const', 'enum', 'example', 'examples', 'mapping', 'scopes', 'security'];
const UNORDERED = ['required', 'enum', 'parameters', 'tags'];

function shuffleKeys(value: Json, random: Random): Json {
  if (Array.isArray(value)) return value.map((item) => shuffleKeys(item, random));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    random.shuffle(Object.entries(value)).map(([key, held]) => [key, shuffleKeys(held, random)]),
  );
}

function shuffleLists(value: Json, random: Random, key = ''): Json {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffleLists(item, random));
    return UNORDERED.includes(key) ? random.shuffle(items) : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      name !== 'enum' && DATA.includes(name) ? held : shuffleLists(held, random, name),
    ]),
  );
}

function rewriteTexts(value: Json, isMap = false): Json {
  if (Array.isArray(value)) return value.map((item) => rewriteTexts(item));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, held]): [string, Json] => {
    if (isMap) return [key, rewriteTexts(held)];
    if (['description', 'summary', 'title'].includes(key) && typeof held === 'string')
      return [key, `${held} Newly put.`];
    return [
      key,
      DATA.includes(key) ? held : rewriteTexts(held, ['properties', 'schemas', 'definitions'].includes(key)),
    ];
  });
  // What has a text or a type is no map of names, so that a note is one.
  const isMarkable = !isMap && ['description', 'summary', 'type'].some((key) => typeof value[key] === 'string');
  return Object.fromEntries(isMarkable ? [...entries, ['x-note', 'Newly put.']] : entries);
}

/** Writes out some of the references to schemas, those inside what was written out not. */
function inlineSome(root: JsonObject, value: Json, random: Random, key = ''): Json {
  if (Array.isArray(value)) return value.map((item) => inlineSome(root, item, random));
  if (!isObject(value)) return value;
  const reference = get(value, '$ref');
  const isSchema = typeof reference === 'string' && /^#\/(components\/schemas|definitions)\/[^/]+$/.test(reference);
  if (isSchema && Object.keys(value).length === 1 && key !== 'properties' && random.next() < 0.3) {
    const target = resolve(root, value);
    return target === null || get(target, 'discriminator') !== undefined ? value : structuredClone(target);
  }
  const isKept = (name: string): boolean => DATA.includes(name) || ['oneOf', 'anyOf', 'discriminator'].includes(name);
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, isKept(name) ? held : inlineSome(root, held, random, name)]),
  );
}

function respellNullable(root: JsonObject): JsonObject | null {
  if (!String(root['openapi']).startsWith('3.0')) return null;
  const copy = { ...structuredClone(root), openapi: '3.1.0' };
  const isClear = (value: Json): boolean => {
    if (Array.isArray(value)) return value.every(isClear);
    if (!isObject(value)) return true;
    if (typeof get(value, '$ref') === 'string' && Object.keys(value).length > 1) return false;
    if (get(value, 'nullable') === true) {
      if (typeof get(value, 'type') !== 'string' || 'enum' in value) return false;
      value['type'] = [value['type'] as string, 'null'];
      delete value['nullable'];
    }
    for (const side of ['Minimum', 'Maximum'])
      if (get(value, `exclusive${side}`) === true) {
        value[`exclusive${side}`] = value[side.toLowerCase()] as number;
        delete value[side.toLowerCase()];
      }
    return Object.values(value).every(isClear);
  };
  return isClear(copy) ? copy : null;
}

function writeDefaultsOut(root: JsonObject): JsonObject {
  const copy = structuredClone(root);
  const fill = (holder: JsonObject | null, defaults: JsonObject): void => {
    for (const [key, value] of Object.entries(defaults)) if (holder !== null && !(key in holder)) holder[key] = value;
  };
  for (const { operation } of operationsOf(copy)) {
    fill(operation, { deprecated: false });
    fill(resolve(copy, get(operation, 'requestBody')), { required: false });
    for (const parameter of listOf(get(operation, 'parameters')).map((item) => resolve(copy, item))) {
      const isForm = ['query', 'cookie'].includes(String(get(parameter ?? {}, 'in')));
      const style = isForm ? 'form' : 'simple';
      const isStyled = get(parameter ?? {}, 'schema') !== undefined && get(parameter ?? {}, 'style') === undefined;
      fill(parameter, { required: false, deprecated: false, ...(isStyled ? { style } : {}) });
      if (isStyled) fill(parameter, { explode: isForm });
    }
  }
  for (const { schema } of schemasOf(copy)) {
    fill(schema, { readOnly: false, writeOnly: false, deprecated: false });
    if (get(schema, 'type') === 'string') fill(schema, { minLength: 0 });
    if (get(schema, 'type') === 'array') fill(schema, { minItems: 0, uniqueItems: false });
    if (get(schema, 'type') === 'object') fill(schema, { additionalProperties: true });
  }
  return copy;
}

function listTypes(root: JsonObject): JsonObject | null {
  if (!String(root['openapi']).startsWith('3.1')) return null;
  const copy = structuredClone(root);
  for (const { schema } of schemasOf(copy)) if (typeof schema['type'] === 'string') schema['type'] = [schema['type']];
  return copy;
}

/** Gives the variables of path templates other names, the templates and the parameters alike. */
function renameVariables(root: JsonObject): JsonObject | null {
  const copy = structuredClone(root);
  const rename = (name: string): string => `${name}_x9`;
  const items = entriesOf(get(copy, 'paths'));
  const own = items.flatMap(([, item]) => [item, ...Object.values(isObject(item) ? item : {})]);
  const parameters = new Set(
    own.flatMap((holder) => listOf(get(holder, 'parameters'))).map((item) => resolve(copy, item)),
  );
  for (const parameter of parameters)
    if (parameter !== null && get(parameter, 'in') === 'path') parameter['name'] = rename(String(parameter['name']));
  copy['paths'] = Object.fromEntries(
    items.map(([path, item]) => [path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => `{${rename(name)}}`), item]),
  );
  return copy;
}

export const spellings: Record<string, Spelling> = {
  untouched: (root) => structuredClone(root),
  'keys shuffled': (root, random) => shuffleKeys(root, random) as JsonObject,
  'lists without an order shuffled': (root, random) => shuffleLists(root, random) as JsonObject,
  'texts rewritten and notes added': (root) => rewriteTexts(root) as JsonObject,
  'references written out': (root, random) => ({ ...(inlineSome(root, root, random) as JsonObject) }),
  'nullable and exclusive bounds as 3.1 has them': respellNullable,
  'defaults written out': writeDefaultsOut,
  'a type as a list of one': listTypes,
  'variables of paths renamed': renameVariables,
};
