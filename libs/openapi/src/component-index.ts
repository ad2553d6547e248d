import { isObject, type Json, type JsonObject } from './json.js';
import { MAX_OPERATION_REFS } from './limits.js';
import type { ComponentRow, OperationRow } from './reference-model.js';
import { isExternalRef, pointerOf, type SpecContext, tokensOf, tokensOfPointer } from './spec-context.js';

/** Keywords whose values are data, not schemas. */
const DATA_KEYWORDS: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'required', 'xml', 'externalDocs']);
const EXAMPLE_KEYWORDS: ReadonlySet<string> = new Set(['example', 'examples']);
/** Keywords whose values are schemas by name: there `example` or `$ref` may be the name of a property. */
const MAP_KEYWORDS: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
]);

/** Of operations that name more than this themselves, what they reach is found anew for each. */
const MAX_REMEMBERED_REFS = 50;

/** Many operations share one: it is the same object for all of them. */
export type Reach = Pick<OperationRow, 'refs' | 'refsTruncated'>;

/** The components of a document and who points to whom. Each schema is walked once, however often it is used. */
export class ComponentIndex {
  private readonly rows = new Map<string, ComponentRow>();
  private readonly direct = new WeakMap<object, readonly string[]>();
  private readonly reached = new Map<string, Reach>();

  constructor(private readonly context: SpecContext) {}

  /** In the order in which they were found. */
  list(): ComponentRow[] {
    return [...this.rows.values()];
  }

  /** Adds what stands at the tokens, and all that it reaches. */
  add(tokens: readonly string[]): void {
    const waiting = [pointerOf(tokens)];
    for (let pointer = waiting.pop(); pointer !== undefined; pointer = waiting.pop()) {
      if (this.rows.has(pointer)) continue;
      const found = tokensOfPointer(pointer);
      const definition = this.context.at(found) ?? null;
      if (definition === null) {
        this.context.warn(pointer, 'A schema is expected here.');
        continue;
      }
      this.rows.set(pointer, { pointer, name: found.at(-1) ?? '', definition });
      waiting.push(...this.refsOf(definition, pointer));
    }
  }

  /** The components that these schemas reach, nearest first, at most MAX_OPERATION_REFS. */
  reach(schemas: readonly Json[], pointer: string): Reach {
    const first = new Set<string>();
    const isWhole = schemas.every((schema) => addUpTo(MAX_OPERATION_REFS, first, this.refsOf(schema, pointer)));
    if (!isWhole || first.size > MAX_REMEMBERED_REFS) return this.follow(first, isWhole);
    const key = JSON.stringify([...first]);
    const known = this.reached.get(key);
    if (known !== undefined) return known;
    const reach = this.follow(first, isWhole);
    this.reached.set(key, reach);
    return reach;
  }

  /** Grows the set while it goes through it. */
  private follow(found: Set<string>, isFirstWhole: boolean): Reach {
    let isWhole = isFirstWhole;
    for (const ref of found) {
      if (!isWhole) break;
      if (!this.rows.has(ref)) this.add(tokensOfPointer(ref));
      isWhole = addUpTo(MAX_OPERATION_REFS, found, this.refsOf(this.rows.get(ref)?.definition ?? null, ref));
    }
    return { refs: [...found], refsTruncated: !isWhole };
  }

  /** The pointers that stand in a schema itself, each once. */
  private refsOf(schema: Json, pointer: string): readonly string[] {
    if (typeof schema !== 'object' || schema === null) return [];
    const known = this.direct.get(schema);
    if (known !== undefined) return known;
    const refs = new Set<string>();
    this.scan(schema, pointer, refs);
    const list = [...refs];
    this.direct.set(schema, list);
    return list;
  }

  private scan(schema: Json, pointer: string, refs: Set<string>): void {
    if (Array.isArray(schema)) for (const item of schema) this.scan(item, pointer, refs);
    if (!isObject(schema)) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === '$ref' && typeof value === 'string') this.takeRef(schema, value, pointer, refs);
      else if (EXAMPLE_KEYWORDS.has(key)) schema[key] = this.context.cutExample(value);
      else if (key === 'discriminator') this.takeMapping(value, pointer, refs);
      else if (MAP_KEYWORDS.has(key) && isObject(value))
        for (const child of Object.values(value)) this.scan(child, pointer, refs);
      else if (!DATA_KEYWORDS.has(key) && !key.startsWith('x-')) this.scan(value, pointer, refs);
    }
  }

  /** Rewrites the reference to the one spelling under which the component is listed. */
  private takeRef(schema: JsonObject, ref: string, pointer: string, refs: Set<string>): void {
    const canonical = this.canonical(ref, pointer);
    if (canonical === null) return;
    schema.$ref = canonical;
    refs.add(canonical);
  }

  private takeMapping(discriminator: Json, pointer: string, refs: Set<string>): void {
    const mapping = isObject(discriminator) ? discriminator.mapping : undefined;
    for (const target of isObject(mapping) ? Object.values(mapping) : []) {
      if (typeof target !== 'string' || !target.startsWith('#/')) continue;
      const canonical = this.canonical(target, pointer);
      if (canonical !== null) refs.add(canonical);
    }
  }

  private canonical(ref: string, pointer: string): string | null {
    if (isExternalRef(ref)) {
      this.context.warn(pointer, `External reference, not followed: ${ref.slice(0, 200)}`);
      return null;
    }
    const tokens = tokensOf(ref);
    // An empty YAML entry is null: nothing stands there either.
    if (tokens !== null && tokens.length >= 2 && (this.context.at(tokens) ?? null) !== null) return pointerOf(tokens);
    this.context.warn(pointer, `This reference points to nothing: ${ref.slice(0, 200)}`);
    return null;
  }
}

/** Whether all of them were there or had room. */
function addUpTo(limit: number, found: Set<string>, refs: readonly string[]): boolean {
  for (const ref of refs) {
    if (found.size === limit && !found.has(ref)) return false;
    found.add(ref);
  }
  return true;
}
