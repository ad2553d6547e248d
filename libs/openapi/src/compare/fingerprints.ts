import { get, isObject, type Json, type JsonObject } from '../json.js';
import { tooComplex } from '../spec-fault.js';
import { MAX_DISTINCT_SCHEMAS } from './limits.js';
import { eachSubSchema, isAnnotation, shapeOf } from './schema-keywords.js';
import type { SpecSide } from './spec-side.js';

/** NUL stands in no text of a checked document, so what is joined by it can be joined in one way only. */
const SEPARATOR = '\0';

/** Numbers for schemas of both documents: the same number means the same schema, so nothing can be made to collide. */
export class FingerprintTable {
  private readonly numbers = new Map<string, number>();

  intern(kind: string, parts: readonly string[]): string {
    const text = [kind, ...parts].join(SEPARATOR);
    let number = this.numbers.get(text);
    if (number === undefined) {
      number = this.numbers.size;
      if (number >= MAX_DISTINCT_SCHEMAS)
        throw tooComplex('These documents have too many different schemas to compare.');
      this.numbers.set(text, number);
    }
    return `#${number}`;
  }
}

/** The components that refer to each other in a circle, while their fingerprint is made. */
type Circle = ReadonlyMap<object, string>;
const NO_CIRCLE: Circle = new Map();

/**
 * The fingerprints of one document. Blind to key order, annotations, and whether a schema stands inline or behind a
 * `$ref`. Within a circle of references names count, because there is no bottom to begin from.
 */
export class Fingerprints {
  private readonly known = new Map<object, string>();

  constructor(
    private readonly table: FingerprintTable,
    private readonly side: SpecSide,
  ) {}

  of(schema: Json): string {
    return this.print(schema, NO_CIRCLE);
  }

  /** Tarjan's components over the references, with a stack of its own: chains may be thousands long. */
  private learn(ref: string, first: JsonObject): void {
    if (this.known.has(first)) return;
    const marks = new Map<object, { index: number; low: number; isOpen: boolean; name: string }>();
    const open: JsonObject[] = [];
    const frames: { target: JsonObject; refs: string[]; next: number }[] = [];
    const enter = (target: JsonObject, name: string): void => {
      marks.set(target, { index: marks.size, low: marks.size, isOpen: true, name });
      open.push(target);
      frames.push({ target, refs: this.refsIn(target), next: 0 });
    };
    enter(first, ref);
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const mark = marks.get(frame.target)!;
      const nextRef = frame.refs[frame.next++];
      if (nextRef !== undefined) {
        const target = this.targetOf(nextRef);
        if (target === null || this.known.has(target)) continue;
        const seen = marks.get(target);
        if (seen === undefined) enter(target, nextRef);
        else if (seen.isOpen) mark.low = Math.min(mark.low, seen.index);
        continue;
      }
      frames.pop();
      const caller = frames.at(-1);
      if (caller !== undefined) {
        const callerMark = marks.get(caller.target)!;
        callerMark.low = Math.min(callerMark.low, mark.low);
      }
      if (mark.low !== mark.index) continue;
      const members = open.splice(open.lastIndexOf(frame.target));
      for (const member of members) marks.get(member)!.isOpen = false;
      this.settle(new Map(members.map((member) => [member, marks.get(member)!.name])), frame.refs);
    }
  }

  /** Gives the members of a circle their fingerprints; most circles are one schema that does not refer to itself. */
  private settle(circle: Circle, refsOfLast: readonly string[]): void {
    const [[only]] = circle as unknown as [[JsonObject, string]];
    if (circle.size === 1 && !refsOfLast.some((ref) => this.targetOf(ref) === only)) {
      this.known.set(only, this.print(only, NO_CIRCLE));
      return;
    }
    const parts = [...circle].map(([member, name]) => `${name}${SEPARATOR}${this.print(member as JsonObject, circle)}`);
    const whole = this.table.intern('circle', parts.sort());
    for (const [member, name] of circle) this.known.set(member, this.table.intern('member', [whole, name]));
  }

  /** Bounded by the nesting of the document: references are looked up, not walked. */
  private print(schema: Json, circle: Circle): string {
    if (schema === true) return 'T';
    if (!isObject(schema)) return schema === false ? 'F' : `?${stable(schema)}`;
    const known = this.known.get(schema);
    if (known !== undefined) return known;
    const alias = this.side.aliasOf(schema);
    if (alias !== null) return this.printRef(alias, circle);
    const parts: string[] = [];
    for (const keyword of Object.keys(schema)) {
      if (isAnnotation(keyword)) continue;
      const value = schema[keyword] as Json;
      parts.push(`${keyword}${SEPARATOR}${this.printKeyword(keyword, value, circle)}`);
    }
    if (parts.length === 0) return 'T';
    const print = this.table.intern('schema', sorted(parts));
    // What was printed inside a circle speaks of its names; outside of it the same schema reads otherwise.
    if (circle === NO_CIRCLE) this.known.set(schema, print);
    return print;
  }

  private printKeyword(keyword: string, value: Json, circle: Circle): string {
    if (keyword === '$ref' && typeof value === 'string') return this.printRef(value, circle);
    const shape = shapeOf(keyword);
    if (shape === undefined) return printData(value);
    if (Array.isArray(value))
      return this.table.intern(
        'list',
        value.map((item) => this.print(item, circle)),
      );
    if (shape !== 'map' || !isObject(value)) return this.print(value, circle);
    const entries = Object.keys(value).map((key) => `${key}${SEPARATOR}${this.print(value[key] as Json, circle)}`);
    return this.table.intern('map', sorted(entries));
  }

  private printRef(ref: string, circle: Circle): string {
    const target = this.targetOf(ref);
    if (target === null) {
      const place = this.side.follow(ref);
      return place === null ? `!${ref}` : this.print(place.value, circle);
    }
    const name = circle.get(target);
    if (name !== undefined) return `@${name}`;
    this.learn(ref, target);
    return this.known.get(target) as string;
  }

  private targetOf(ref: string): JsonObject | null {
    const value = this.side.follow(ref)?.value;
    return isObject(value) ? value : null;
  }

  private readonly refs = new Map<object, string[]>();

  private refsIn(schema: Json): string[] {
    if (!isObject(schema)) return [];
    const known = this.refs.get(schema);
    if (known !== undefined) return known;
    const refs = new Set<string>();
    const visit = (value: Json): void => {
      const ref = get(value, '$ref');
      if (typeof ref === 'string') refs.add(ref);
      if (ref === undefined || this.side.aliasOf(value) === null) eachSubSchema(value, visit);
    };
    visit(schema);
    const list = [...refs];
    this.refs.set(schema, list);
    return list;
  }
}

/** Most lists have one item or are sorted. */
function sorted(parts: string[]): string[] {
  for (let at = 1; at < parts.length; at++) if (parts[at]! < parts[at - 1]!) return parts.sort();
  return parts;
}

/** Like `stable`, but quicker for what most values are. */
function printData(value: Json): string {
  if (typeof value === 'string') return `s${value}`;
  return typeof value === 'object' ? stable(value) : String(value);
}

/** JSON with sorted keys. */
export function stable(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${stable(value[key] as Json)}`);
  return `{${entries.join(',')}}`;
}
