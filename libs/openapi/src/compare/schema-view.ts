import { get, isObject, type Json, type JsonObject } from '../json.js';
import { tooComplex } from '../spec-fault.js';
import { MAX_JOINED_SCHEMAS } from './limits.js';
import { childrenOf, type Place } from './place.js';
import { typesOf, type Types, valuesOf, type Values } from './schema-values.js';
import { isAnnotation } from './schema-keywords.js';
import type { SpecSide } from './spec-side.js';

/** Schemas that hold together, each where it stands. Most have one. */
export type Joined = readonly Place[];

/** Alternatives, without the branch for null: that makes the schema nullable instead. */
export interface Union {
  place: Place;
  keyword: 'oneOf' | 'anyOf';
  branches: Place[];
}

/** What a schema says when `$ref`, `allOf` and the several ways to spell null, values and lists of types are taken away. */
export interface SchemaView {
  /** The schemas that hold together, without `$ref`: their other keywords are read where they stand. */
  atoms: Place[];
  /** Allows nothing: the schema `false`. */
  isNever: boolean;
  /** References that lead out of the document or nowhere. */
  openRefs: string[];
  /** Without null. Null: any. */
  types: Types;
  isNullable: boolean;
  /** The values listed by `enum` or `const`, without null. Null: any. */
  values: Values;
  unions: Union[];
}

/** The views of one document's schemas, each made once. */
export class SchemaViews {
  private readonly known = new Map<string, SchemaView>();

  constructor(private readonly side: SpecSide) {}

  keyOf(joined: Joined): string {
    return joined.map((place) => this.side.numberOf(place)).join();
  }

  of(joined: Joined): SchemaView {
    const key = this.keyOf(joined);
    let view = this.known.get(key);
    if (view === undefined) this.known.set(key, (view = this.build(joined)));
    return view;
  }

  private build(joined: Joined): SchemaView {
    const view: SchemaView = {
      atoms: [],
      isNever: false,
      openRefs: [],
      types: null,
      isNullable: true,
      values: null,
      unions: [],
    };
    const seen = new Set<object>();
    const rest = [...joined].reverse();
    for (let place = rest.pop(); place !== undefined; place = rest.pop()) {
      const { value } = place;
      if (value === false) view.isNever = true;
      if (!isObject(value) || seen.has(value)) continue;
      seen.add(value);
      if (view.atoms.length === MAX_JOINED_SCHEMAS)
        throw tooComplex(`A schema joins more than ${MAX_JOINED_SCHEMAS.toLocaleString('en-US')} others by allOf.`);
      rest.push(...this.references(view, place, value).reverse());
    }
    // `nullable` beside `allOf` says of the whole what no branch says.
    if (joined.length === 1 && view.atoms[0] !== undefined && this.saysNullable(view.atoms[0])) view.isNullable = true;
    return view;
  }

  /** The schemas that hold beside this one; this one itself is taken into the view. */
  private references(view: SchemaView, place: Place, value: JsonObject): Place[] {
    const beside: Place[] = [];
    const alias = this.side.aliasOf(value);
    const ref = get(value, '$ref');
    if (typeof ref === 'string') {
      const target = alias === null ? this.side.follow(ref) : this.side.resolve(place);
      if (target === null) view.openRefs.push(ref);
      else beside.push(target);
      if (alias !== null) return beside;
    }
    view.atoms.push(place);
    beside.push(...childrenOf(place, 'allOf'));
    const said = typesOf(value);
    let isNullable = said.isNullable || this.saysNullable(place);
    view.types = both(view.types, said.types);
    view.values = both(view.values, valuesOf(value));
    for (const keyword of ['oneOf', 'anyOf'] as const) {
      const branches = childrenOf(place, keyword).filter((branch) => !isNull(branch.value));
      const plain = plainBranches(branches);
      if (plain !== null) {
        view.types = both(view.types, plain.types);
        view.values = both(view.values, plain.values);
        isNullable &&= plain.isNullable || this.saysNullable(place);
      } else if (branches.length === 1) beside.push(branches[0] as Place);
      else if (branches.length > 1) view.unions.push({ place, keyword, branches });
    }
    view.isNullable &&= isNullable;
    return beside;
  }

  private saysNullable(place: Place): boolean {
    if (get(place.value, 'nullable') === true || get(place.value, 'x-nullable') === true) return true;
    return ['oneOf', 'anyOf'].some((keyword) => childrenOf(place, keyword).some((branch) => isNull(branch.value)));
  }
}

function isNull(schema: Json): boolean {
  if (!isObject(schema)) return false;
  if (get(schema, 'type') === 'null') return true;
  const values = get(schema, 'enum');
  return Array.isArray(values) && values.length === 1 && values[0] === null;
}

/** Branches that name types or values only are one list of types or values. */
function plainBranches(branches: readonly Place[]): { types: Types; values: Values; isNullable: boolean } | null {
  if (branches.length < 2) return null;
  const types = new Set<string>();
  const values = new Map<string, Json>();
  let isNullable = false;
  let withValues = 0;
  for (const { value } of branches) {
    if (!isObject(value)) return null;
    if (!Object.keys(value).every((key) => key === 'type' || key === 'enum' || key === 'const' || isAnnotation(key)))
      return null;
    const said = typesOf(value);
    const listed = valuesOf(value);
    if (said.types === null) return null;
    for (const type of said.types) types.add(type);
    if (listed !== null) withValues++;
    for (const [key, item] of listed ?? []) values.set(key, item);
    isNullable ||= said.isNullable;
  }
  if (withValues !== 0 && withValues !== branches.length) return null;
  return { types, values: withValues === 0 ? null : values, isNullable };
}

function both<T extends ReadonlySet<string> | ReadonlyMap<string, Json>>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other;
  const kept = [...one.keys()].filter((key) => other.has(key));
  if (one instanceof Set) return new Set(kept) as unknown as T;
  return new Map(kept.map((key) => [key, (one as ReadonlyMap<string, Json>).get(key) as Json])) as unknown as T;
}
