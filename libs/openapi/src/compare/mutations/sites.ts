import { entriesOf, get, isObject, type Json, type JsonObject, listOf } from '../../json.js';
import { valueAt } from '../../spec-context.js';
import { METHODS } from '../../methods.js';
import type { Direction } from '../spec-change.js';

/** Below these a change may mean something else than where the schema stands for itself. */
const COMPOSING = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'prefixItems', 'contains', 'propertyNames'];
const COMPOSING_MAPS = ['patternProperties', 'dependentSchemas', 'discriminator'];
const MARKS = ['readOnly', 'writeOnly', 'unevaluatedProperties', 'unevaluatedItems'];
const TAINTING = [...COMPOSING, ...COMPOSING_MAPS, ...MARKS];

/** OpenAPI leaves them to others. */
export const IGNORED_HEADERS = ['accept', 'content-type', 'authorization'];

function nameOf(parameter: JsonObject): string {
  return `${String(get(parameter, 'in'))} ${String(get(parameter, 'name'))}`;
}

/** A schema of a document, which may be changed in place, and the directions in which it is used. */
export interface SchemaSite {
  schema: JsonObject;
  directions: Set<Direction>;
  /** Where the schema is that of an optional parameter itself. */
  isOptionalParameter: boolean;
}

export interface OperationSite {
  path: string;
  method: string;
  operation: JsonObject;
  pathItem: JsonObject;
}

/** The value, or what it refers to: local pointers only. */
export function resolve(root: JsonObject, value: Json | undefined): JsonObject | null {
  let found = value;
  for (let hops = 0; hops < 50; hops++) {
    const reference = get(found, '$ref');
    if (typeof reference !== 'string') return isObject(found) ? found : null;
    if (!reference.startsWith('#/')) return null;
    found = valueAt(root, reference.slice(2).split('/').map(decode));
  }
  return null;
}

function decode(token: string): string {
  return decodeURIComponent(token.replaceAll('%', '%25').replaceAll(/%25([0-9a-f]{2})/gi, '%$1'))
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}

export function operationsOf(root: JsonObject): OperationSite[] {
  return entriesOf(get(root, 'paths')).flatMap(([path, pathItem]) => {
    if (path.startsWith('x-') || !isObject(pathItem) || get(pathItem, '$ref') !== undefined) return [];
    return METHODS.flatMap((method) => {
      const operation = get(pathItem, method);
      return isObject(operation) ? [{ path, method, operation, pathItem }] : [];
    });
  });
}

/** Finds the schemas that stand for themselves wherever they are used. */
export function schemasOf(root: JsonObject): SchemaSite[] {
  const walk = new SchemaWalk(root);
  for (const [, pathItem] of entriesOf(get(root, 'paths'))) walk.pathItem(resolve(root, pathItem), 'request');
  for (const [, pathItem] of entriesOf(get(root, 'webhooks'))) walk.pathItem(resolve(root, pathItem), 'response');
  return walk.sites();
}

class SchemaWalk {
  private readonly found = new Map<JsonObject, SchemaSite>();
  private readonly seen = { plain: new Map<Direction, Set<Json>>(), composed: new Map<Direction, Set<Json>>() };
  private readonly items = new Map<Direction, Set<JsonObject>>();

  constructor(private readonly root: JsonObject) {}

  sites(): SchemaSite[] {
    const composed = [...this.seen.composed.values()];
    return [...this.found.values()].filter(({ schema }) => composed.every((seen) => !seen.has(schema)));
  }

  pathItem(item: JsonObject | null, sent: Direction): void {
    if (item === null || !isNew(this.items, sent, item)) return;
    const operations = METHODS.map((method) => get(item, method)).filter(isObject);
    const own = operations.flatMap((operation) => this.parametersOf(operation)).map(nameOf);
    // What an operation says again for itself counts there alone.
    for (const parameter of this.parametersOf(item))
      if (operations.length > 0 && !own.includes(nameOf(parameter))) this.parameter(parameter, sent);
    for (const operation of operations) this.operation(operation, sent);
  }

  private parametersOf(holder: JsonObject): JsonObject[] {
    return listOf(get(holder, 'parameters'))
      .map((item) => resolve(this.root, item))
      .filter((parameter) => parameter !== null);
  }

  private operation(operation: JsonObject, sent: Direction): void {
    const received = sent === 'request' ? 'response' : 'request';
    for (const parameter of this.parametersOf(operation)) this.parameter(parameter, sent);
    this.contents(resolve(this.root, get(operation, 'requestBody')), sent);
    for (const [, response] of entriesOf(get(operation, 'responses'))) {
      const answer = resolve(this.root, response);
      this.contents(answer, received);
      for (const [, header] of entriesOf(get(answer ?? {}, 'headers')))
        this.parameter(resolve(this.root, header), received);
    }
    for (const [, callback] of entriesOf(get(operation, 'callbacks')))
      for (const [, item] of entriesOf(resolve(this.root, callback) ?? {}))
        this.pathItem(resolve(this.root, item), received);
  }

  private parameter(parameter: JsonObject | null, direction: Direction): void {
    if (parameter === null || IGNORED_HEADERS.includes(String(get(parameter, 'name')).toLowerCase())) return;
    const schema = get(parameter, 'schema');
    const isHeader = get(parameter, 'in') === undefined;
    this.schema(schema, direction, false, !isHeader && get(parameter, 'required') !== true);
    this.contents(parameter, direction);
  }

  private contents(holder: JsonObject | null, direction: Direction): void {
    for (const [type, content] of entriesOf(get(holder ?? {}, 'content')))
      // In forms the encoding of properties has a say, too.
      this.schema(get(content, 'schema'), direction, !type.includes('json'), false);
  }

  private schema(
    value: Json | undefined,
    direction: Direction,
    isComposed: boolean,
    isOptionalParameter: boolean,
  ): void {
    const schema = resolve(this.root, value);
    if (schema === null) return;
    const isMixed = isObject(value) && value !== schema && Object.keys(value).length > 1;
    const below = isComposed || isMixed || TAINTING.some((keyword) => Object.hasOwn(schema, keyword));
    if (!isNew(below ? this.seen.composed : this.seen.plain, direction, schema)) return;
    const site = this.found.get(schema) ?? { schema, directions: new Set(), isOptionalParameter };
    site.directions.add(direction);
    site.isOptionalParameter &&= isOptionalParameter;
    this.found.set(schema, site);
    this.held(schema, direction, below);
  }

  private held(schema: JsonObject, direction: Direction, below: boolean): void {
    const visit = (child: Json | undefined): void => this.schema(child, direction, below, false);
    for (const [, child] of entriesOf(get(schema, 'properties'))) visit(child);
    for (const keyword of ['items', 'additionalProperties', ...COMPOSING]) {
      const held = get(schema, keyword);
      for (const child of Array.isArray(held) ? held : [held]) visit(child);
    }
    for (const keyword of COMPOSING_MAPS) for (const [, child] of entriesOf(get(schema, keyword))) visit(child);
  }
}

function isNew<Value>(seen: Map<Direction, Set<Value>>, direction: Direction, value: Value): boolean {
  const known = seen.get(direction) ?? new Set();
  seen.set(direction, known);
  if (known.has(value)) return false;
  known.add(value);
  return true;
}
