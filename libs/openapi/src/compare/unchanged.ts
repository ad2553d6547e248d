import { isObject, type Json, type JsonObject } from '../json.js';
import { METHODS } from '../methods.js';
import type { OperationSite } from './operation-sites.js';
import { isAnnotation, shapeOf } from './schema-keywords.js';
import type { Joined } from './schema-view.js';
import type { SpecSide } from './spec-side.js';

/** What a value is; by it is known which of its keys programs read. Of `data` all count. */
type Kind = 'operation' | 'callback' | 'item' | 'parameter' | 'body' | 'response' | 'media' | 'schema' | 'data';

/** What stands under a key: one such thing, a list of them, or (`isNamed`) an object that holds them by name. */
interface Part {
  kind: Kind;
  isNamed: boolean;
}

const one = (kind: Kind): Part => ({ kind, isNamed: false });
const named = (kind: Kind): Part => ({ kind, isNamed: true });
const [DATA, ITEM, SCHEMA, SCHEMAS] = [one('data'), one('item'), one('schema'), named('schema')];

/** A header is written like a parameter. */
const VALUE_PARTS: ReadonlyMap<string, Part> = new Map([
  ['schema', SCHEMA],
  ['content', named('media')],
]);

const PARTS: Record<Exclude<Kind, 'callback' | 'schema' | 'data'>, ReadonlyMap<string, Part>> = {
  operation: new Map([
    ['parameters', one('parameter')],
    ['requestBody', one('body')],
    ['responses', named('response')],
    ['callbacks', named('callback')],
  ]),
  item: new Map([
    ['parameters', one('parameter')],
    ...METHODS.map((method): [string, Part] => [method, one('operation')]),
  ]),
  parameter: VALUE_PARTS,
  body: VALUE_PARTS,
  response: new Map([...VALUE_PARTS, ['headers', named('parameter')]]),
  media: VALUE_PARTS,
};

type Answers = Map<object, { target: object; isAlike: boolean }>;
/** Whether the same reference leads to what is alike in both documents. */
type Follow = (kind: Kind, ref: string) => boolean;

/**
 * Finds out what says the same in both documents by holding one against the other as they are written, which costs less
 * than looking closer. `false` proves nothing: a schema may stand inline in one of them and behind a `$ref` in the other.
 */
export class Unchanged {
  /** Each thing is held against one other, so that all of it together costs no more than the documents are long. */
  private readonly answers = { operation: new Map(), parameter: new Map(), schema: new Map() } satisfies Record<
    string,
    Answers
  >;
  private readonly references = new Map<string, boolean>();

  constructor(
    private readonly base: SpecSide,
    private readonly target: SpecSide,
  ) {}

  /** Without what is inherited from the document as a whole: servers and security. */
  operation(base: OperationSite, target: OperationSite): boolean {
    if (base.path !== target.path || !this.ask('operation', base.place.value, target.place.value)) return false;
    const [was, is] = [base.item.child('parameters'), target.item.child('parameters')];
    return was === null || is === null ? was === is : this.ask('parameter', was.value, is.value);
  }

  schemas(base: Joined, target: Joined): boolean {
    return (
      base.length === target.length && base.every((place, at) => this.ask('schema', place.value, target[at]!.value))
    );
  }

  private ask(kind: keyof typeof this.answers, base: Json, target: Json): boolean {
    if (typeof base !== 'object' || typeof target !== 'object' || base === null || target === null)
      return base === target;
    const answers: Answers = this.answers[kind];
    const known = answers.get(base);
    if (known !== undefined) return known.isAlike && known.target === target;
    const isAlike = this.isAlikePart(base, target, one(kind), this.follow);
    answers.set(base, { target, isAlike });
    return isAlike;
  }

  private readonly follow: Follow = (kind, ref) => {
    const key = `${kind} ${ref}`;
    if (!this.references.has(key)) this.settle(kind, ref);
    return this.references.get(key) === true;
  };

  /** Looks at all that can be reached. Whatever leads to a difference is no more the same; circles alone make none. */
  private settle(firstKind: Kind, firstRef: string): void {
    const reached = new Map([[`${firstKind} ${firstRef}`, { kind: firstKind, ref: firstRef, users: [] as string[] }]]);
    const unlike: string[] = [];
    for (const [user, { kind, ref }] of reached) {
      const [base, target] = [this.base.follow(ref), this.target.follow(ref)];
      const remember: Follow = (nextKind, nextRef) => {
        const key = `${nextKind} ${nextRef}`;
        const known = this.references.get(key);
        if (known !== undefined) return known;
        const next = reached.get(key);
        if (next === undefined) reached.set(key, { kind: nextKind, ref: nextRef, users: [user] });
        else next.users.push(user);
        return true;
      };
      if (base === null || target === null || !this.isAlike(base.value, target.value, kind, remember))
        unlike.push(user);
    }
    for (const key of unlike) {
      if (this.references.get(key) === false) continue;
      this.references.set(key, false);
      unlike.push(...(reached.get(key)?.users ?? []));
    }
    for (const key of reached.keys()) if (!this.references.has(key)) this.references.set(key, true);
  }

  private isAlikePart(base: Json, target: Json, { kind, isNamed }: Part, follow: Follow): boolean {
    if (Array.isArray(base))
      return (
        Array.isArray(target) &&
        base.length === target.length &&
        base.every((item, at) => this.isAlike(item, target[at]!, kind, follow))
      );
    if (!isNamed || !isObject(base) || !isObject(target)) return this.isAlike(base, target, kind, follow);
    return haveAlike(base, target, isNeverIgnored, (key) => this.isAlike(base[key]!, target[key]!, kind, follow));
  }

  private isAlike(base: Json, target: Json, kind: Kind, follow: Follow): boolean {
    if (base === target) return true;
    if (kind === 'data' || !isObject(base) || !isObject(target)) return isSameData(base, target);
    const { $ref } = base;
    if (typeof $ref === 'string' && !this.isSameReference($ref, base, target, kind, follow)) return false;
    const isAlike = haveAlike(base, target, IGNORED[kind] ?? isAnnotation, (key) =>
      this.isAlikePart(base[key]!, target[key]!, partOf(kind, key), follow),
    );
    // Whoever asks for it next, because something around it differs, need not look again.
    if (!isAlike && kind === 'schema') this.answers.schema.set(base, { target, isAlike });
    return isAlike;
  }

  private isSameReference(ref: string, base: JsonObject, target: JsonObject, kind: Kind, follow: Follow): boolean {
    if (ref !== target.$ref || !follow(kind, ref)) return false;
    // What stands beside a reference counts in one of the documents and not in the other.
    return this.base.siblingsCount === this.target.siblingsCount || Object.keys(base).length === 1;
  }
}

function partOf(kind: Kind, key: string): Part {
  if (kind === 'data') return DATA;
  if (kind === 'callback') return ITEM;
  if (kind !== 'schema') return PARTS[kind].get(key) ?? DATA;
  const shape = shapeOf(key);
  if (shape === undefined) return DATA;
  return shape === 'map' ? SCHEMAS : SCHEMA;
}

/** The keys of a callback are addresses. */
const IGNORED: Partial<Record<Kind, (key: string) => boolean>> = {
  operation: (key) => key === 'tags' || isAnnotation(key),
  callback: isNeverIgnored,
};

function isNeverIgnored(): boolean {
  return false;
}

/** Whether both have the same keys, ignored ones apart, and what stands under them is alike. */
function haveAlike(
  base: JsonObject,
  target: JsonObject,
  isIgnored: (key: string) => boolean,
  isAlike: (key: string) => boolean,
): boolean {
  const [keys, others] = [Object.keys(base), Object.keys(target)];
  let count = 0;
  for (const [at, key] of keys.entries()) {
    if (isIgnored(key)) continue;
    count++;
    if ((others[at] !== key && !Object.hasOwn(target, key)) || !isAlike(key)) return false;
  }
  for (const key of others) if (!isIgnored(key)) count--;
  return count === 0;
}

function isSameData(base: Json, target: Json): boolean {
  if (base === target) return true;
  if (Array.isArray(base))
    return (
      Array.isArray(target) && base.length === target.length && base.every((item, at) => isSameData(item, target[at]!))
    );
  if (!isObject(base) || !isObject(target)) return false;
  return haveAlike(base, target, isNeverIgnored, (key) => isSameData(base[key]!, target[key]!));
}
